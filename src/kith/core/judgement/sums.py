"""Sums over sparse rows, for several vectors in one pass.

To look a number up costs more than to add it. Two vectors are therefore looked up at once: each as
whole numbers of 32 bits, two in one of 64, which one addition adds both. Whole numbers add up
exactly, in whatever order and company.
"""

import math
from collections.abc import Sequence

import numpy as np

from kith.core.judgement.matrix import Block, Floats, Ints, Places, row_sums

_ROWS = 1 << 14  # that are summed before their sums are told apart again
_ROOM = 2.0**31 - 2**20  # what a sum may reach, but for what rounding adds
_LONGEST = 1024  # numbers in a row, or the next power of 2 that holds the longest
_REPEATED = 3  # times that a number stands in a row at most


def sums(block: Block, vectors: Sequence[Floats]) -> Floats:
    """For each vector (one value a number of the vocabulary) and each row the sum of the values of
    its numbers, shape (k, n). A number stands three times in a row at most, as in `Features`.
    """
    scales = [_scale(vector, block) for vector in vectors]
    whole = [_whole(*one) for one in zip(vectors, scales, strict=True)]
    tables = [_paired(whole[one : one + 2]) for one in range(0, len(whole), 2)]
    found = np.empty((len(vectors), len(block)), dtype=np.float32)
    for first in range(0, len(block), _ROWS):
        last = min(first + _ROWS, len(block))
        for pair, summed in enumerate(_summed(block.slice(first, last), tables)):
            low = summed.astype(np.int32)  # it has a sign of its own
            for place, one in enumerate((low, (summed - low) >> 32)[: len(vectors) - 2 * pair]):
                found[2 * pair + place, first:last] = one / scales[2 * pair + place]
    return found


def _scale(vector: Floats, block: Block) -> float:
    """By what values become whole numbers, so that no sum can leave its room.

    A sum of L values is at most L times the largest, and at most the length of the vector times
    that of the row (Cauchy and Schwarz).
    """
    longest = max(_LONGEST, int(block.lengths.max(initial=0)))
    longest = 1 << (longest - 1).bit_length()
    length = float(np.sqrt(np.einsum("i,i", vector, vector)))  # in this thread alone
    largest = float(np.abs(vector).max(initial=0))
    most = min(largest * longest, length * (_REPEATED * longest) ** 0.5)
    return 2.0 ** math.floor(math.log2(_ROOM / most)) if most > 1e-20 else 1.0


def _whole(vector: Floats, scale: float) -> Ints:
    return np.asarray(np.rint(vector * np.float32(scale)), dtype=np.int64)


def _paired(two: Sequence[Ints]) -> Ints:
    return two[0] + (two[1] << 32) if len(two) == 2 else two[0]


def _summed(block: Block, tables: Sequence[Ints]) -> Ints:
    """The sums of each table, shape (tables, rows)."""
    sums = np.empty((len(tables), len(block)), dtype=np.int64)
    places = Places(block)
    values = np.empty(places.room, dtype=np.int64)
    for first, last in block.pieces():
        numbers, starts = places.of(first, last)
        for one, table in enumerate(tables):
            found = table.take(numbers, out=values[: len(numbers)], mode="clip")
            sums[one, first:last] = row_sums(found, starts)
    return sums
