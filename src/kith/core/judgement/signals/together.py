"""What several interests ask of the same entries, worked out in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kith.core.judgement.matrix import Block, Floats, Ints, Matrix
from kith.core.judgement.profile import Profile, Vector
from kith.core.judgement.proofs import borne_out
from kith.core.judgement.space import Side
from kith.core.judgement.sums import sums


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Numbers of entries that an interest names, row by row, with their weights."""

    rows: Ints
    numbers: Ints
    weights: Floats


@dataclass(frozen=True, eq=False)
class Together:
    """Some interests and the entries they are compared with."""

    profiles: Sequence[Profile]
    matrix: Matrix

    def words_of(self, profile: Profile) -> Floats:
        """The products of v with the words of each entry, shape (n,)."""
        return np.asarray(self._words[self._place(profile)])

    def letters_of(self, profile: Profile) -> Floats:
        """The products of v with the grams of each entry, shape (n,)."""
        return np.asarray(self._letters[self._place(profile)])

    def hits(self, profile: Profile) -> Hits:
        """Where an entry says what an interest names."""
        rows, numbers = self._named
        weights = profile.asked.of(numbers)
        mine = np.flatnonzero(weights > 0)
        rows, numbers, usual = rows[mine], numbers[mine], profile.space.words.usual
        true = borne_out(self.matrix, rows, numbers, usual, profile.proofs)
        return Hits(rows[true], numbers[true], weights[mine][true])

    def _place(self, profile: Profile) -> int:
        return next(place for place, one in enumerate(self.profiles) if one is profile)

    @cached_property
    def _named(self) -> tuple[Ints, Ints]:
        """Where an entry says what any interest names: rows and numbers."""
        words = self.matrix.words
        wanted = np.zeros(len(self.profiles[0].space.words.idf), dtype=np.bool_)
        for one in self.profiles:
            wanted[one.asked.numbers] = True
        hits = words.hits(wanted)
        rows = np.searchsorted(words.starts, hits, side="right") - 1
        return rows, words.numbers[hits].astype(np.int64)

    @cached_property
    def _words(self) -> Floats:
        side = self.profiles[0].space.words
        return self._products(side, self.matrix.words, [one.words for one in self.profiles])

    @cached_property
    def _letters(self) -> Floats:
        side = self.profiles[0].space.grams
        return self._products(side, self.matrix.grams, [one.grams for one in self.profiles])

    def _products(self, side: Side, block: Block, vectors: Sequence[Vector]) -> Floats:
        """Of each v with each row. What tells no interest anything counts by the mean alone, which
        is the same for all.
        """
        held = np.zeros(len(side.idf), dtype=np.bool_)
        for one in vectors:
            held[one.numbers] = True
        n = int(held.sum())
        place = np.zeros(len(held), dtype=np.min_scalar_type(n))
        place[held] = np.arange(1, n + 1)
        values = np.zeros((len(vectors), n + 1), dtype=np.float32)
        for row, one in enumerate(vectors):
            values[row, place[one.numbers]] = one.values
        found, level = sums(block, values, place), side.levels(block)
        for row, profile in zip(found, self.profiles, strict=True):
            row -= np.float32(profile.share) * level
        return found
