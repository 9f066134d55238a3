"""When it is time to get in touch again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.touch import (
    CADENCES,
    CIRCLES,
    DUE,
    FINE,
    OVERDUE,
    RESTING,
    SNOOZED,
    Rhythm,
    standing,
)

NOW = datetime(2026, 3, 27, 12, tzinfo=UTC)
BEGAN = NOW - timedelta(days=3000)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("rhythm", "days", "expected"),
    [
        (Rhythm("inner"), 29, FINE),
        (Rhythm("inner"), 30, DUE),
        (Rhythm("inner"), 45, OVERDUE),
        (Rhythm("active"), 89, FINE),
        (Rhythm("active"), 134, DUE),
        (Rhythm("active"), 135, OVERDUE),
        (Rhythm("outer"), 365, DUE),
        (Rhythm("outer", "weekly"), 7, DUE),
        (Rhythm("inner", "yearly"), 300, FINE),
        (Rhythm("inner", "never"), 300, RESTING),
        (Rhythm(), 300, RESTING),
        (Rhythm("inner", paused=True), 300, RESTING),
        (Rhythm("inner", "weekly", snoozed_until=ago(-1)), 300, SNOOZED),
        (Rhythm("inner", snoozed_until=ago(-1)), 5, FINE),
        (Rhythm("inner", snoozed_until=ago(0)), 31, DUE),
    ],
)
def test_due_after_its_span_and_overdue_at_one_and_a_half(
    rhythm: Rhythm, days: int, expected: str
) -> None:
    found = standing(rhythm, ago(days), BEGAN, NOW)
    assert found.state == expected
    assert found.asks == (expected in (DUE, OVERDUE))


def test_without_an_exchange_time_runs_from_the_beginning() -> None:
    found = standing(Rhythm("inner"), None, ago(31), NOW)
    assert (found.state, found.since, found.due_at) == (DUE, ago(31), ago(1))


def test_circles_and_words_are_days() -> None:
    assert dict(CIRCLES) == {"inner": 30, "active": 90, "outer": 365}
    assert all(Rhythm("inner", own=word).days == days for word, days in CADENCES.items())


RHYTHMS = st.builds(
    Rhythm,
    circle=st.sampled_from(["", *CIRCLES]),
    own=st.sampled_from(["", *CADENCES]),
    paused=st.booleans(),
    snoozed_until=st.none() | st.integers(-500, 500).map(ago),
)


@given(RHYTHMS, st.integers(0, 2000))
def test_any_exchange_begins_the_time_anew(rhythm: Rhythm, days: int) -> None:
    assert not standing(rhythm, NOW, BEGAN, NOW).asks
    before = standing(rhythm, ago(days), BEGAN, NOW)
    if before.asks:
        assert before.days is not None
        assert days >= before.days
        assert not standing(replace(rhythm, paused=True), ago(days), BEGAN, NOW).asks
