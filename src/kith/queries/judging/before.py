"""How near entries come to what was read before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kith.core.judgement.features import Features
from kith.core.judgement.matrix import Floats, Matrix
from kith.core.judgement.novelty import THRESHOLD, squash, thresholds
from kith.core.judgement.score import DIGITS, Judgement
from kith.core.judgement.signals import novelty
from kith.core.judgement.similarity import Index, nearest
from kith.core.judgement.space import Space
from kith.queries.judging import candidates
from kith.queries.judging.candidates import Heard


@dataclass(frozen=True, slots=True)
class Near:
    """What was read and is nearest to an entry."""

    likeness: float
    read: int  # its number, 0 where nothing is like it
    threshold: float  # from which likeness on the entry says the same


NOTHING = Near(0.0, 0, THRESHOLD)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What entries were compared with, and what of it is nearest to each."""

    near: Mapping[int, Near]  # by entry
    covers: frozenset[int]  # what was read that they were compared with
    texts: Mapping[int, Features]  # whole ones, of all these

    def without(self, entries: Collection[int]) -> "Compared":
        """But for some entries, which say something else by now."""
        if not entries:
            return self
        return Compared(
            {one: near for one, near in self.near.items() if not {one, near.read} & set(entries)},
            self.covers - set(entries),
            {one: text for one, text in self.texts.items() if one not in entries},
        )


NEVER = Compared({}, frozenset(), {})


def compared(
    before: Compared, space: Space, base: float, entries: Sequence[int], read: Collection[int]
) -> Compared:
    """Compare entries with what was read; `base` is the threshold of this installation.

    Only what is new is compared: entries that were not before, and what was read since.
    """
    near = {
        entry: known
        for entry in entries
        if (known := before.near.get(entry)) and (known.read in read or not known.read)
    }
    texts = _texts(before.texts, {*entries, *read}) if read else {}
    fresh = [entry for entry in entries if entry not in near]
    since = [entry for entry in read if entry not in before.covers]
    later = _nearest(space, list(near), since, base, texts)
    for entry, other in later.items():
        near[entry] = max(near[entry], other, key=lambda one: one.likeness)
    near |= _nearest(space, fresh, list(read), base, texts)
    return Compared(near, frozenset(read), texts)


def _texts(known: Mapping[int, Features], entries: Collection[int]) -> dict[int, Features]:
    """The whole texts of entries; those that are known are not read again."""
    there = {entry: known[entry] for entry in entries if entry in known}
    return there | candidates.whole(entry for entry in entries if entry not in there)


def nearest_read(
    space: Space, entries: Sequence[int], read: Sequence[int], base: float
) -> dict[int, Near]:
    """What of `read` is nearest to each entry, by the whole texts."""
    texts = candidates.whole({*entries, *read}) if entries and read else {}
    return _nearest(space, entries, read, base, texts)


def _nearest(
    space: Space,
    entries: Sequence[int],
    read: Sequence[int],
    base: float,
    texts: Mapping[int, Features],
) -> dict[int, Near]:
    found = dict.fromkeys(entries, NOTHING)
    rows, others = ([one for one in some if one in texts] for some in (entries, read))
    if not rows or not others:
        return found
    matrix = Matrix.of(texts[one] for one in rows)
    closest = nearest(matrix, Index.of(space, Matrix.of(texts[one] for one in others)))
    told = zip(
        rows, closest.places[:, 0], closest.likeness[:, 0], thresholds(matrix, base), strict=True
    )
    for entry, place, likeness, threshold in told:
        if place >= 0:
            found[entry] = Near(float(likeness), others[place], float(threshold))
    return found


def with_novelty(verdict: Judgement, heard: Sequence[Heard], near: Mapping[int, Near]) -> Judgement:
    """The verdict, with what was read before lowered."""
    weight = verdict.weights[novelty.SIGNAL.name]
    found = {row: near[one.entry] for row, one in enumerate(heard) if one.entry in near}
    redundancy = np.zeros(len(verdict.value), dtype=np.float32)
    redundancy[list(found)] = _redundancies(list(found.values()))
    entries = replace(verdict.entries, redundancy=redundancy)
    if not weight or not len(heard):
        return replace(verdict, entries=entries)
    part: Floats = np.float32(weight) * np.log(novelty.SIGNAL.factor(entries))
    value = np.round(verdict.value * np.exp(part), DIGITS)
    parts = {**verdict.parts, novelty.SIGNAL.name: part}
    return replace(verdict, entries=entries, value=value, parts=parts)


def redundancy_of(near: Near) -> float:
    """How much of an entry was read before, 0 to 1."""
    return float(_redundancies([near])[0])


def _redundancies(near: Sequence[Near]) -> Floats:
    likeness = np.array([one.likeness for one in near], dtype=np.float32)
    found = squash(likeness, np.array([one.threshold for one in near], dtype=np.float32))
    return np.where([one.read > 0 for one in near], found, np.float32(0)).astype(np.float32)
