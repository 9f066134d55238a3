"""The session."""

import random
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core.judgement import filling
from kith.core.judgement.plan import (
    A_VOICE,
    BETWEEN,
    BRIDGE,
    EXPLORATION,
    GIVE,
    GIVEN,
    GROW,
    OWED,
    PREPARE,
    RARE,
    READ,
    VALUE,
    Candidate,
    Plan,
    plan,
)
from tests.core.judgement.town import world

PIECES, HELD, SPACE = world()

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        minutes=st.floats(0, 30),
        value=st.floats(0, 2),
        voice=st.integers(-1, 4),
        group=st.sampled_from([READ, GIVE, GROW]),
        owed=st.booleans(),
        bridge=st.booleans(),
        doubt=st.floats(0, 1),
        row=st.integers(-1, 9),
        redundancy=st.floats(0, 1),
    ),
    max_size=30,
)


def chosen(found: Plan) -> list[int]:
    return [step.candidate for step in found.steps]


@given(CANDIDATES, st.floats(0, 60), st.integers(0, 9))
def test_the_minutes_are_never_exceeded(held: list[Candidate], minutes: float, seed: int) -> None:
    found = plan(held, minutes, space=SPACE, matrix=HELD, seed=seed)
    cost = sum(held[one].minutes + BETWEEN for one in chosen(found))
    assert found.minutes == pytest.approx(cost)
    assert found.minutes <= minutes + 1e-6
    assert len(set(chosen(found))) == len(found.steps)
    voices = Counter(held[one].voice for one in chosen(found) if not held[one].owed)
    assert all(number <= A_VOICE for voice, number in voices.items() if voice >= 0)
    assert all((step.slot == OWED) == held[step.candidate].owed for step in found.steps)
    assert found == plan(held, minutes, space=SPACE, matrix=HELD, seed=seed)


@given(
    st.lists(st.tuples(st.integers(1, 12), st.floats(0.01, 1)), min_size=1, max_size=9),
    st.integers(3, 30),
)
def test_the_plan_is_near_the_best_there_is(
    given_steps: list[tuple[int, float]], minutes: int
) -> None:
    held = [Candidate(float(cost), value) for cost, value in given_steps]
    best = max(
        sum(one.value for one in some)
        for number in range(len(held) + 1)
        for some in combinations(held, number)
        if sum(one.minutes + BETWEEN for one in some) <= minutes
    )
    assert plan(held, minutes).gain >= 0.5 * best - 1e-6


def test_more_value_and_fewer_minutes_come_first() -> None:
    held = [Candidate(5, 0.5), Candidate(5, 0.9), Candidate(2, 0.6), Candidate(9, 0.9)]
    assert chosen(plan(held, 8)) == [2, 1]


def test_one_great_thing_is_worth_more_than_a_trifle() -> None:
    held = [Candidate(1, 0.2), Candidate(10, 1.0)]
    assert chosen(plan(held, 10.5)) == [1]


def test_the_same_story_is_not_taken_twice() -> None:
    held = [Candidate(3, 0.9, voice=n, row=0) for n in range(3)]
    held += [Candidate(3, 0.5, voice=9, row=n) for n in range(1, 4)]
    found = plan(held, 10, space=SPACE, matrix=HELD)
    assert sum(one < 3 for one in chosen(found)) == 1
    assert len(found.steps) == 3


def test_what_was_read_already_is_not_counted_twice() -> None:
    one = Candidate(3, 0.4, row=0)
    known = replace(one, redundancy=1.0)
    assert plan([one, known], 10, space=SPACE, matrix=HELD).steps[1].gain == pytest.approx(0.4)


def test_a_loud_voice_leaves_room_for_a_rare_one() -> None:
    held = [Candidate(2, 0.9, voice=1) for _ in range(50)] + [Candidate(2, 0.2, voice=2)]
    assert Counter(held[one].voice for one in chosen(plan(held, 20))) == {1: 2, 2: 1}


def test_a_session_has_a_give_where_there_is_one() -> None:
    held = [Candidate(2, 0.9) for _ in range(20)]
    held += [Candidate(2, 0.1 * n, group=GIVE) for n in (1, 2, 3)]
    for minutes, number in ((5, 1), (20, 1)):
        found = plan(held, minutes)
        gives = [step for step in found.steps if held[step.candidate].group == GIVE]
        assert [step.slot for step in gives] == [GIVEN] * number
        assert gives[0].candidate == 22


def test_gives_do_not_crowd_out_the_reading() -> None:
    held = [Candidate(3, 0.5) for _ in range(9)]
    held += [Candidate(1, 0.9, group=GIVE) for _ in range(9)]
    for minutes, number in ((10, 1), (25, 1), (40, 2)):
        found = plan(held, minutes)
        assert sum(held[one].group == GIVE for one in chosen(found)) == number


