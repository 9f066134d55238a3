"""The session: what fits into the minutes and is worth the most.

gain(i | S) = r_i (1 - .85 q(largest similarity to S and to what was read)). The step of the largest
gain a minute that still fits is taken next; a second plan begins with the best single step; the
better of both is kept (budgeted maximum coverage: Khuller, Moss and Naor 1999; Leskovec et al.
2007). Two steps a voice, one give, one bridge from 20 minutes on and one slot in ten for
exploration are filters, not weights.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kith.core.judgement.matrix import Matrix
from kith.core.judgement.space import Space

READ, GIVE, GROW, PREPARE = "read", "give", "grow", "prepare"  # groups
BETWEEN = 10 / 60  # minutes from one step to the next
A_VOICE = 2  # steps of one voice
BRIDGE_FROM = 20.0  # minutes
EXPLORED = 10  # one slot in so many


@dataclass(frozen=True, slots=True)
class Candidate:
    """One step that could be taken."""

    minutes: float  # without the 10 seconds between two steps
    value: float  # 0 and up; an owed step has one of its own, by date and reciprocity
    voice: int = -1  # -1 for none
    verb: str = "read"
    group: str = READ
    owed: bool = False  # a reply, a promise, a meeting: before what is only of interest
    bridge: bool = False  # from outside the reader's circles
    doubt: float = 0.0  # how uncertain the value is, 0 to 1; exploration is drawn by it
    row: int = -1  # of the matrix; -1 for a step without a text


@dataclass(frozen=True, slots=True)
class Picked:
    """One step of a plan."""

    candidate: int  # its place in what was given
    slot: str  # "owed", "value", "give", "bridge" or "exploration"
    gain: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A session."""

    steps: tuple[Picked, ...]  # in the order to take them in
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
    known = space is not None and matrix is not None and seed >= 0
    order = sorted(
        range(len(candidates)),
        key=lambda i: (
            -candidates[i].owed,
            -candidates[i].value / (candidates[i].minutes + BETWEEN),
            i,
        ),
    )
    voices: Counter[int] = Counter()
    used, steps = 0.0, []
    for i in order:
        one = candidates[i]
        cost = one.minutes + BETWEEN
        if used + cost > minutes or (one.voice >= 0 and voices[one.voice] >= A_VOICE):
            continue
        used += cost
        voices[one.voice] += 1
        steps.append(Picked(i, "owed" if one.owed and not known else "value", one.value))
    return Plan(tuple(steps), used, sum(step.gain for step in steps))
