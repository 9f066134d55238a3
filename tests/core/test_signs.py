"""What a fortnight shows: planted histories, and what is offered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kith.core import signs
from kith.core.signs import History, Sign, Visit

NOW = datetime(2026, 3, 15, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CALM = History(NOW, visits=(), added=0, touched=0, came=0, left=0, caught_up=0)


def at(days: int, hour: int, minutes: int = 20) -> Visit:
    """A piece read so many days ago at an hour."""
    return Visit((NOW - days * DAY).replace(hour=hour), 60 * minutes)


def evenings(*days: int, hour: int = 23, minutes: int = 60) -> Sequence[Visit]:
    return [at(day, hour, minutes) for day in days]


READING = [at(1, 8), at(4, 8)]
NEWCOMER = replace(CALM, visits=READING, added=30, touched=3)
EVERYTHING = replace(CALM, visits=evenings(1, 2, 5, 9), came=400, left=310, caught_up=20)


def test_a_calm_fortnight_is_no_sign() -> None:
    assert signs.sign(CALM) is None
    assert signs.sign(replace(CALM, visits=READING, added=4, came=300, left=250)) is None


def test_many_added_and_few_read() -> None:
    assert signs.sign(NEWCOMER) == Sign(signs.IMMERSION, {"added": 30, "touched": 3})


@pytest.mark.parametrize(
    "other",
    [
        {"added": 14},
        {"touched": 8},
        {"visits": [at(1, 8), at(8, 8)]},  # hardly here this week: they read for no other reason
        {"visits": [at(1, 8), at(1, 20)]},
    ],
)
def test_what_is_no_immersion(other: dict[str, object]) -> None:
    assert signs.sign(replace(NEWCOMER, **other)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "slowable", "offered"),
    [
        (signs.IMMERSION, 10, signs.SLOW),
        (signs.IMMERSION, 4, signs.PAUSE),  # there is little that could be slowed down
        (signs.ALL_OF_IT, 10, signs.PAUSE),
    ],
)
def test_what_is_offered(name: str, slowable: int, offered: str) -> None:
    assert signs.offer(Sign(name, {}), slowable) == offered


def test_long_late_evenings_while_more_and_more_is_left() -> None:
    assert signs.sign(EVERYTHING) == Sign(signs.ALL_OF_IT, {"nights": 4, "left": 310})


@pytest.mark.parametrize(
    "other",
    [
        {"visits": evenings(1, 2, 5)},
        {"visits": evenings(1, 2, 5, 9, hour=21)},
        {"visits": evenings(1, 2, 5, 9, minutes=44)},
        {"left": 150},  # less than half of what came
        {"caught_up": 290},  # what is older went down instead
        {"came": 60, "left": 49, "caught_up": 0},
    ],
)
def test_what_is_no_trying_to_know_it_all(other: dict[str, object]) -> None:
    assert signs.sign(replace(EVERYTHING, **other)) is None  # type: ignore[arg-type]


def test_a_night_goes_on_after_midnight_and_its_pieces_add_up() -> None:
    visits = [at(2, 23, 20), at(1, 1, 20), at(1, 3, 5), at(1, 4, 90)]
    assert signs.long_nights(replace(CALM, visits=visits)) == [(NOW - 2 * DAY).date()]


def test_one_offer_in_a_fortnight() -> None:
    assert signs.may_offer(None, NOW)
    assert not signs.may_offer(NOW - 13 * DAY, NOW)
    assert signs.may_offer(NOW - 14 * DAY, NOW)
