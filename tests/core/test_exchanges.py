"""Kinds of exchange, give and take."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.exchanges import (
    DIRECTIONS,
    GIVEN,
    KINDS,
    MUTUAL,
    RECEIVED,
    Act,
    Fact,
    balance,
    possible,
    tally,
)

NOW = datetime(2026, 3, 27, 12, tzinfo=UTC)
_ANY = [(kind.code, direction) for kind in KINDS.values() for direction in kind.directions]
TALLIES = st.dictionaries(st.sampled_from(_ANY), st.integers(0, 50)).map(Counter)


def test_what_is_dearer_to_the_giver_weighs_more() -> None:
    weights = {code: kind.weight for code, kind in KINDS.items()}
    assert weights["answer"] == weights["introduction"] == 3
    assert [weights[code] for code in ("feedback", "comment", "boost", "like")] == [2, 1, 0.5, 0.1]
    assert weights["question"] == 0
    assert all(
        kind.directions and set(kind.directions) <= set(DIRECTIONS) for kind in KINDS.values()
    )


def test_a_kind_goes_its_own_ways() -> None:
    assert possible("meeting", MUTUAL)
    assert not possible("meeting", GIVEN)
    assert not possible("answer", MUTUAL)
    assert not possible("gossip", GIVEN)


def test_only_the_last_90_days_count() -> None:
    acts = [Act("answer", RECEIVED, NOW - timedelta(days=n)) for n in (0, 89, 90, 400)]
    acts.append(Act("answer", RECEIVED, NOW + timedelta(days=1)))
    assert tally(acts, NOW) == {("answer", RECEIVED): 2}
    assert tally(acts, NOW, days=1000) == {("answer", RECEIVED): 4}


def test_facts_say_how_often_and_which_way() -> None:
    found = balance(
        {("like", GIVEN): 9, ("answer", RECEIVED): 3, ("answer", GIVEN): 1, ("thanks", GIVEN): 0}
    )
    assert found.facts == (Fact("answer", 1, 3, 0), Fact("like", 9, 0, 0))
    assert found.out == pytest.approx(3.9)
    assert found.into == 9
    assert found.share == pytest.approx(3.9 / 12.9)
    assert found.reciprocity == pytest.approx(7.8 / 12.9)


def test_a_meeting_is_given_by_both() -> None:
    found = balance({("meeting", MUTUAL): 2})
    assert (found.share, found.reciprocity) == (0.5, 1.0)


@pytest.mark.parametrize("counted", [{}, {("question", GIVEN): 4}, {("answer", GIVEN): 0}])
def test_where_nothing_passed_nothing_is_said(counted: dict[tuple[str, str], int]) -> None:
    found = balance(counted)
    assert found.share is None
    assert found.reciprocity is None


@given(TALLIES, TALLIES)
def test_voices_add_up_to_the_whole(
    one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]
) -> None:
    both, parts = balance(one + other), (balance(one), balance(other))
    assert both.out == pytest.approx(sum(part.out for part in parts))
    assert both.into == pytest.approx(sum(part.into for part in parts))
    if both.share is not None and both.reciprocity is not None:
        assert both.reciprocity == pytest.approx(2 * min(both.share, 1 - both.share))
