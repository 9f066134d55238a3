"""How strong a tie is, and how it stands."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core import ties
from kith.core.exchanges import GIVEN, KINDS, MUTUAL, RECEIVED, Act
from kith.core.ties import CLOSE, COOLING, GRADES, QUIET, WARM, Contact, contact, grade

NOW = datetime(2026, 3, 27, 12, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def talk(days: list[float], *, chat: bool = False) -> list[Act]:
    """Comments, to and fro."""
    return [
        Act("comment", GIVEN if n % 2 else RECEIVED, ago(day), chat) for n, day in enumerate(days)
    ]


def test_an_exchange_fades_by_half_in_14_days_where_talk_is_quick_and_in_90_elsewhere() -> None:
    acts = [Act("comment", GIVEN, ago(90)), Act("comment", GIVEN, ago(14), chat=True)]
    acts.append(Act("like", RECEIVED, ago(28)))  # there is no slow like
    found = contact(acts, NOW)
    assert (found.slow, found.chat) == pytest.approx((0.5, 0.75))
    assert (found.days, found.given, found.received, found.exchanges) == (3, 2, 1, 3)
    assert found.last == ago(14)


def test_a_mutual_exchange_is_an_act_of_both() -> None:
    found = contact([Act("meeting", MUTUAL, ago(1))], NOW)
    assert (found.given, found.received, found.exchanges) == (1, 1, 1)


def test_the_strength_is_that_of_the_formula() -> None:
    inner = (
        1.6 * math.log(4) + 0.6 * math.log(7) + 0.8 * math.log(4) + 0.9 * math.log(4)
        - 0.55 * math.log(7) - 4.5
    )  # fmt: skip
    assert ties.strength(3.0, 6.0, 3.0, 3.0, 6.0) == pytest.approx(1 / (1 + math.exp(-inner)))
    columns = (np.array([float(n), 0.0]) for n in (3, 6, 3, 3, 6))
    found = ties.strength(*columns)
    assert found[0] == pytest.approx(0.54, abs=0.02)
    assert found[1] == pytest.approx(1 / (1 + math.exp(4.5)))


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([], QUIET),
        (talk([1]), WARM),
        (talk([1, 8, 15, 22, 29, 36, 43, 50, 57, 64, 71, 78]), CLOSE),
        (talk([1, 8, 15, 22, 29, 36, 43, 50, 57, 64, 71, 78])[::2], WARM),  # only one ever spoke
        (talk([100]), COOLING),
        (talk([280]), QUIET),
        (talk([20], chat=True), COOLING),
        (talk([45], chat=True), QUIET),
        (talk([400, 420, 440, 460, 480, 500, 520, 540]), COOLING),
    ],
)
def test_four_plain_grades(acts: list[Act], expected: str) -> None:
    assert grade(contact(acts, NOW), NOW) == expected


def test_what_has_not_been_yet_does_not_count() -> None:
    assert contact([Act("meeting", MUTUAL, ago(-1))], NOW) == Contact(NOW)


def test_the_past_cannot_be_added_afterwards() -> None:
    known = contact(talk([3]), NOW)
    with pytest.raises(ValueError, match="order of time"):
        ties.with_act(known, Act("comment", GIVEN, ago(4)))


ACTS = st.lists(
    st.builds(
        Act,
        kind=st.sampled_from([code for code, kind in KINDS.items() if GIVEN in kind.directions]),
        direction=st.sampled_from([GIVEN, RECEIVED]),
        at=st.integers(0, 2000).map(ago),
        chat=st.booleans(),
    ),
    max_size=30,
)


@given(ACTS, st.integers(0, 30))
def test_what_was_summed_up_can_be_faded_and_added_to_later(acts: list[Act], cut: int) -> None:
    acts.sort(key=lambda act: act.at)
    known = contact(acts[:cut], acts[:cut][-1].at if acts[:cut] else ago(2000))
    for act in acts[cut:]:
        known = ties.with_act(ties.at(known, act.at), act)
    whole, later = contact(acts, NOW), ties.at(known, NOW)
    assert (later.chat, later.slow) == pytest.approx((whole.chat, whole.slow))
    assert (later.days, later.exchanges, later.last) == (whole.days, whole.exchanges, whole.last)


@given(ACTS, st.integers(0, 1000), st.integers(0, 1000))
def test_without_a_new_exchange_a_tie_only_fades(acts: list[Act], one: int, other: int) -> None:
    known, (first, later) = contact(acts, NOW), sorted((one, other))
    days = [NOW + timedelta(days=n) for n in (first, later)]
    assert ties.strength_of(known, days[0]) >= ties.strength_of(known, days[1])
    assert GRADES.index(grade(known, days[0])) <= GRADES.index(grade(known, days[1]))


@given(ACTS)
def test_a_new_exchange_never_weakens(acts: list[Act]) -> None:
    known = contact(acts, NOW)
    more = ties.with_act(known, Act("comment", GIVEN, NOW))
    assert 0 < ties.strength_of(known, NOW) < ties.strength_of(more, NOW) < 1
    assert grade(more, NOW) in (CLOSE, WARM)
