"""How quickly words are found among 100,000 entries, or as many as ENTRIES says."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.refresh import kith
from benchmarks.table import show

ENTRIES = int(os.environ.get("ENTRIES", "100000"))
TIMES = int(os.environ.get("TIMES", "40"))
ASKED = {
    "a rare word": "quixotic",
    "a word in one of fifty": "retrieval",
    "a common word": "word3",
    "two common words": "word3 word7",
    "a beginning": "word12*",
    "the beginning of every word": "w*",
    "a rare beginning": "quix*",
    "a beginning of long ago": "bygo*",
    "a beginning in one of fifty": "retri*",
    "a word and a beginning": "retrieval word12*",
    "a phrase that is begun": '"spaced prac"*',
    "without a beginning": "retrieval -word12*",
    "voice: and a beginning": "voice:ines word12*",
    "voice: and a rarer beginning": "voice:ines retri*",
    "kept: and a rarer beginning": "kept: retri*",
    "a beginning of nothing": "nowh*",
    "a phrase": '"spaced practice"',
    "without a word": "retrieval -word3",
    "voice: and a common word": "voice:ines word3",
    "voice: and a rarer word": "voice:ines retrieval",
    "voice: alone": "voice:ines",
    "label: and a word": "label:teaching retrieval",
    "kept: and a common word": "kept: word3",
    "kept: and a rarer word": "kept: retrieval",
    "before: and a common word": "before:2024-06 word3",
    "before: and a rarer word": "before:2024-06 retrieval",
    "a word of long ago": "bygone",
    "nothing": "nowhere",
}
FILL = """
import itertools, random
from datetime import datetime, timedelta, timezone
from django.db import transaction
from kith.actions import roster
from kith.actions.roster import Speaking
from kith.db import bulk, search
from kith.db.models import Channel, Entry, EntryText, Mark
entries, each = %d, 250
now, owner, dice = utc_now(), account(None), random.Random(7)
vocabulary = [f"word{n}" for n in range(30_000)]
weights = list(itertools.accumulate(1 / (n + 2.7) for n in range(30_000)))
voices = []
for number in range(each):
    name = "Ines Kowalczyk" if number == 3 else f"Voice {number}"
    labels = ["Teaching"] if number %% 20 == 0 else []
    voice = roster.follow(owner, [Speaking(f"https://voice-{number}.example/feed")], now,
                          name=name, kind="person", labels=labels)
    voices.append((voice.voice.pk, Channel.objects.get(followings__voice=voice.voice).pk))
def rows():
    # Some were there when their voice was first followed, the others came in the order of time.
    old, first = min(entries // 2, each * 48) // each, now - timedelta(days=1500)
    for number in range(old * each):
        yield voices[number // old], first + timedelta(days=100 * (number %% old) / old)
    late = entries - old * each
    for number in range(late):
        yield dice.choice(voices), first + timedelta(days=100 + 1400 * number / late)
def body(at):
    words = dice.choices(vocabulary, cum_weights=weights, k=dice.randint(30, 90))
    if dice.random() < 0.02:
        words[5] = "retrieval"
    if dice.random() < 0.005:
        words[7:9] = ["spaced", "practice"]
    if dice.random() < 0.00005:
        words[9] = "quixotic"
    if at.year < 2024 and dice.random() < 0.3:
        words[11] = "bygone"
    return " ".join(words)
def store(batch):
    ids = bulk.next_ids(Entry, len(batch))
    numbered = list(zip(ids, batch))
    bulk.insert(Entry, [
        {"id": pk, "channel_id": channel, "key": pk, "url_key": pk, "text_key": pk, "digest": pk,
         "guid": str(pk), "url": f"https://example.org/{pk}", "title": text[:60],
         "author": "An Author", "summary": "", "content": "", "excerpt": text[:200], "rules": 1,
         "language": "", "image": "", "comments_url": "", "comments_feed": "", "reply_to": "",
         "categories": [], "enclosures": [], "words": 60, "seconds": None, "published_at": at,
         "updated_at": None, "first_seen_at": now, "at": at}
        for pk, ((voice, channel), at, text) in numbered])
    bulk.insert(EntryText, [{"entry_id": pk, "body": row[2]} for pk, row in numbered])
    search.add((pk, row[2][:60], "An Author", row[2]) for pk, row in numbered)
    bulk.insert(Mark, [
        {"owner_id": owner.pk, "voice_id": voice, "entry_id": pk, "at": at,
         "state": 0 if dice.random() < 0.05 else 2,
         "kept_at": now if dice.random() < 0.02 else None}
        for pk, ((voice, channel), at, text) in numbered])
every = ((where, at, body(at)) for where, at in rows())
while batch := list(itertools.islice(every, 2000)):
    with transaction.atomic():
        store(batch)
"""

ASK = """
from kith.core.asking import parse
from kith.queries.searching import search
from datetime import UTC
owner = account(None)
for what, typed in json.loads(%r).items():
    times, work = [], []
    search(owner, parse(typed), UTC)
    for _ in range(%d):
        begun, worked = time.perf_counter(), time.process_time()
        page = search(owner, parse(typed), UTC)
        times.append(time.perf_counter() - begun)
        work.append(time.process_time() - worked)
    out[what] = [len(page.found), page.total, sorted(times), sorted(work)]
"""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place:
        kith(Path(place), FILL % ENTRIES)
        measure(Path(place))


def measure(data: Path) -> None:
    """Print the table for a data directory that is filled already."""
    found: dict[str, Any] = kith(data, ASK % (json.dumps(ASKED), TIMES))
    show(
        f"Search among {ENTRIES:,} entries: the first page, from words to lines",
        [row(what, *facts) for what, facts in found.items()],
        ["asked for", "typed", "lines", "of", "median ms", "p95 ms", "of CPU", "p95 of CPU"],
    )


def row(what: str, lines: int, total: int | None, *measured: list[float]) -> list[str]:
    """One line of the table."""
    cuts = [all_[int(len(all_) * share)] for all_ in measured for share in (0.5, 0.95)]
    of = "not counted" if total is None else f"{min(total, 1000):,}{'+' * (total > 1000)}"
    return [what, f"`{ASKED[what]}`", str(lines), of, *(f"{1000 * cut:.1f}" for cut in cuts)]


if __name__ == "__main__":
    main()
