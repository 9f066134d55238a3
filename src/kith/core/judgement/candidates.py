"""What could be done in a session, and the best of it as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from kith.core.judgement.matrix import Doubles, Flags, Ints

READ, GIVE, GROW, PREPARE = "read", "give", "grow", "prepare"  # groups
BETWEEN = 10 / 60  # minutes from one step to the next
CUT = 1000  # candidates that are looked at closely


@dataclass(frozen=True, slots=True)
class Candidate:
    """One step that could be taken."""

    minutes: float  # without the 10 seconds between two steps
    value: float  # 0 and up; an owed step has one of its own, by date and reciprocity
    voice: int = -1  # -1 for none
    verb: str = "read"
    group: str = READ
    owed: bool = False  # a reply, a promise, a meeting
    bridge: bool = False  # from outside the reader's circles
    rare: bool = False  # of a voice that hardly ever speaks
    doubt: float = 0.0  # how uncertain the value is, 0 to 1; exploration is drawn by it
    row: int = -1  # of the matrix; -1 for a step without a text
    redundancy: float = 0.0  # that `value` reckons with already


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The candidates that could be taken at all, the CUT best of them, as arrays."""

    places: Ints  # of the candidates that were given
    cost: Doubles
    value: Doubles
    voice: Ints
    row: Ints
    read: Doubles
    doubt: Doubles
    owed: Flags
    bridge: Flags
    rare: Flags
    give: Flags
    reading: Flags

    @classmethod
    def of(cls, candidates: Sequence[Candidate], minutes: float) -> Self:
        """Of the candidates that fit into the minutes; NaN and infinite numbers do not."""
        cost = np.array([one.minutes for one in candidates], dtype=np.float64) + BETWEEN
        value = np.array([one.value for one in candidates], dtype=np.float64)
        places = _cut(candidates, cost, value, minutes)
        few = [candidates[place] for place in places.tolist()]
        return cls(
            places,
            cost=cost[places],
            value=value[places],
            voice=np.array([one.voice for one in few], dtype=np.int64),
            row=np.array([one.row for one in few], dtype=np.int64),
            read=np.array([one.redundancy for one in few], dtype=np.float64),
            doubt=np.array([one.doubt for one in few], dtype=np.float64),
            owed=np.array([one.owed for one in few], dtype=np.bool_),
            bridge=np.array([one.bridge for one in few], dtype=np.bool_),
            rare=np.array([one.rare for one in few], dtype=np.bool_),
            give=np.array([one.group == GIVE and not one.owed for one in few], dtype=np.bool_),
            reading=np.array([one.group == READ for one in few], dtype=np.bool_),
        )


def _cut(candidates: Sequence[Candidate], cost: Doubles, value: Doubles, minutes: float) -> Ints:
    """The places of the best, by value and by value a minute; all of those that have a slot."""
    fits = np.flatnonzero((cost <= minutes) & (cost >= BETWEEN) & (value > 0) & np.isfinite(value))
    if len(fits) <= CUT:
        return fits
    slots = [at for at in fits.tolist() if _has_slot(candidates[at])]
    by_value = fits[np.argsort(-value[fits], kind="stable")[: CUT // 2]]
    by_rate = fits[np.argsort(-np.round(value[fits] / cost[fits], 9), kind="stable")[: CUT // 2]]
    return np.unique(np.concatenate((by_value, by_rate, np.array(slots[:CUT], dtype=np.int64))))


def _has_slot(one: Candidate) -> bool:
    return one.group != READ or one.bridge or one.rare
