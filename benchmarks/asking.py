"""How quickly Kith says whom to ask: 5,000 people, 100,000 entries, 50,000 exchanges.

One process, warm, on SQLite. ENTRIES says how many entries there are, TIMES how often it is asked.
"""

import os
import tempfile
from pathlib import Path

from benchmarks.refresh import kith
from benchmarks.table import show
from benchmarks.today import cuts

ENTRIES = int(os.environ.get("ENTRIES", "100000"))
TIMES = int(os.environ.get("TIMES", "40"))
FILL = """
import random
from datetime import timedelta
from django.db import transaction
from kith.actions import exchanges, features
from kith.core.exchanges import KINDS
from kith.core.judgement.features import VERSION, features as made, full_features
from kith.db import bulk, search
from kith.db.models import Channel, Entry, EntryText, Exchange, Feature, Following, Mark, Voice
entries, people, passed = %d, 5_000, 50_000
now, owner, dice = utc_now(), account(None), random.Random(7)
common = [f"word{n}" for n in range(20_000)]
weights = [1 / (n + 2.7) for n in range(20_000)]
topics = [[f"topic{t}term{n}" for n in range(40)] for t in range(200)]
def text(number):
    own = topics[number %% len(topics)]
    words = [*dice.choices(common, weights, k=50), *dice.choices(own, k=12)]
    dice.shuffle(words)
    return " ".join(words)
texts = [text(n) for n in range(4_000)]
blobs = [(made(t[:60], t).to_blob(), full_features(t).to_blob()) for t in texts]
with transaction.atomic():
    Channel.objects.bulk_create([Channel(
        kind="feed", address=f"https://voice-{n}.example/feed",
        due_at=now + timedelta(days=9)) for n in range(people)])
    channels = list(Channel.objects.order_by("pk").values_list("pk", flat=True))
    Voice.objects.bulk_create([Voice(
        owner=owner, name=f"Person {n}", kind="person", created_at=now) for n in range(people)])
    voices = list(Voice.objects.order_by("pk"))
    Following.objects.bulk_create([Following(
        owner=owner, voice=voice, channel_id=channel, created_at=now)
        for voice, channel in zip(voices, channels)])
def store(numbers):
    ids = bulk.next_ids(Entry, len(numbers))
    rows = []
    for pk, n in zip(ids, numbers):
        whose = dice.randrange(people)
        said = (whose %% len(topics) + len(topics) * dice.randrange(20)) %% len(texts)
        rows.append((pk, whose, said, now - timedelta(days=900 * (entries - n) / entries)))
    bulk.insert(Entry, [
        {"id": pk, "channel_id": channels[whose], "key": pk, "url_key": pk, "text_key": pk,
         "digest": pk, "guid": str(pk), "url": f"https://example.org/{pk}",
         "title": texts[t][:60], "author": "", "summary": "", "content": "",
         "excerpt": texts[t][:200], "rules": 1, "language": "", "image": "", "comments_url": "",
         "comments_feed": "", "reply_to": "", "categories": [], "enclosures": [],
         "words": 300 + t %% 2000, "seconds": None, "published_at": at, "updated_at": None,
         "first_seen_at": now, "at": at}
        for pk, whose, t, at in rows])
    bulk.insert(EntryText, [{"entry_id": pk, "body": texts[t]} for pk, _, t, _ in rows])
    search.add([(pk, texts[t][:60], "", texts[t]) for pk, _, t, _ in rows])
    bulk.insert(Feature, [
        {"entry_id": pk, "version": VERSION, "profile": blobs[t][0], "novelty": blobs[t][1],
         "story": pk} for pk, _, t, _ in rows])
    bulk.insert(Mark, [
        {"owner_id": owner.pk, "voice_id": voices[whose].pk, "entry_id": pk, "at": at, "state": 2}
        for pk, whose, _, at in rows])
for start in range(0, entries, 2_000):
    with transaction.atomic():
        store(range(start, min(start + 2_000, entries)))
ways = [(kind.code, way) for kind in KINDS.values() for way in kind.directions]
with transaction.atomic():
    rows = []
    for n in range(passed):
        kind, way = dice.choice(ways)
        voice = voices[int(people * dice.random() ** 2)]
        rows.append(Exchange(
            owner=owner, voice=voice, kind=kind, direction=way, created_at=now,
            at=now - timedelta(days=700 * dice.random()),
            about=" ".join(dice.choices(topics[n %% 200], k=3)) if n %% 3 == 0 else ""))
    Exchange.objects.bulk_create(rows, batch_size=2_000)
    for voice in voices:
        exchanges.sum_up(voice, now)
features.count_words()
"""
ASK = """
from django.conf import settings
from django.test import Client

from kith.actions import questions
from kith.db.models import Question, Voice
from kith.queries import asking
settings.ALLOWED_HOSTS = ["*"]
owner, client, number = account(None), Client(), 0
client.force_login(owner)
def often(do, times=%d):
    do()
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        do()
        found.append(time.perf_counter() - begun)
    return sorted(found)
def question():
    global number
    number += 1
    return f"How does topic{number}term1 go with topic{number}term3, word5 and word90?"
def network():
    found = asking.network(owner, question(), utc_now())
    assert len(found.people) == 3, found.people
def page(address):
    answer = client.get(address, headers={"Host": "localhost"})
    assert answer.status_code == 200, answer.status_code
out["what is known of a question, and whom to ask"] = often(network)
def asked():
    return questions.add(owner, question(), utc_now()).pk
rows = [asked() for _ in range(%d + 2)]
for pk in rows[:2]:
    for voice in Voice.objects.filter(owner=owner)[:5]:
        questions.ask(Question.objects.get(pk=pk), utc_now(), voice=voice, place="mail")
out["page of a question"] = often(lambda: page(f"/questions/{rows.pop()}/"))
out["page of a question that was asked"] = often(lambda: page(f"/questions/{rows[0]}/"))
out["questions"] = often(lambda: page("/questions/"))
out["search that finds a question"] = often(lambda: page("/search/?q=topic1term1"))
out["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
"""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place:
        kith(Path(place), FILL % ENTRIES)
        found = kith(Path(place), ASK % (TIMES, TIMES + 2))
    peak = found.pop("peak")
    rows = [[what, *cuts(times), f"{peak:.0f}"] for what, times in found.items()]  # type: ignore[arg-type]
    show(
        f"Asking: 5,000 people, {ENTRIES:,} entries, 50,000 exchanges",
        rows,
        ["asked for", "median ms", "p95 ms", "peak MB"],
    )


if __name__ == "__main__":
    main()
