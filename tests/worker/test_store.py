"""Looks that are written down together."""

import pytest
from django.db import IntegrityError

from kith.actions import looks
from kith.actions.clock import utc_now
from kith.actions.looks import Manner, Outcome
from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.db.models import Channel, Mark, Voice
from kith.worker.look import Seen
from kith.worker.round import store_all
from tests.worker.rounds import channel, follow, is_whole, titles

pytestmark = pytest.mark.django_db(transaction=True)

GOOD, BAD, QUIET = (f"http://{name}.example/feed" for name in ("good", "bad", "quiet"))


def seen(address: str) -> tuple[Channel, Seen]:
    there = channel(address)
    entries = [ParsedEntry(guid=str(number), title=f"Post {number}") for number in range(3)]
    feed = ParsedFeed("rss", title=f"Channel at {address}", entries=entries)
    return there, Seen(Manner(), looks.understand(there, feed, utc_now()))


def test_one_that_cannot_be_written_takes_no_other_with_it() -> None:
    for address in (GOOD, BAD, QUIET):
        follow(address)
    good, bad, quiet = seen(GOOD), seen(BAD), (channel(QUIET), Seen(Manner()))
    assert bad[1].heard
    bad[1].heard[1].new.append(bad[1].heard[1].new[0])  # twice the same entry of one channel
    outcomes = store_all([good, bad, quiet])
    assert outcomes[0] == Outcome(new=3)
    assert isinstance(outcomes[1], IntegrityError)
    assert outcomes[2] == Outcome()
    assert titles(GOOD)
    assert not titles(BAD)
    assert channel(GOOD).succeeded_at
    assert channel(QUIET).succeeded_at
    assert channel(BAD).succeeded_at is None
    voice = Voice.objects.get(followings__channel__address=GOOD)
    assert voice.name == f"Channel at {GOOD}"  # it was heard for the first time, both times
    assert Mark.objects.count() == 3
    is_whole()


def test_those_that_are_written_together_are_as_if_each_were_alone() -> None:
    for address in (GOOD, BAD):
        follow(address)
    assert store_all([seen(GOOD), seen(BAD)]) == [Outcome(new=3), Outcome(new=3)]
    assert titles(GOOD) == titles(BAD)
    assert {voice.name for voice in Voice.objects.all()} == {
        f"Channel at {GOOD}",
        f"Channel at {BAD}",
    }
    is_whole()
