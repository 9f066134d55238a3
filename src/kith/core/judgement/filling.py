"""Filling a session, one step after the other."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from kith.core.judgement.candidates import Table
from kith.core.judgement.matrix import Doubles, Flags, Floats, Ints, Matrix
from kith.core.judgement.novelty import squash, thresholds
from kith.core.judgement.signals.novelty import REPEATED
from kith.core.judgement.similarity import Index, nearest_to
from kith.core.judgement.space import Space

OWED, VALUE, GIVEN, BRIDGE, EXPLORATION = "owed", "value", "give", "bridge", "exploration"  # slots
A_VOICE = 2  # steps of one voice
LONG = 20.0  # minutes from which there is a bridge, and of each further give


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How alike the texts of candidates are, asked one candidate at a time."""

    rows: Matrix
    places: Ints  # of the rows among the candidates
    index: Index | None
    limits: Floats
    n: int  # candidates
    known: dict[int, Doubles] = field(default_factory=dict)  # two sessions ask much the same

    @classmethod
    def of(cls, table: Table, space: Space | None, matrix: Matrix | None) -> Self:
        """Of the candidates that have a text."""
        if space is None or matrix is None:
            none = Matrix.of([])
            return cls(none, np.zeros(0, np.int64), None, thresholds(none), len(table.places))
        places = np.flatnonzero(table.row >= 0)
        rows = matrix.take(table.row[places])
        return cls(rows, places, Index.of(space, rows), thresholds(rows), len(table.places))

    def repeated(self, candidate: int) -> Doubles:
        """How redundant each candidate is once this one was read, 0 to 1."""
        if candidate not in self.known:
            self.known[candidate] = self._repeated(candidate)
        return self.known[candidate]

    def _repeated(self, candidate: int) -> Doubles:
        found = np.zeros(self.n)
        at = np.flatnonzero(self.places == candidate)
        if self.index is not None and len(at):
            likeness = nearest_to(self.rows.take(at), self.index)
            found[self.places] = squash(likeness, self.limits)
        return found


@dataclass(slots=True, eq=False)
class Session:
    """Steps taken so far. `taken` holds candidates of the table, their slots and gains."""

    table: Table
    likeness: Likeness
    minutes: float
    used: float = 0.0
    taken: list[tuple[int, str, float]] = field(default_factory=list)

    @property
    def gain(self) -> float:
        """Of all steps together."""
        return sum(gain for _, _, gain in self.taken)

    def filled(self) -> Self:
        """A give and a bridge where there are any, then the largest gain a minute while it fits."""
        if not self._has(self.table.give):
            self._take_best(self.table.give, GIVEN)
        if self.minutes >= LONG and not self._has(self.table.bridge):
            self._take_best(self.table.bridge, BRIDGE)
        while self._take_best(np.ones(len(self.table.places), dtype=np.bool_), VALUE):
            pass
        return self

    def take(self, one: int, slot: str = VALUE) -> None:
        """Add a step that fits."""
        gain = float(self.gains()[one])
        self.used += float(self.table.cost[one])
        self.taken.append((one, OWED if self.table.owed[one] else slot, gain))

    def give_up(self, one: int) -> None:
        """Take a step back."""
        self.used -= float(self.table.cost[one])
        self.taken = [step for step in self.taken if step[0] != one]

    def least(self) -> int | None:
        """The step to read of the least gain that has no slot of its own."""
        reading = self.table.reading
        free = [(gain, one) for one, slot, gain in self.taken if slot == VALUE and reading[one]]
        return min(free)[1] if len(free) > 1 else None

    def gains(self) -> Doubles:
        """What each candidate would add: its value, but for what it repeats of the session."""
        read = repeated = self.table.read
        for one, _, _ in self.taken:
            repeated = np.maximum(repeated, self.likeness.repeated(one))
        found: Doubles = self.table.value * (1 - REPEATED * repeated) / (1 - REPEATED * read)
        return found

    def fitting(self) -> Flags:
        """Which candidates could be taken next."""
        table = self.table
        fits = self.used + table.cost <= self.minutes + 1e-9
        chosen = [one for one, _, _ in self.taken]
        voices = table.voice[[one for one in chosen if not table.owed[one]]]
        often = [voice for voice in set(voices.tolist()) if (voices == voice).sum() >= A_VOICE]
        held = np.isin(table.voice, [voice for voice in often if voice >= 0])
        if table.give[chosen].sum() >= max(1, self.minutes // LONG):
            held |= table.give
        fits &= table.owed | ~held
        fits[chosen] = False
        return fits

    def _has(self, flags: Flags) -> bool:
        return any(flags[one] for one, _, _ in self.taken)

    def _take_best(self, among: Flags, slot: str) -> bool:
        rates = np.where(self.fitting() & among, self.gains() / self.table.cost, -1)
        best = int(np.argmax(np.round(rates, 9)))
        if rates[best] <= 0:
            return False
        self.take(best, slot)
        return True
