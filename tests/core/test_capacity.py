"""How many there is room for, and how long a trial is."""

from datetime import UTC, datetime, timedelta

import pytest

from kith.core import capacity
from kith.core.capacity import Capacity, Room

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_is_usual() -> None:
    assert capacity.read(None) == Capacity(people=50, sources=100, trial_weeks=6)


def test_what_was_written_is_read_again() -> None:
    own = Capacity(people=0, sources=9, trial_weeks=0)
    assert capacity.read(capacity.written(own)) == own


@pytest.mark.parametrize("people", [-1, 10_000, "7", None, True, 1.5])
def test_what_makes_no_sense_is_left_out(people: object) -> None:
    given = {"people": people, "sources": 20}
    assert capacity.read(given) == Capacity(people=50, sources=20)


def test_a_trial_ends_after_its_weeks_and_may_be_none() -> None:
    assert Capacity(trial_weeks=2).trial_until(NOW) == NOW + timedelta(days=14)
    assert Capacity(trial_weeks=0).trial_until(NOW) is None


def test_room_is_free_or_more_are_heard() -> None:
    assert (Room(43, 50).free, Room(43, 50).over) == (7, 0)
    assert (Room(112, 100).free, Room(112, 100).over) == (0, 12)
