"""A few rows that many others are compared with, as a small dense table.

Of some dozen rows this is quicker than an inverted index: what the others do
not share with any of them is left out, and the rest is added up for all of them at once.
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from kith.core.judgement.matrix import Block, Floats, distinct
from kith.core.judgement.space import Side
from kith.core.judgement.sums import Tables, sums

MOST = 64  # rows
_LONGEST = 4096  # numbers that another row shares with them


@dataclass(frozen=True, slots=True, eq=False)
class Dense:
    """The values of the rows, number by number."""

    place: npt.NDArray[Any]  # shape (size,), of a number in `values`; 0 where none holds it
    values: Floats  # shape (m, held): idf^2 / length of the row, halved; the first is empty
    tables: Tables  # the same

    @classmethod
    def of(cls, side: Side, block: Block) -> Self:
        """Of a block with at most MOST rows."""
        norms, size = side.norms(block), len(side.idf)
        block = block.only(~side.common[block.numbers])
        numbers, inverse = distinct(block.numbers, size)
        rows, n, m = block.rows(), len(numbers), len(block)
        each = side.squares[block.numbers] / norms[rows] / 2
        place = np.zeros(size, dtype=np.min_scalar_type(n))
        place[numbers] = np.arange(1, n + 1)
        summed = np.bincount(inverse + 1 + rows * (n + 1), each, minlength=(n + 1) * m)
        values = summed.astype(np.float32).reshape(m, n + 1)
        return cls(place, values, Tables.of(values, _LONGEST))

    def dots(self, block: Block, norms: Floats) -> Floats:
        """The products of each row of a block with each of these, shape (n, m)."""
        if len(block) == 1:
            at = self.place.take(block.numbers)
            alone: Floats = self.values.take(at[at > 0], axis=1).sum(axis=1) / norms[0]
            return alone[np.newaxis]
        known = block.placed(self.place)
        fits = int(known.lengths.max(initial=0)) <= self.tables.longest
        return np.asarray(
            sums(known, self.tables if fits else self.values).T / norms[:, np.newaxis]
        )
