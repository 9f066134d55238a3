"""Sums over sparse rows, for several vectors in one pass.

To look a number up costs more than to add it. Two vectors are therefore looked up at once: each as
whole numbers of 32 bits, two in one of 64, which one addition adds both. Whole numbers add up
exactly, in whatever order and company.

Small tables are looked up faster than large ones. Where vectors have values for some numbers of a
vocabulary only, their tables hold these, and each number is first turned into its place in them.
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from kith.core.judgement.matrix import AT_ONCE, Block, Doubles, Floats, Ints, Places, row_sums

_ROWS = 1 << 14  # that are summed before their sums are told apart again
_CELLS = 1 << 16  # values that are looked up in one go, in all tables
_ROOM = 2.0**31 - 2**20  # what a sum may reach, but for what rounding adds
_LONGEST = 1024  # numbers in a row, or the next power of 2 that holds the longest
_REPEATED = 3  # times that a number stands in a row at most


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Vectors as whole numbers, two in one table each."""

    scales: Doubles  # shape (k,)
    tables: Ints  # shape ((k + 1) / 2, numbers)
    longest: int  # row that can be added up
    place: npt.NDArray[Any] | None = None  # shape (size,), of a number in the tables; else itself

    @classmethod
    def of(
        cls,
        vectors: npt.NDArray[np.float32],
        longest: int = _LONGEST,
        place: npt.NDArray[Any] | None = None,
    ) -> Self:
        """For rows of `longest` numbers at the most."""
        scales = _scales(vectors, longest)
        factors = scales.astype(np.float32)[:, np.newaxis]
        whole = np.rint(vectors * factors).astype(np.int64)
        if len(whole) % 2:
            whole = np.concatenate((whole, np.zeros_like(whole[:1])))
        return cls(scales, whole[::2] + (whole[1::2] << 32), longest, place)


def sums(
    block: Block,
    vectors: npt.NDArray[np.float32] | Tables,
    place: npt.NDArray[Any] | None = None,
) -> Floats:
    """For each vector (one value a number of the vocabulary, or one a `place` of numbers) and each
    row the sum of the values of its numbers, shape (k, n). A number stands three times in a row at
    most, as in `Features`.
    """
    longest = int(block.lengths.max(initial=0))
    if not isinstance(vectors, Tables):
        given = Tables.of(vectors, max(_LONGEST, 1 << (longest - 1).bit_length()), place)
    elif longest <= vectors.longest:
        given = vectors
    else:
        raise ValueError("a row is too long for these tables")
    found = np.empty((len(given.scales), len(block)), dtype=np.float32)
    scales = given.scales[:, np.newaxis]
    for first in range(0, len(block), _ROWS):
        last = min(first + _ROWS, len(block))
        summed = _summed(block.slice(first, last), given)
        low = summed.astype(np.int32)  # it has a sign of its own
        high = (summed - low) >> 32
        found[::2, first:last] = low / scales[::2]
        found[1::2, first:last] = high[: len(found) // 2] / scales[1::2]
    return found


def _scales(vectors: npt.NDArray[np.float32], longest: int) -> Doubles:
    """By what values become whole numbers, so that no sum can leave its room: a power of two.

    A sum of L values is at most L times the largest, and at most the length of the vector times
    that of the row (Cauchy and Schwarz).
    """
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors)).astype(np.float64)
    largest = np.abs(vectors).max(axis=1, initial=0).astype(np.float64)
    most = np.minimum(largest * longest, length * (_REPEATED * longest) ** 0.5)
    return np.asarray(np.exp2(np.floor(np.log2(_ROOM / np.maximum(most, 1e-20)))))


def _summed(block: Block, given: Tables) -> Ints:
    """The sums of each table, shape (tables, rows)."""
    tables = len(given.tables)
    sums = np.empty((tables, len(block)), dtype=np.int64)
    places = Places(block, given.place)
    held = np.empty(tables * places.room, dtype=np.int64)
    full = bool(block.lengths.all())
    for first, last in block.pieces(min(AT_ONCE, _CELLS // tables)):
        numbers, starts = places.of(first, last)
        values = held[: tables * len(numbers)].reshape(tables, -1)
        given.tables.take(numbers, axis=1, out=values, mode="wrap")
        if full:
            np.add.reduceat(values, starts[:-1], axis=1, out=sums[:, first:last])
        else:
            sums[:, first:last] = row_sums(values, starts)
    return sums
