"""Planned days, and when the next is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core import habits
from kith.core.habits import EVERY_DAY, WEEKDAYS, Habit

VIENNA = ZoneInfo("Europe/Vienna")
FRIDAY = datetime(2026, 3, 27, 12, tzinfo=UTC)  # the clocks go on in the night to Sunday


def test_the_next_weekday_after_a_friday_is_monday() -> None:
    found = habits.following(Habit(WEEKDAYS), VIENNA, FRIDAY)
    assert found == datetime(2026, 3, 30, 6, 30, tzinfo=UTC)


def test_later_today_counts_and_this_very_moment_does_not() -> None:
    habit = Habit(EVERY_DAY, time(13, 30))
    assert habits.following(habit, VIENNA, FRIDAY) == FRIDAY.replace(minute=30)
    again = habits.following(habit, VIENNA, FRIDAY.replace(minute=30))
    assert again == datetime(2026, 3, 28, 12, 30, tzinfo=UTC)


def test_an_hour_that_the_clocks_leave_out_still_has_its_session() -> None:
    habit = Habit(frozenset({6}), time(2, 30))
    assert habits.following(habit, VIENNA, FRIDAY) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_without_days_nothing_is_planned() -> None:
    assert habits.following(Habit(), VIENNA, FRIDAY) is None


def test_planned_days_of_a_week() -> None:
    found = habits.days_from(Habit(frozenset({0, 4})), date(2026, 3, 27), 7)
    assert list(found) == [date(2026, 3, 27), date(2026, 3, 30)]


@given(
    st.builds(
        Habit,
        days=st.frozensets(st.integers(0, 6)),
        at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        minutes=st.integers(habits.LEAST, habits.MOST),
        mail=st.emails(),
    )
)
def test_written_and_read_again_it_is_the_same(habit: Habit) -> None:
    assert habits.read(habits.written(habit)) == habit


@pytest.mark.parametrize(
    "given",
    [None, [], {}, {"days": "mon", "at": "25:00", "minutes": "x", "mail": 7}, {"minutes": 0}],
)
def test_what_makes_no_sense_is_left_out(given: object) -> None:
    assert habits.read(given) == Habit()
