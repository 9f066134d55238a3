"""The session: what fits into the minutes and is worth the most.

gain(i | S) = r_i (1 - .85 q(largest similarity to S and to what was read)). The step of the largest
gain a minute that still fits is taken next; a second plan begins with the best single step; the
better of both is kept (budgeted maximum coverage: Khuller, Moss and Naor 1999; Leskovec et al.
2007). Filters, not weights: two steps a voice; a give in every session that has one to offer, and a
further one for each 20 minutes; a bridge from 20 minutes on, and a voice that hardly ever speaks;
half of the minutes to reading, while there is something to read; one slot in ten for exploration.
What is owed is bound by none of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kith.core.judgement.candidates import (
    BETWEEN,
    GIVE,
    GROW,
    PREPARE,
    READ,
    Candidate,
    Table,
)
from kith.core.judgement.filling import (
    A_VOICE,
    BRIDGE,
    EXPLORATION,
    GIVEN,
    LONG,
    OWED,
    RARE,
    VALUE,
    Likeness,
    Session,
)
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.space import Space

EXPLORED = 10  # one slot in so many

__all__ = [
    "A_VOICE",
    "BETWEEN",
    "BRIDGE",
    "EXPLORATION",
    "EXPLORED",
    "GIVE",
    "GIVEN",
    "GROW",
    "LONG",
    "OWED",
    "PREPARE",
    "RARE",
    "READ",
    "VALUE",
    "Candidate",
    "Picked",
    "Plan",
    "plan",
]


@dataclass(frozen=True, slots=True)
class Picked:
    """One step of a plan."""

    candidate: int  # its place in what was given
    slot: str  # OWED, VALUE, GIVEN, BRIDGE, RARE or EXPLORATION
    gain: float  # what it added


@dataclass(frozen=True, slots=True)
class Plan:
    """A session."""

    steps: tuple[Picked, ...]  # owed first, then in the order in which they were chosen
    minutes: float  # with the time between steps; never more than asked for
    gain: float


def plan(
    candidates: Sequence[Candidate],
    minutes: float,
    *,
    space: Space | None = None,
    matrix: Matrix | None = None,
    seed: int = 0,
) -> Plan:
    """The session for these minutes.

    `matrix` holds the features that `Candidate.row` points to, `space` their weights; without them
    steps are not compared with each other. `seed` draws the exploration: the same seed, the same
    plan.
    """
    table = Table.of(candidates, minutes)
    if not len(table.places):
        return Plan((), 0.0, 0.0)
    likeness = Likeness.of(table, space, matrix)
    greedy, single = (Session(table, likeness, minutes) for _ in range(2))
    single.take(int(np.argmax(np.round(table.value, 9))))
    best = max((greedy.filled(), single.filled()), key=lambda one: round(one.gain, 9))
    _explore(best, np.random.default_rng(seed))
    return _planned(best)


def _explore(session: Session, rng: np.random.Generator) -> None:
    """Give up the least of the steps that only value chose, for one that is less certain."""
    slots = len(session.taken) / EXPLORED
    for _ in range(int(slots) + bool(rng.random() < slots % 1)):
        least = session.least()
        if least is None:
            return
        session.give_up(least)
        doubt = np.where(session.fitting(), session.table.doubt * session.table.value, 0)
        doubt[least] = 0
        if doubt.sum() > 0:
            session.take(int(rng.choice(len(doubt), p=doubt / doubt.sum())), EXPLORATION)
        else:
            session.take(least)
            return


def _planned(session: Session) -> Plan:
    places = session.table.places
    steps = [Picked(int(places[one]), slot, gain) for one, slot, gain in session.taken]
    steps.sort(key=lambda step: step.slot != OWED)
    return Plan(tuple(steps), session.used, session.gain)
