"""How quickly a session is planned and shown: 10,000 unread entries, 100,000, and as they grow.

One process, warm, on SQLite; pages are asked for as the server does, without a network. ENTRIES
says where growth ends.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.refresh import kith
from benchmarks.table import show

MOST = int(os.environ.get("ENTRIES", "1000000"))
TIMES = int(os.environ.get("TIMES", "40"))
SIZES = (  # entries, and how many of them are unread
    (1_000, 1_000),
    (10_000, 10_000),
    (100_000, 10_000),
    (100_000, 100_000),
    (1_000_000, 10_000),
)
FILL = """
import random
from datetime import timedelta
from django.db import transaction
from kith.actions import features, roster
from kith.actions.roster import Speaking
from kith.core.judgement.features import VERSION, both_of
from kith.db import bulk
from kith.db.models import Channel, Entry, EntryText, Feature, Interest, Mark
entries, unread, each = %d, %d, 250
now, owner, dice = utc_now(), account(None), random.Random(7)
common = [f"word{n}" for n in range(20_000)]
weights = [1 / (n + 2.7) for n in range(20_000)]
topics = [[f"topic{t}term{n}" for n in range(40)] for t in range(40)]
voices = []
for number in range(each):
    followed = roster.follow(owner, [Speaking(f"https://voice-{number}.example/feed")], now,
                             name=f"Voice {number}", kind="person")
    voices.append((followed.voice.pk, Channel.objects.get(followings__voice=followed.voice).pk))
Channel.objects.update(due_at=now + timedelta(days=9), succeeded_at=now, rhythm=86_400)
for topic in range(5):
    Interest.objects.create(owner=owner, name=topics[topic][0], terms=topics[topic][:5],
                            created_at=now)
def text(number):
    own = topics[number %% len(topics)]
    words = [*dice.choices(common, weights, k=50), *dice.choices(own, k=12)]
    dice.shuffle(words)
    return " ".join(words)
texts = [text(n) for n in range(min(entries, 5_000))]
begun = time.perf_counter()
blobs = [(a.to_blob(), b.to_blob()) for a, b in both_of((t[:60], '', [], t) for t in texts)]
out["features"] = len(texts) / (time.perf_counter() - begun)
def store(numbers):
    ids = bulk.next_ids(Entry, len(numbers))
    rows = [(pk, n, voices[dice.randrange(each)], n %% len(texts),
             now - timedelta(days=900 * (entries - n) / entries)) for pk, n in zip(ids, numbers)]
    bulk.insert(Entry, [
        {"id": pk, "channel_id": channel, "key": pk, "url_key": pk, "text_key": pk, "digest": pk,
         "guid": str(pk), "url": f"https://example.org/{pk}", "title": texts[t][:60],
         "author": "", "summary": "", "content": "", "excerpt": texts[t][:200], "rules": 1,
         "language": "", "image": "", "comments_url": "", "comments_feed": "", "reply_to": "",
         "categories": [], "enclosures": [], "words": 300 + t %% 2000, "seconds": None,
         "published_at": at, "updated_at": None, "first_seen_at": now, "at": at}
        for pk, n, (voice, channel), t, at in rows])
    bulk.insert(EntryText, [{"entry_id": row[0], "body": texts[row[3]]} for row in rows])
    bulk.insert(Feature, [
        {"entry_id": row[0], "version": VERSION, "profile": blobs[row[3]][0],
         "novelty": blobs[row[3]][1], "story": row[0]} for row in rows])
    # The newest are unread but for those that were read; of those some were kept.
    bulk.insert(Mark, [
        {"owner_id": owner.pk, "voice_id": voice, "entry_id": pk, "at": at,
         "state": 1 if n %% 250 == 3 and entries - n < 50_000 else 0 if entries - n < unread else 2,
         "read_at": at if n %% 250 == 3 and entries - n < 50_000 else None,
         "kept_at": at if n %% 1000 == 3 and entries - n < 50_000 else None}
        for pk, n, (voice, channel), t, at in rows])
for start in range(0, entries, 2_000):
    with transaction.atomic():
        store(range(start, min(start + 2_000, entries)))
features.count_words()
"""
ASK = """
from contextlib import closing
from datetime import timedelta
from importlib import import_module
from wsgiref.util import setup_testing_defaults
from django.conf import settings
from django.contrib import auth
from django.core.handlers.wsgi import WSGIHandler
from kith.actions import reading
from kith.db.models import Entry, Mark, Session
from kith.project.garbage import spare_pages
from kith.queries import access, judging
owner, handler = account(None), WSGIHandler()
signed_in = import_module(settings.SESSION_ENGINE).SessionStore()
signed_in[auth.SESSION_KEY] = str(owner.pk)
signed_in[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
signed_in[auth.HASH_SESSION_KEY] = owner.get_session_auth_hash()
signed_in.save()
cookie = f"{settings.SESSION_COOKIE_NAME}={signed_in.session_key}"
spare_pages()  # as the server does
def often(do, times=%d, before=lambda: None):
    passed, worked = [], []
    for _ in range(times):
        before()
        begun, cpu = time.perf_counter(), time.process_time()
        do()
        passed.append(time.perf_counter() - begun)
        worked.append(time.process_time() - cpu)
    return sorted(passed), sorted(worked)
said = []
def page():
    asked = {"PATH_INFO": "/today/", "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie}
    setup_testing_defaults(asked)
    with closing(handler(asked, lambda status, _: said.append(status))) as answer:
        b"".join(answer)
    assert said.pop() == "200 OK"
def planless():
    Session.objects.all().delete()
unread = list(Mark.objects.filter(owner=owner, state=0).order_by("-at")[:99])
def keep():
    planless()
    mark = unread.pop()
    reading.open_entry(mark, utc_now())
    reading.keep(mark, utc_now())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
out["the first question of a process"] = often(lambda: judging.offers(owner, utc_now()), 1)
page()
out["plan and page"] = often(page, before=planless)
out["page"] = often(page)
out["plan and page, something kept before"] = often(page, 10, keep)
some = [mark.entry_id for mark in unread[:30]]
out["why"] = often(lambda: judging.why(access.mark(owner, some[0]), utc_now()), 10)
out["interests of 30 entries"] = often(lambda: judging.best_interests(owner, some, utc_now()))
out["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
"""


def main() -> None:
    """Print the table."""
    rows = [row for entries, unread in SIZES if entries <= MOST for row in at(entries, unread)]
    show(
        "Today: planned and shown, and what it hangs on",
        rows,
        [
            "entries",
            "unread",
            "asked for",
            "median ms",
            "p95 ms",
            "of CPU",
            "p95 of CPU",
            "peak MB",
        ],
    )


def at(entries: int, unread: int) -> list[list[str]]:
    """The rows of one size."""
    with tempfile.TemporaryDirectory() as place:
        made = kith(Path(place), FILL % (entries, unread))
        found: dict[str, Any] = kith(Path(place), ASK % TIMES)
    peak = found.pop("peak")
    sizes = [f"{entries:,}", f"{unread:,}"]
    rate = [*sizes, "features", f"{made['features']:,.0f} entries a second", "", "", "", ""]
    rows = ([*sizes, what, *cuts(*times), f"{peak:.0f}"] for what, times in found.items())
    return [rate, *rows]


def cuts(*times: list[float]) -> list[str]:
    """Median and 95th percentile of each, in milliseconds."""
    return [f"{1000 * each[int(len(each) * part)]:.1f}" for each in times for part in (0.5, 0.95)]


if __name__ == "__main__":
    main()