def test_what_is_owed_is_bound_by_no_filter_and_comes_first() -> None:
    held = [Candidate(2, 1.5, voice=1, group=GIVE, owed=True) for _ in range(4)]
    held += [Candidate(2, 0.9, voice=1) for _ in range(4)]
    found = plan(held, 20)
    assert [step.slot for step in found.steps[:4]] == [OWED] * 4
    assert Counter(step.slot for step in found.steps) == {OWED: 4, VALUE: 2}


def test_a_bridge_from_twenty_minutes_on() -> None:
    held = [Candidate(3, 0.9) for _ in range(20)] + [Candidate(3, 0.05, bridge=True)]
    assert 20 not in chosen(plan(held, 19))
    slots = {step.candidate: step.slot for step in plan(held, 20).steps}
    assert slots[20] == BRIDGE


def test_a_voice_that_hardly_ever_speaks_has_a_place_from_twenty_minutes_on() -> None:
    held = [Candidate(3, 0.9, voice=n) for n in range(20)] + [Candidate(3, 0.3, rare=True)]
    assert 20 not in chosen(plan(held, 19))
    slots = {step.candidate: step.slot for step in plan(held, 20).steps}
    assert slots[20] == RARE
    held[20] = replace(held[20], value=0.2)
    assert 20 not in chosen(plan(held, 20)), "it is not worth the while"


def test_half_of_the_minutes_are_for_reading() -> None:
    held = [Candidate(2, 0.3) for _ in range(20)]
    held += [Candidate(2, 0.9, group=group) for group in (GROW, PREPARE) for _ in range(9)]
    found = plan(held, 20)
    assert sum(held[one].minutes for one in chosen(found) if held[one].group == READ) >= 9
    assert sum(held[one].group != READ for one in chosen(found)) == 4
    alone = plan(held[20:], 20)
    assert len(alone.steps) == 9, "where there is nothing to read, the rest fills the minutes"


def test_one_slot_in_ten_explores_where_the_value_is_least_certain() -> None:
    held = [Candidate(1, 0.9) for _ in range(30)]
    held += [Candidate(1, 0.3, doubt=0.0), Candidate(1, 0.3, doubt=1.0)]
    explored: Counter[int] = Counter()
    for seed in range(40):
        found = plan(held, 11.7, seed=seed)
        assert len(found.steps) == 10
        explored.update(step.candidate for step in found.steps if step.slot == EXPLORATION)
    assert explored == {31: 40}


def test_only_reading_is_given_up_for_it() -> None:
    held = [Candidate(1, 0.9) for _ in range(10)]
    held += [Candidate(1, 0.5, group=GROW), Candidate(1, 0.3, doubt=1.0)]
    for seed in range(10):
        slots = {step.candidate: step.slot for step in plan(held, 12.9, seed=seed).steps}
        assert (slots[10], slots[11]) == (VALUE, EXPLORATION)


def test_short_sessions_explore_now_and_then() -> None:
    held = [Candidate(2, 0.9) for _ in range(9)] + [Candidate(2, 0.3, doubt=1.0)]
    explored = sum(9 in chosen(plan(held, 11, seed=seed)) for seed in range(200))
    assert 60 < explored < 140  # a session of five: every second one


def test_odd_steps_are_left_out() -> None:
    odd = [
        Candidate(float("nan"), 1.0),
        Candidate(1, float("nan")),
        Candidate(1, float("inf")),
        Candidate(-5, 1.0),
        Candidate(1, -1.0),
        Candidate(1, 0.0),
    ]
    assert plan(odd, 60) == Plan((), 0.0, 0.0)
    assert plan([], 60) == Plan((), 0.0, 0.0)
    assert plan([Candidate(1, 1.0)], 0).steps == ()


def test_of_many_the_best_are_looked_at() -> None:
    dice = random.Random(2)
    held = [Candidate(dice.randint(1, 9), dice.random(), voice=n) for n in range(5000)]
    held[4321] = Candidate(2, 5.0)
    held[77] = Candidate(4, 0.001, group=GIVE)
    found = chosen(plan(held, 20))
    assert {77, 4321} <= set(found)


def test_a_plan_is_the_same_however_many_are_compared_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = random.Random(8)
    many = [
        Candidate(minutes=rng.choice([1, 2, 3, 5]), value=rng.random(), row=row, voice=row % 9)
        for row in range(len(PIECES))
    ]
    whole = plan(many, 30, space=SPACE, matrix=HELD, seed=3)
    for front in (1, 7, 40):
        monkeypatch.setattr(filling, "FRONT", front)
        found = plan(many, 30, space=SPACE, matrix=HELD, seed=3)
        assert [step.candidate for step in found.steps] == [one.candidate for one in whole.steps]
        assert found.gain == pytest.approx(whole.gain, abs=1e-6)
