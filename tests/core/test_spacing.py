"""When a highlight comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core import spacing

days = st.floats(0.1, 400)


def test_the_chance_is_the_target_when_it_comes_back() -> None:
    assert spacing.chance(7, 7) == pytest.approx(0.9)
    assert spacing.interval(7) == pytest.approx(7)
    assert spacing.chance(spacing.interval(7, 0.8), 7) == pytest.approx(0.8)


@given(days, days)
def test_it_falls_with_time(one: float, more: float) -> None:
    assert spacing.chance(one + more, 5) < spacing.chance(one, 5)


@given(days, days)
def test_remembering_never_shortens_and_forgetting_begins_anew(before: float, after: float) -> None:
    assert spacing.stability(before, after, remembered=True) >= min(before, spacing.LONGEST)
    assert spacing.stability(before, after, remembered=False) == spacing.FIRST


def test_what_is_asked_for_early_grows_less() -> None:
    early, due = (spacing.stability(10, days, remembered=True) for days in (1, 10))
    assert early < due == pytest.approx(25)


def test_a_run_of_reviews() -> None:
    value, told = None, []
    for _ in range(7):
        gone = spacing.interval(value) if value else 1
        value = spacing.stability(value, gone, remembered=True)
        told.append(round(spacing.interval(value)))
    assert told == [2, 6, 16, 39, 98, 244, 365]
