"""How far two have come, and what would come next."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.core import ladder
from kith.core.exchanges import GIVEN, KINDS, MUTUAL, RECEIVED, Tally
from kith.core.ladder import (
    COLLABORATING,
    CONNECTED,
    CONVERSING,
    FACTS,
    FOLLOWING,
    NOTICED,
    STAGES,
    STEPS,
    Rung,
    acts,
    next_step,
    rung,
)

FIRST: Tally = Counter({("comment", GIVEN): 2})
SPOKEN_TO: Tally = Counter({("thanks", RECEIVED): 1})
ANSWERED: Tally = FIRST + SPOKEN_TO
MET: Tally = Counter({("meeting", MUTUAL): 1})
MADE: Tally = ANSWERED + Counter({("collaboration", MUTUAL): 2})


@pytest.mark.parametrize(
    ("counted", "followed", "expected", "step"),
    [
        (Counter(), False, Rung(NOTICED, "nothing-yet"), "follow"),
        (Counter(), True, Rung(FOLLOWING, "followed"), "say-hello"),
        (Counter({("like", GIVEN): 30}), True, Rung(FOLLOWING, "followed"), "say-hello"),
        (FIRST, True, Rung(CONNECTED, "given", 2), "ask"),
        (SPOKEN_TO, False, Rung(CONNECTED, "received", 1), "reply"),
        (SPOKEN_TO + Counter({("reply", GIVEN): 1}), True, Rung(CONNECTED, "both", 2), "go-on"),
        (ANSWERED, True, Rung(CONVERSING, "both", 3), "meet"),
        (MET, False, Rung(CONVERSING, "met", 1), "make-together"),
        (MADE, True, Rung(COLLABORATING, "made-together", 2), "credit"),
    ],
)
def test_a_stage_rests_on_what_was_done(
    counted: Tally, followed: bool, expected: Rung, step: str
) -> None:
    known = acts(counted, followed=followed)
    assert rung(known) == expected
    assert next_step(known, rung(known)).code == step


def test_the_readers_own_word_stands() -> None:
    known = acts(ANSWERED, followed=True)
    assert rung(known, own=COLLABORATING) == Rung(COLLABORATING, "own-word", derived=CONVERSING)
    assert rung(known, own=CONVERSING) == rung(known)


@pytest.mark.parametrize(
    ("kind", "counted", "expected"),
    [
        ("community", Counter(), ("take-part", CONNECTED)),
        ("community", FIRST, ("answer-there", CONVERSING)),
        ("community", MADE, ("answer-there", COLLABORATING)),
        ("publication", Counter(), ("comment", CONNECTED)),
        ("publication", ANSWERED, ("comment", CONVERSING)),
    ],
)
def test_nobody_meets_a_publication(kind: str, counted: Tally, expected: tuple[str, str]) -> None:
    known = acts(counted, followed=True)
    found = next_step(known, rung(known), kind)
    assert (found.code, found.towards) == expected


_ANY = [(kind.code, direction) for kind in KINDS.values() for direction in kind.directions]
TALLIES = st.dictionaries(st.sampled_from(_ANY), st.integers(0, 4)).map(Counter)


@given(TALLIES, TALLIES, st.booleans(), st.sampled_from(["", *STAGES]))
def test_more_exchanges_never_lead_down(one: Tally, more: Tally, followed: bool, own: str) -> None:
    before, after = (rung(acts(n, followed=followed)) for n in (one, one + more))
    assert after.height >= before.height
    assert before.fact in FACTS
    for kind in ("person", "community", "publication"):
        known = acts(one, followed=followed)
        step = next_step(known, rung(known, own), kind)
        assert step.code in STEPS
        assert STAGES.index(step.towards) >= rung(known, own).height


def test_every_step_can_come() -> None:
    came = {
        next_step(known, rung(known), kind).code
        for counted in (Counter(), FIRST, SPOKEN_TO, ANSWERED, SPOKEN_TO + SPOKEN_TO, MET, MADE,
                        SPOKEN_TO + Counter({("reply", GIVEN): 1}))
        for followed in (False, True)
        for kind in ("person", "community", "publication")
        for known in [acts(counted, followed=followed)]
    }  # fmt: skip
    assert came == set(ladder.STEPS)


def test_the_ground_is_prepared_by_giving_and_by_talking() -> None:
    asked: Tally = Counter({("question", GIVEN): 2})
    assert ladder.ground(Counter()) == ladder.Ground(False, False, False)
    assert ladder.ground(Counter({("like", GIVEN): 9})) == ladder.Ground(False, False, False)
    assert ladder.ground(asked) == ladder.Ground(True, False, False)
    assert ladder.ground(asked + Counter({("answer", RECEIVED): 1})).conversed
    assert not ladder.ground(asked + SPOKEN_TO).prepared
    assert ladder.ground(ANSWERED).prepared
    assert ladder.ground(MET).prepared
