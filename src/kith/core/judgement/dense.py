"""A few rows that many others are compared with, as a small dense table.

Up to a hundred rows or so this is several times quicker than an inverted index: what the others do
not share with any of them is left out, and the rest is added up for all of them at once.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from kith.core.judgement.matrix import Block, Floats
from kith.core.judgement.space import Side
from kith.core.judgement.sums import sums

MOST = 128  # rows


@dataclass(frozen=True, slots=True, eq=False)
class Dense:
    """The values of the rows, number by number."""

    place: npt.NDArray[np.int32]  # shape (size,), of a number in `values`; 0 where none holds it
    values: Floats  # shape (m, held): idf^2 / length of the row, halved; the first is empty

    @classmethod
    def of(cls, side: Side, block: Block) -> Self:
        """Of a block with at most MOST rows."""
        block = block.only(~side.common[block.numbers])
        numbers, inverse = np.unique(block.numbers, return_inverse=True)
        rows, n, m = block.rows(), len(numbers), len(block)
        each = side.squares[block.numbers] / side.norms(block)[rows] / 2
        place = np.zeros(len(side.idf), dtype=np.int32)
        place[numbers] = np.arange(1, n + 1)
        values = np.bincount(inverse + 1 + rows * (n + 1), each, minlength=(n + 1) * m)
        return cls(place, values.astype(np.float32).reshape(m, n + 1))

    def dots(self, block: Block, norms: Floats) -> Floats:
        """The products of each row of a block with each of these, shape (n, m)."""
        at = self.place.take(block.numbers, mode="clip")
        shared = np.flatnonzero(at)
        if len(block) == 1:
            alone: Floats = self.values.take(at[shared], axis=1).sum(axis=1) / norms[0]
            return alone[np.newaxis]
        known = Block(np.searchsorted(shared, block.starts), at[shared])
        return np.asarray(sums(known, list(self.values)).T / norms[:, np.newaxis])
