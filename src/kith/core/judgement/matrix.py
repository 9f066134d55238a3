"""Many entries, one under the other, for fast arithmetic."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from kith.core.judgement.features import BANK, BANKS, HEADER, Features, Unreadable, is_readable

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

Number = TypeVar("Number", np.float32, np.float64, np.int64)

AT_ONCE = 1 << 15  # numbers that are looked up in one go: little memory, and near the processor

_SLICES = 1 << 14  # rows that are copied in one go
_MARKED = 64  # a vocabulary of so many times the numbers is not looked through


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Block:
    """Sparse rows: row i is `numbers[starts[i]:starts[i + 1]]`, sorted, with repetitions."""

    starts: Ints  # shape (n + 1,)
    numbers: npt.NDArray[Any]  # uint16 or uint32

    @classmethod
    def of(cls, rows: Sequence[npt.NDArray[Any]], dtype: npt.DTypeLike) -> Self:
        """Stack rows."""
        lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        numbers = np.concatenate(rows) if rows else np.empty(0, dtype=dtype)
        return cls(_starts(lengths), numbers.astype(dtype, copy=False))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Ints:
        """Numbers in each row, shape (n,)."""
        return np.diff(self.starts)

    def take(self, rows: Ints) -> "Block":
        """Some rows, in the order asked for."""
        starts = _starts(self.starts[rows + 1] - self.starts[rows])
        numbers = np.empty(int(starts[-1]), dtype=self.numbers.dtype)
        for at in range(0, len(rows), _SLICES):
            some = rows[at : at + _SLICES]
            begins, ends = self.starts[some].tolist(), self.starts[some + 1].tolist()
            slices = [self.numbers[begin:end] for begin, end in zip(begins, ends, strict=True)]
            np.concatenate(slices, out=numbers[starts[at] : starts[at + len(some)]])
        return Block(starts, numbers)

    def sums(self, values: Floats) -> Floats:
        """For each row the sum of `values` (one a number of the vocabulary), shape (n,)."""
        sums = np.zeros(len(self), dtype=np.float32)
        places = Places(self)
        held = np.empty(places.room, dtype=np.float32)
        for first, last in self.pieces():
            numbers, starts = places.of(first, last)
            found = values.take(numbers, out=held[: len(numbers)], mode="wrap")
            sums[first:last] = row_sums(found, starts)
        return sums

    def placed(self, place: npt.NDArray[Any]) -> "Block":
        """The same rows with the places of their numbers instead; those at place 0 are left out."""
        places, ends, found = Places(self), [np.zeros(1, np.int64)], [place[:0]]
        for first, last in self.pieces():
            numbers, starts = places.of(first, last)
            at = place.take(numbers, mode="wrap")
            there = np.flatnonzero(at != 0)  # of flags, which are quicker to look through
            found.append(at[there])
            ends.append(np.searchsorted(there, starts[1:]) + ends[-1][-1])
        return Block(np.concatenate(ends), np.concatenate(found))

    def pieces(self, size: int = AT_ONCE) -> Iterator[tuple[int, int]]:
        """Slices of rows of about so many numbers, so that little memory is held at a time."""
        cuts: list[int] = []
        if self.starts[-1] - self.starts[0] > size:
            wanted = np.arange(self.starts[0], self.starts[-1], size)
            cuts = np.unique(np.searchsorted(self.starts, wanted)).tolist()
        if len(self):
            yield from pairwise([0, *(cut for cut in cuts if 0 < cut < len(self)), len(self)])

    def slice(self, first: int, last: int) -> "Block":
        """Consecutive rows; shares the numbers."""
        starts = self.starts[first : last + 1]
        return Block(starts - starts[0], self.numbers[starts[0] : starts[-1]])

    def row(self, row: int) -> "Block":
        """One row; shares the numbers."""
        numbers = self.of_row(row)
        return Block(np.array([0, len(numbers)]), numbers)

    def of_row(self, row: int) -> npt.NDArray[Any]:
        """The numbers of one row; shares them."""
        return self.numbers[self.starts[row] : self.starts[row + 1]]

    def only(self, kept: Flags) -> "Block":
        """The same rows with only some of their numbers."""
        return Block(_starts(kept)[self.starts], self.numbers[kept])

    def holding(self, number: int) -> Ints:
        """The rows that hold a number."""
        places = np.flatnonzero(self.numbers == number)
        return np.unique(np.searchsorted(self.starts, places, side="right") - 1)

    def rows(self) -> Ints:
        """The row of each number."""
        return np.repeat(np.arange(len(self)), self.lengths)


def _starts(lengths: Ints | Flags) -> Ints:
    """Where each row starts, and the end of the last."""
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))


class Places:
    """The numbers of some rows of a block as places to look up, always in the same memory: to ask
    for new memory takes longer than what is done with it.
    """

    def __init__(self, block: Block, place: npt.NDArray[Any] | None = None) -> None:
        self._block, self._place = block, place
        self.room = min(AT_ONCE + int(block.lengths.max(initial=0)), len(block.numbers))
        self._held = np.empty(self.room, dtype=np.intp)
        self._found = None if place is None else np.empty(self.room, dtype=place.dtype)

    def of(self, first: int, last: int) -> tuple[Ints, Ints]:
        """The numbers of these rows, or what `place` has for them, until the next are asked for;
        and where each row starts.
        """
        starts = self._block.starts[first : last + 1]
        held = self._held[: int(starts[-1] - starts[0])]
        np.copyto(held, self._block.numbers[starts[0] : starts[-1]])
        if self._place is not None and self._found is not None:
            found = self._found[: len(held)]
            np.copyto(held, self._place.take(held, out=found, mode="wrap"))
        return held, starts - starts[0]


def row_sums(values: npt.NDArray[Number], starts: Ints) -> npt.NDArray[Number]:
    """The sums of consecutive slices along the last axis; an empty slice gives 0."""
    filled = starts[1:] > starts[:-1]
    if filled.all() and len(filled):
        return np.asarray(np.add.reduceat(values, starts[:-1], axis=-1))
    sums = np.zeros((*values.shape[:-1], len(starts) - 1), dtype=values.dtype)
    if filled.any():
        sums[..., filled] = np.add.reduceat(values, starts[:-1][filled], axis=-1)
    return sums


def distinct(numbers: npt.NDArray[Any], size: int) -> tuple[Ints, Ints]:
    """The different ones of some numbers below `size`, sorted, and the place of each in them."""
    if len(numbers) < size // _MARKED:
        found, place = np.unique(numbers, return_inverse=True)
        return found.astype(np.int64), place
    marked = np.zeros(size, dtype=np.bool_)  # of many, quicker than to sort them
    marked[numbers] = True
    found, places = np.flatnonzero(marked), np.empty(size, dtype=np.int64)
    places[found] = np.arange(len(found))
    return found, places[numbers]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """The features of n entries."""

    words: Block
    grams: Block

    @classmethod
    def of(cls, rows: Iterable[Features]) -> Self:
        """Stack features, in their order."""
        held = list(rows)
        return cls(
            Block.of([row.words for row in held], np.uint32),
            Block.of([row.grams for row in held], np.uint16),
        )

    @classmethod
    def from_blobs(cls, blobs: Iterable[bytes]) -> Self:
        """Stack what `Features.to_blob` gave, all in one go; Unreadable if one is of another
        version.
        """
        stored = list(blobs)
        if not all(map(is_readable, stored)):
            raise Unreadable("features of another version")
        held = np.frombuffer(b"".join(stored), dtype="<u2")
        lengths = np.fromiter(map(len, stored), np.int64, len(stored)) // 2
        starts = _starts(lengths)
        banks = held[starts[:-1, np.newaxis] + np.arange(1, HEADER)].astype(np.int64)
        words = banks.sum(axis=1)
        grams = lengths - HEADER - words
        if (grams < 0).any():
            raise Unreadable("not features")
        parts = np.stack((np.full_like(words, HEADER), words, grams), axis=1).ravel()
        low, letters = (
            held[np.repeat(np.tile(np.arange(3) == part, len(stored)), parts)] for part in (1, 2)
        )
        high = np.repeat(np.tile(np.arange(BANKS, dtype=np.uint32) * BANK, len(stored)), banks.flat)
        return cls(
            Block(_starts(words), low.astype(np.uint32) | high),
            Block(_starts(grams), letters.astype(np.uint16)),
        )

    def __len__(self) -> int:
        return len(self.words)

    def row(self, row: int) -> "Matrix":
        """One entry; shares the numbers."""
        return Matrix(self.words.row(row), self.grams.row(row))

    def features(self, row: int) -> Features:
        """Those of one entry; shares the numbers."""
        return Features(self.words.of_row(row), self.grams.of_row(row))

    def take(self, rows: Sequence[int] | Ints) -> "Matrix":
        """Some entries, in the order asked for; may repeat."""
        asked = np.asarray(rows, dtype=np.int64)
        return Matrix(self.words.take(asked), self.grams.take(asked))

    def joined(self, other: "Matrix") -> "Matrix":
        """These entries, then the others; shares the numbers where there are no others."""
        if not len(other):
            return self
        return Matrix(_joined(self.words, other.words), _joined(self.grams, other.grams))


def _joined(one: Block, other: Block) -> Block:
    starts = np.concatenate((one.starts, other.starts[1:] + one.starts[-1]))
    return Block(starts, np.concatenate((one.numbers, other.numbers)))
