"""How near entries come to what was read before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from kith.core.judgement.matrix import Floats, Matrix
from kith.core.judgement.novelty import THRESHOLD, squash, threshold
from kith.core.judgement.score import DIGITS, Judgement
from kith.core.judgement.signals import novelty
from kith.core.judgement.similarity import Index, nearest
from kith.core.judgement.space import Space
from kith.queries.judging import candidates
from kith.queries.judging.candidates import Heard, Held


@dataclass(frozen=True, slots=True)
class Near:
    """What was read and is nearest to an entry."""

    likeness: float
    read: int  # its number, 0 where nothing is like it
    words: int  # of the entry


NOTHING = Near(0.0, 0, 0)


@dataclass(frozen=True, slots=True)
class Limit:
    """From which likeness on an entry says the same."""

    base: float = THRESHOLD  # of this installation
    read: int = 1  # how many were read: of many, one is near by chance

    def redundancies(self, near: Sequence[Near]) -> Floats:
        """How much of each entry was read before, 0 to 1."""
        likeness = np.array([one.likeness for one in near], dtype=np.float32)
        words = np.array([one.words for one in near], dtype=np.float32)
        found = squash(likeness, threshold(words, self.base, self.read))
        return np.where([one.read > 0 for one in near], found, np.float32(0)).astype(np.float32)

    def redundancy(self, near: Near) -> float:
        """How much of one entry was read before."""
        return float(self.redundancies([near])[0])


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What entries were compared with, and what of it is nearest to each."""

    near: Mapping[int, Near]  # by entry
    covers: frozenset[int]  # what was read that they were compared with
    texts: Held  # whole ones, of all these

    def without(self, edited: Collection[int]) -> "Compared":
        """But for some entries, which say something else by now."""
        gone = set(edited) & self.texts.rows.keys()
        if not gone:
            return self
        return Compared(
            {one: near for one, near in self.near.items() if not {one, near.read} & gone},
            self.covers - gone,
            Held(
                {one: row for one, row in self.texts.rows.items() if one not in gone},
                self.texts.matrix,
            ),
        )


NEVER = Compared({}, frozenset(), Held({}, Matrix.of([])))


def compared(
    before: Compared, space: Space, entries: Sequence[int], read: Collection[int]
) -> Compared:
    """Compare entries with what was read.

    Only what is new is compared: entries that were not before, and what was read since.
    """
    near = {
        entry: known
        for entry in entries
        if (known := before.near.get(entry)) and (known.read in read or not known.read)
    }
    texts = _texts(before.texts, space, [*entries, *read]) if read else NEVER.texts
    fresh = [entry for entry in entries if entry not in near]
    since = [entry for entry in read if entry not in before.covers]
    near |= _nearest(space, list(near), since, texts, near)
    near |= dict.fromkeys(fresh, NOTHING) | _nearest(space, fresh, list(read), texts)
    return Compared(near, frozenset(read), texts)


def _texts(known: Held, space: Space, entries: Iterable[int]) -> Held:
    """The whole texts of entries; those that are known are not read again."""
    wanted = dict.fromkeys(entries)
    new = candidates.whole(entry for entry in wanted if entry not in known.rows)
    if new.rows:
        first = len(known.matrix)
        added = {entry: first + row for entry, row in new.rows.items()}
        known = Held({**known.rows, **added}, space.joined(known.matrix, new.matrix))
    if len(known.matrix) <= 2 * len(wanted):
        return known
    there = [entry for entry in wanted if entry in known.rows]
    taken = space.some(known.matrix, np.array([known.rows[one] for one in there], dtype=np.int64))
    return Held({entry: row for row, entry in enumerate(there)}, taken)


def nearest_read(space: Space, entries: Sequence[int], read: Sequence[int]) -> dict[int, Near]:
    """What of `read` is nearest to each entry, by the whole texts."""
    texts = candidates.whole([*entries, *read]) if entries and read else NEVER.texts
    return dict.fromkeys(entries, NOTHING) | _nearest(space, entries, read, texts)


def _nearest(
    space: Space,
    entries: Sequence[int],
    read: Sequence[int],
    texts: Held,
    known: Mapping[int, Near] = MappingProxyType({}),
) -> dict[int, Near]:
    """What of `read` is nearest to each entry; where it is no nearer than what is known, or where
    nothing is like it, nothing is said.
    """
    rows, others = ([one for one in some if one in texts.rows] for some in (entries, read))
    if not rows or not others:
        return {}
    matrix, held = (
        space.some(texts.matrix, np.array([texts.rows[one] for one in some], dtype=np.int64))
        for some in (rows, others)
    )
    closest = nearest(matrix, Index.of(space, held))
    least = [known[one].likeness if one in known else 0.0 for one in rows]
    nearer = np.flatnonzero(closest.likeness[:, 0] > np.array(least, dtype=np.float32))
    lengths = matrix.words.lengths
    return {
        rows[row]: Near(
            float(closest.likeness[row, 0]), others[int(closest.places[row, 0])], int(lengths[row])
        )
        for row in nearer.tolist()
    }


def with_novelty(
    verdict: Judgement, heard: Sequence[Heard], near: Mapping[int, Near], limit: Limit
) -> Judgement:
    """The verdict, with what was read before lowered."""
    weight = verdict.weights[novelty.SIGNAL.name]
    found = {row: near[one.entry] for row, one in enumerate(heard) if one.entry in near}
    redundancy = np.zeros(len(verdict.value), dtype=np.float32)
    redundancy[list(found)] = limit.redundancies(list(found.values()))
    entries = replace(verdict.entries, redundancy=redundancy)
    if not weight or not len(heard):
        return replace(verdict, entries=entries)
    part: Floats = np.float32(weight) * np.log(novelty.SIGNAL.factor(entries))
    value = np.round(verdict.value * np.exp(part), DIGITS)
    parts = {**verdict.parts, novelty.SIGNAL.name: part}
    return replace(verdict, entries=entries, value=value, parts=parts)
