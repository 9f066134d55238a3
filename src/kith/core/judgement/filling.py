"""Filling a session, one step after the other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from kith.core.judgement.candidates import Table
from kith.core.judgement.matrix import Doubles, Flags, Floats, Ints, Matrix
from kith.core.judgement.novelty import squash, threshold
from kith.core.judgement.signals.novelty import REPEATED
from kith.core.judgement.similarity import Beside
from kith.core.judgement.space import Space

OWED, VALUE, GIVEN, BRIDGE = "owed", "value", "give", "bridge"  # slots
RARE, EXPLORATION = "rare", "exploration"
A_VOICE = 2  # steps of one voice
FRONT = 250  # candidates that are compared with each other at first
LONG = 20.0  # minutes from which there is a bridge and a rare voice, and of each further give
READING = 0.5  # of the minutes, while there is something to read
WORTHWHILE = 0.25  # of the largest gain a minute: what a rare voice says must bring as much


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How alike the texts of candidates are, asked one candidate at a time.

    Most candidates are never looked at: what they repeat can only lower them, and others are worth
    more without it. Those in `front` are compared with each step, others once they would lead.
    """

    space: Space | None
    matrix: Matrix
    row: Ints  # shape (n,), of each candidate in the matrix; -1 without a text
    limits: Floats  # shape (n,), from which likeness on a text is the same
    some: Ints  # the candidates in front
    front: Flags  # shape (n,), whether a candidate is in front, or has no text
    beside: Beside | None  # those in front
    known: dict[int, Doubles] = field(default_factory=dict)  # two sessions ask much the same

    @classmethod
    def of(cls, table: Table, space: Space | None, matrix: Matrix | None) -> Self:
        """Of the candidates that have a text."""
        n, rows = len(table.places), Matrix.of([]) if matrix is None or space is None else matrix
        row = table.row if len(rows) else np.full(n, -1)
        found = np.flatnonzero(row >= 0)
        slots = table.give | table.bridge | table.rare
        first = (table.value / table.cost + np.where(slots, np.inf, 0))[found]
        order = found[np.argsort(-first, kind="stable")]
        front, limits = np.ones(n, dtype=np.bool_), np.ones(n, dtype=np.float32)
        front[order[FRONT:]] = False
        limits[found] = threshold(rows.words.lengths[row[found]].astype(np.float32))
        some = order[:FRONT]
        beside = Beside.of(space, rows.take(row[some])) if space else None
        return cls(space, rows, row, limits, some, front, beside)

    def repeated(self, candidate: int) -> Doubles:
        """How redundant each candidate of the front is once this one was read, 0 to 1."""
        if candidate not in self.known:
            self.known[candidate] = self._repeated(candidate)
        return self.known[candidate]

    def between(self, one: int, others: Sequence[int]) -> list[float]:
        """How redundant one candidate is once each of the others was read, 0 to 1."""
        read = [other for other in others if self.row[other] >= 0]
        if self.space is None or self.row[one] < 0 or not read:
            return []
        there = Beside.of(self.space, self.matrix.take(self.row[read]))
        likeness = there.likeness(self.matrix.row(int(self.row[one])))
        return [float(value) for value in squash(likeness, self.limits[one])]

    def _repeated(self, candidate: int) -> Doubles:
        found = np.zeros(len(self.row))
        if self.beside is not None and self.row[candidate] >= 0:
            row, place = self.matrix.row(int(self.row[candidate])), self.some == candidate
            if place.any():
                likeness = self.beside.likeness_of(row, int(place.argmax()))
            else:
                likeness = self.beside.likeness(row)
            found[self.some] = squash(likeness, self.limits[self.some])
        return found


