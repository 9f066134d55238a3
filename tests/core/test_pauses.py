"""Days on which nothing is planned."""

from datetime import UTC, datetime, timedelta

import pytest

from kith.core import pauses
from kith.core.pauses import Pause

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = Pause(NOW, NOW + 7 * DAY)


def test_it_is_on_until_its_end() -> None:
    days = (-1, 0, 6, 7)
    assert [WEEK.is_on(NOW + n * DAY) for n in days] == [False, True, True, False]


def test_what_was_written_is_read_again() -> None:
    assert pauses.read(pauses.written(WEEK)) == WEEK
    assert pauses.read(pauses.written(None)) is None


@pytest.mark.parametrize(
    "given",
    [
        None,
        {},
        {"since": "2026-03-01T12:00:00+00:00"},
        {"since": "2026-03-01T12:00:00", "until": "2026-03-02T12:00:00"},
        {"since": "2026-03-02T12:00:00+00:00", "until": "2026-03-01T12:00:00+00:00"},
        {"since": "soon", "until": 7},
    ],
)
def test_what_makes_no_sense_is_no_pause(given: object) -> None:
    assert pauses.read(given) is None


@pytest.mark.parametrize(
    ("last", "since"),
    [
        (NOW - 2 * DAY, NOW - 2 * DAY),  # not here for two days when it began
        (NOW + 3 * DAY, NOW),  # looked in meanwhile
        (NOW + 9 * DAY, NOW + 9 * DAY),  # was here after it
        (None, NOW),
    ],
)
def test_since_when_somebody_was_away(last: datetime | None, since: datetime) -> None:
    assert pauses.away_since(WEEK, last) == since


def test_without_a_pause_only_reading_counts() -> None:
    assert pauses.away_since(None, NOW) == NOW
    assert pauses.away_since(None, None) is None


def test_it_can_end_early_and_what_hardly_began_has_not_been() -> None:
    assert pauses.ended(WEEK, NOW + 2 * DAY) == Pause(NOW, NOW + 2 * DAY)
    assert pauses.ended(WEEK, NOW + DAY / 2) is None
