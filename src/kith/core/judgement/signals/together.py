"""What several interests ask of the same entries, worked out in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kith.core.judgement.features import GRAMS, WORDS
from kith.core.judgement.matrix import Block, Floats, Ints, Matrix
from kith.core.judgement.profile import Profile, Vector
from kith.core.judgement.proofs import borne_out
from kith.core.judgement.sums import sums


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Numbers of entries that an interest names, row by row, with their weights."""

    rows: Ints
    numbers: Ints
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The words of entries that tell some interest anything, by their places in `numbers`.

    Most tell nothing, but for the mean, which is the same for all.
    """

    numbers: Ints  # sorted, of all interests
    block: Block  # of places in them, from 1 on

    def at(self, vector: Vector) -> Floats:
        """The values of a vector by place."""
        return np.append(np.float32(0), vector.of(self.numbers))


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
        told = self._told
        weights = told.at(profile.asked)
        hits = told.block.hits(weights > 0)
        rows = np.searchsorted(told.block.starts, hits, side="right") - 1
        places = told.block.numbers[hits]
        numbers, usual = told.numbers[places - 1], profile.space.words.usual
        true = borne_out(self.matrix, rows, numbers, usual, profile.proofs)
        return Hits(rows[true], numbers[true], weights[places[true]])

    def _place(self, profile: Profile) -> int:
        return next(place for place, one in enumerate(self.profiles) if one is profile)

    @cached_property
    def _told(self) -> Told:
        numbers = np.unique(np.concatenate([one.words.numbers for one in self.profiles]))
        place = np.zeros(WORDS, dtype=np.int32)
        place[numbers] = np.arange(1, len(numbers) + 1)
        return Told(numbers, self.matrix.words.placed(place))

    @cached_property
    def _words(self) -> Floats:
        side = self.profiles[0].space.words
        vectors = np.stack([self._told.at(one.words) for one in self.profiles])
        found = sums(self._told.block, vectors)
        level = side.levels(self.matrix.words)
        for row, profile in zip(found, self.profiles, strict=True):
            row -= np.float32(profile.share) * level
        return found

    @cached_property
    def _letters(self) -> Floats:
        level = self.profiles[0].space.grams.level
        vectors = [one.grams.dense(GRAMS) - np.float32(one.share) * level for one in self.profiles]
        return sums(self.matrix.grams, np.stack(vectors))