@dataclass(slots=True, eq=False)
class Session:
    """Steps taken so far. `taken` holds candidates of the table, their slots and gains."""

    table: Table
    likeness: Likeness
    minutes: float
    used: float = 0.0
    taken: list[tuple[int, str, float]] = field(default_factory=list)
    repeated: Doubles = field(init=False)  # how redundant each candidate is by now, 0 to 1

    def __post_init__(self) -> None:
        self.repeated = self.table.read

    @property
    def gain(self) -> float:
        """Of all steps together."""
        return sum(gain for _, _, gain in self.taken)

    def filled(self) -> Self:
        """A give, a bridge, a rare voice where there are any, then the largest gain a minute while
        it fits. What is not reading waits until reading had its share.
        """
        if not self._has(self.table.give):
            self._take_best(self.table.give, GIVEN)
        if self.minutes >= LONG and not self._has(self.table.bridge):
            self._take_best(self.table.bridge, BRIDGE)
        if self.minutes >= LONG and not self._has(self.table.rare):
            self._take_best(self.table.rare, RARE, WORTHWHILE)
        while self._take_best(self._in_proportion(), VALUE):
            pass
        while self._take_best(np.ones(len(self.table.places), dtype=np.bool_), VALUE):
            pass
        return self

    def _in_proportion(self) -> Flags:
        """What leaves READING of the minutes to reading; what is owed may."""
        table = self.table
        others = sum(float(table.cost[one]) for one, _, _ in self.taken if not table.reading[one])
        fits = others + table.cost <= (1 - READING) * self.minutes + 1e-9
        return np.asarray(table.reading | table.owed | fits, dtype=np.bool_)

    def take(self, one: int, slot: str = VALUE) -> None:
        """Add a step that fits."""
        gain = float(self.gains()[one] if self.likeness.front[one] else self._gain(one))
        self.used += float(self.table.cost[one])
        self.taken.append((one, OWED if self.table.owed[one] else slot, gain))
        self.repeated = np.maximum(self.repeated, self.likeness.repeated(one))

    def give_up(self, one: int) -> None:
        """Take a step back."""
        self.used -= float(self.table.cost[one])
        self.taken = [step for step in self.taken if step[0] != one]
        self.repeated = self.table.read
        for other, _, _ in self.taken:
            self.repeated = np.maximum(self.repeated, self.likeness.repeated(other))

    def least(self) -> int | None:
        """The step to read of the least gain that has no slot of its own."""
        reading = self.table.reading
        free = [(gain, one) for one, slot, gain in self.taken if slot == VALUE and reading[one]]
        return min(free)[1] if len(free) > 1 else None

    def gains(self) -> Doubles:
        """What each candidate would add: its value, but for what it repeats of the session."""
        left = (1 - REPEATED * self.repeated) / (1 - REPEATED * self.table.read)
        found: Doubles = self.table.value * left
        return found

    def fitting(self) -> Flags:
        """Which candidates could be taken next."""
        table = self.table
        fits = self.used + table.cost <= self.minutes + 1e-9
        chosen = [one for one, _, _ in self.taken]
        times = Counter(table.voice[[one for one in chosen if not table.owed[one]]].tolist())
        held = np.zeros(len(fits), dtype=np.bool_)
        for voice in (voice for voice, n in times.items() if n >= A_VOICE and voice >= 0):
            held |= table.voice == voice
        if table.give[chosen].sum() >= max(1, self.minutes // LONG):
            held |= table.give
        fits &= table.owed | ~held
        fits[chosen] = False
        return fits

    def _has(self, flags: Flags) -> bool:
        return any(flags[one] for one, _, _ in self.taken)

    def _take_best(self, among: Flags, slot: str, least: float = 0.0) -> bool:
        """Whether one was taken: of the largest gain a minute among some, and not below `least` of
        the largest of all.
        """
        rates = self.gains() / self.table.cost
        floor = least * float(rates.max())
        rates = np.where(self.fitting() & among, rates, -1)
        best = self._best(rates)
        if rates[best] <= floor:
            return False
        self.take(best, slot)
        return True

    def _best(self, rates: Doubles) -> int:
        """The place of the largest rate; what is not in the front is compared once it leads."""
        looked: set[int] = set()
        while True:
            best = int(np.argmax(np.round(rates, 9)))
            if rates[best] <= 0 or self.likeness.front[best] or best in looked:
                return best
            looked.add(best)
            rates[best] = self._gain(best) / self.table.cost[best]

    def _gain(self, one: int) -> float:
        """What one candidate would add, wherever it stands."""
        read = float(self.table.read[one])
        repeated = max([read, *self.likeness.between(one, [other for other, _, _ in self.taken])])
        left = (1 - REPEATED * repeated) / (1 - REPEATED * read)
        return float(self.table.value[one]) * left
