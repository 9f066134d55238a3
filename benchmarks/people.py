"""How quickly the pages of people answer: 5,000 people, 50,000 exchanges, 100,000 entries of 250.

`PEOPLE` says how many people, with ten exchanges each. A real server is asked by one client over a
connection that stays open, then by some at a time.
"""

import os
import tempfile
from pathlib import Path

from benchmarks.pages import CLIENTS, Server, measured
from benchmarks.refresh import kith
from benchmarks.search import ENTRIES, FILL
from benchmarks.table import show

PEOPLE = int(os.environ.get("PEOPLE", "5000"))
PAGES = {
    "people": "/people/",
    "people, a page in the middle": "/people/?page=20",
    "with whom a word is due": "/people/?show=overdue",
    "to whom something is owed": "/people/?show=owed",
    "mentors": "/people/?role=mentor",
    "people, by part of a name": "/people/?q=person+42",
    "a person": "/people/%(voice)d/",
    "a person, between the two": "/people/%(voice)d/?view=between",
    "a voice that publishes much": "/people/%(loud)d/",
    "what is owed": "/people/owed/",
    "a line of the log": "/log/?text=thanked+person+42+for+the+list+yesterday",
}
# Beside the world of the searches, whose 250 voices are heard.
LIVED = """
import random
from datetime import timedelta
from django.db import transaction
from kith.actions import exchanges
from kith.core.exchanges import KINDS
from kith.db import bulk
from kith.db.models import Channel, Exchange, Mark, Promise, Thanks, Voice
now, owner, dice = utc_now(), account(None), random.Random(11)
people = %d
Channel.objects.update(
    looked_at=now, succeeded_at=now, new_at=now, due_at=now + timedelta(days=1))
made = [Voice(owner=owner, name=f"Person {n}", kind="person", created_at=now - timedelta(days=900),
              circle=dice.choice(["", "", "inner", "active", "outer"]),
              roles=["mentor"] if n %% 50 == 0 else [], knows=[f"topic {n %% 40}"],
              notes="Met in a workshop. " * 20,
              touch_since=now - timedelta(days=dice.randint(1, 500))) for n in range(people)]
with transaction.atomic():
    for start in range(0, people, 500):
        bulk.create(made[start:start + 500])
voices = list(Voice.objects.filter(owner=owner).order_by("pk"))
pairs = [(kind.code, way) for kind in KINDS.values() for way in kind.directions]
rows = []
for _ in range(10 * people):
    kind, way = dice.choice(pairs)
    rows.append(Exchange(owner=owner, voice=dice.choice(voices), kind=kind, direction=way,
                         at=now - timedelta(days=dice.expovariate(1 / 200)), about="A word on it",
                         created_at=now))
with transaction.atomic():
    for start in range(0, len(rows), 500):
        bulk.create(rows[start:start + 500])
for start in range(0, len(voices), 500):
    with transaction.atomic():
        for voice in voices[start:start + 500]:
            exchanges.sum_up(voice, now)
for mark in Mark.objects.filter(owner=owner).order_by("-pk")[:3000:10]:
    Mark.objects.filter(pk=mark.pk).update(kept_at=now - timedelta(days=dice.randint(1, 300)))
for voice in dice.sample(voices, 40):
    Thanks.objects.create(owner=owner, voice=voice, reason="a list", created_at=now)
    Promise.objects.create(owner=owner, voice=voice, text="send a list", made_at=now)
out["voice"] = Voice.objects.get(name="Person 42").pk
out["loud"] = Voice.objects.get(name="Voice 7").pk
"""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        kith(data, FILL % ENTRIES)
        facts = kith(data, LIVED % PEOPLE)
        with Server(data) as server:
            rows = [measured(server, what, path % facts) for what, path in PAGES.items()]
    show(
        f"{PEOPLE:,} people, {10 * PEOPLE:,} exchanges, for one client and for {CLIENTS} at a time",
        rows,
        ["page", "one: median ms", "p95", "requests a second", "median ms", "p95", "p99"],
    )


if __name__ == "__main__":
    main()
