"""What several interests ask of the same entries, worked out in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from kith.core.judgement.matrix import Block, Floats, Ints, Matrix
from kith.core.judgement.profile import Profile
from kith.core.judgement.sums import sums


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Numbers of entries that some interest names, row by row."""

    rows: Ints
    numbers: Ints


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

    @cached_property
    def hits(self) -> Hits:
        """Where an entry says what any of the interests names."""
        block = self.matrix.words
        named = [profile.asked > 0 for profile in self.profiles]
        hits = block.hits(reduce(np.logical_or, named))
        rows = np.searchsorted(block.starts, hits, side="right") - 1
        return Hits(rows, block.numbers[hits].astype(np.int64))

    def _place(self, profile: Profile) -> int:
        return next(place for place, one in enumerate(self.profiles) if one is profile)

    @cached_property
    def _words(self) -> Floats:
        """Most words tell an interest nothing, but for the mean, which is the same for all."""
        held = reduce(np.logical_or, [profile.known for profile in self.profiles])
        block, side = self.matrix.words, self.profiles[0].space.words
        found = sums(block, [_telling(profile) for profile in self.profiles], held)
        level = side.levels(block)
        for row, profile in zip(found, self.profiles, strict=True):
            row -= np.float32(profile.share) * level
        return found

    @cached_property
    def _letters(self) -> Floats:
        block: Block = self.matrix.grams
        return sums(block, [profile.grams for profile in self.profiles])


def _telling(profile: Profile) -> Floats:
    """v without the mean: 0 but for what the reader acted on, or named."""
    level = profile.space.words.level
    found: Floats = (profile.words + np.float32(profile.share) * level) * profile.known
    return found
