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
        return np.asarray(self._told[0][self._place(profile)])

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
        rows = np.flatnonzero(self._told[1] > 0)
        few, wanted = self.matrix.words.take(rows), np.zeros(len(self._side.idf), dtype=np.bool_)
        wanted[self._asked] = True
        hits = np.flatnonzero(wanted[few.numbers])
        return rows[few.rows()[hits]], few.numbers[hits].astype(np.int64)

    @property
    def _side(self) -> Side:
        return self.profiles[0].space.words

    @cached_property
    def _asked(self) -> Ints:
        """The numbers that any interest names."""
        return np.unique(np.concatenate([one.asked.numbers for one in self.profiles]))

    @cached_property
    def _told(self) -> tuple[Floats, Floats]:
        """The products of each v with the words, and how often an entry says what any interest
        names.
        """
        named = Vector(self._asked, np.ones(len(self._asked), dtype=np.float32))
        vectors = [*(one.words for one in self.profiles), named]
        found = _products(self._side, self.matrix.words, vectors)
        return self._less_mean(found[:-1], self._side, self.matrix.words), found[-1]

    @cached_property
    def _letters(self) -> Floats:
        side, block = self.profiles[0].space.grams, self.matrix.grams
        vectors = [one.grams for one in self.profiles]
        return self._less_mean(_products(side, block, vectors), side, block)

    def _less_mean(self, products: Floats, side: Side, block: Block) -> Floats:
        """The same products, with the mean of everything heard taken from each v."""
        shares = np.array([one.share for one in self.profiles], dtype=np.float32)
        level = side.levels(block)
        for row, share in zip(products, shares, strict=True):
            row -= share * level
        return products


def _products(side: Side, block: Block, vectors: Sequence[Vector]) -> Floats:
    """Of each vector with each row, shape (k, n). What is in none of them is not looked at."""
    marked = np.zeros(len(side.idf), dtype=np.bool_)
    for one in vectors:
        marked[one.numbers] = True
    held = np.flatnonzero(marked)
    place = np.zeros(len(marked), dtype=np.min_scalar_type(len(held)))
    place[held] = np.arange(1, len(held) + 1)
    values = np.zeros((len(vectors), len(held) + 1), dtype=np.float32)
    for row, one in enumerate(vectors):
        values[row, place[one.numbers]] = one.values
    return sums(block, values, place)
