"""How alike two texts are: the mean of the cosines of their words and of their letters, 0 to 1.

Numbers that are common in everything heard (`space.Side.sharp`) count for nothing here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from kith.core.judgement.dense import MOST, Dense
from kith.core.judgement.matrix import (
    Block,
    Doubles,
    Flags,
    Floats,
    Ints,
    Matrix,
    distinct,
    row_sums,
)
from kith.core.judgement.space import Side, Space

EVIDENCE = 3  # words or pairs that two texts have in common
HEADLINE = 20  # different words and pairs in a short text
_ONE_BY_ONE = 5  # largest values that are looked for without sorting
_AT_ONCE = 1 << 18  # pairs of equal numbers that are added up in one go


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Where each number stands, by number: an inverted index over the rows of one block."""

    starts: Ints  # shape (size + 1,)
    rows: npt.NDArray[np.int32]
    held: Flags  # shape (size,), whether a number stands anywhere
    values: Floats  # idf / length of the row, halved: words and grams are half of a likeness each

    @classmethod
    def of(cls, side: Side, block: Block) -> Self:
        """Index a block."""
        block = block.only(~side.common[block.numbers])
        order = np.argsort(block.numbers, kind="stable")
        counts = np.bincount(block.numbers, minlength=len(side.idf))
        rows = block.rows()[order]
        values = side.idf[block.numbers[order]] / side.norms(block)[rows] / 2
        starts = np.concatenate(([0], np.cumsum(counts)))
        return cls(starts, rows.astype(np.int32), counts > 0, values.astype(np.float32))

    def known(self, block: Block) -> Block:
        """The rows of a block with only those of their numbers that are indexed."""
        return block.only(self.held.take(block.numbers.astype(np.intp)))

    def counts(self, numbers: npt.NDArray[np.unsignedinteger]) -> Ints:
        """How many rows hold each of these numbers."""
        ends = self.starts[numbers.astype(np.int64) + 1]
        return np.asarray(ends - self.starts[numbers], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Entries that others are compared with."""

    space: Space
    words: Postings | Dense
    grams: Postings | Dense
    entries: int

    @classmethod
    def of(cls, space: Space, matrix: Matrix) -> Self:
        """Index entries: a few as a table, many by their numbers."""
        made: type[Postings | Dense] = Dense if 0 < len(matrix) <= MOST else Postings
        words = made.of(space.words.sharp, matrix.words)
        return cls(space, words, made.of(space.grams.sharp, matrix.grams), len(matrix))


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Rows of one block with their numbers listed once, for some single rows to be compared with:
    made in a tenth of the time that `Postings` take.
    """

    numbers: Ints  # the different ones, sorted
    squares: Floats  # idf^2 of each
    places: Ints  # of each number of the rows, in `numbers`
    starts: Ints  # of the rows
    norms: Floats

    @classmethod
    def of(cls, side: Side, block: Block) -> Self:
        """List a block."""
        norms, block = side.norms(block), block.only(~side.common[block.numbers])
        numbers, places = distinct(block.numbers, len(side.idf))
        return cls(numbers, side.squares[numbers], places, block.starts, norms)

    def dots(self, row: Block, norm: float) -> Doubles:
        """The products of one row with each of these, shape (m,)."""
        if not len(self.numbers):
            return np.zeros(len(self.norms))
        at = np.minimum(np.searchsorted(self.numbers, row.numbers), len(self.numbers) - 1)
        held = at[self.numbers[at] == row.numbers]
        values = np.bincount(held, minlength=len(self.numbers)) * (self.squares / norm)
        return row_sums(values.take(self.places), self.starts) / self.norms


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Some hundred entries that single ones are compared with."""

    space: Space
    words: Listed
    grams: Listed

    @classmethod
    def of(cls, space: Space, matrix: Matrix) -> Self:
        """List entries."""
        words, grams = space.words.sharp, space.grams.sharp
        return cls(space, Listed.of(words, matrix.words), Listed.of(grams, matrix.grams))

    def likeness(self, row: Matrix) -> Floats:
        """The likeness of one row to each of these, shape (m,)."""
        words, grams = self.space.words.sharp, self.space.grams.sharp
        norms = float(words.norms(row.words)[0]), float(grams.norms(row.grams)[0])
        return self._likeness(row, *norms)

    def likeness_of(self, row: Matrix, place: int) -> Floats:
        """The same of a row that is one of these, whose lengths are known."""
        return self._likeness(row, float(self.words.norms[place]), float(self.grams.norms[place]))

    def _likeness(self, row: Matrix, words: float, grams: float) -> Floats:
        both = self.words.dots(row.words, words) + self.grams.dots(row.grams, grams)
        return _rounded((both / 2).astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """For each row the most similar others, the nearest first; of equals the first indexed."""

    places: Ints  # shape (n, most), -1 where there is none
    likeness: Floats  # shape (n, most), 0 to 1; 0 where there is none


def nearest(rows: Matrix, index: Index, most: int = 1) -> Nearest:
    """The `most` nearest of the index to each row."""
    most = max(1, most)
    places = np.full((len(rows), most), -1, dtype=np.int64)
    likeness = np.zeros((len(rows), most), dtype=np.float32)
    if index.entries:
        for first, found in _likenesses(rows, index):
            last, kept = first + len(found), min(most, index.entries)
            order = _largest(found, kept)
            values = np.take_along_axis(found, order, axis=1)
            likeness[first:last, :kept] = values
            places[first:last, :kept] = np.where(values > 0, order, -1)
    return Nearest(places, likeness)


def pairs(rows: Matrix, index: Index, least: float) -> tuple[Ints, Ints, Floats]:
    """All pairs (row, indexed entry, likeness) that are at least so alike, in order of rows."""
    ones, others, values = [], [], []
    for first, found in _likenesses(rows, index):
        one, other = np.nonzero(found >= least)
        ones.append(one + first)
        others.append(other)
        values.append(found[one, other])
    if not ones:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    return np.concatenate(ones), np.concatenate(others), np.concatenate(values)


def nearest_to(row: Matrix, index: Index) -> Floats:
    """The likeness of one row to each of the index, shape (m,)."""
    ((_, (found,)),) = _likenesses(row, index)
    return np.asarray(found, dtype=np.float32)


def alike(space: Space, one: Matrix, other: Matrix) -> Floats:
    """The likeness of each row of one to each of the other, shape (n, m). For small n and m."""
    index = Index.of(space, other)
    found = [values for _, values in _likenesses(one, index)]
    return np.concatenate(found) if found else np.zeros((0, len(other)), dtype=np.float32)


def grounded(space: Space, one: Block, other: Block) -> bool:
    """Whether the words of two texts, one row each, have so much in common that their likeness is
    more than chance: EVIDENCE different words or pairs that are not common; two are enough where
    one of the texts is no longer than a headline. One rare word makes two short texts alike.
    """
    numbers = np.unique(one.numbers), np.unique(other.numbers)
    shared = np.intersect1d(*numbers, assume_unique=True)
    short = min(map(len, numbers)) < HEADLINE
    return int((~space.words.common[shared]).sum()) >= (EVIDENCE - 1 if short else EVIDENCE)


def _largest(found: Floats, most: int) -> Ints:
    """The places of the largest values of each row, the largest first, stable."""
    if most <= _ONE_BY_ONE:
        left, places = found.copy(), np.empty((len(found), most), dtype=np.int64)
        for at in range(most):
            places[:, at] = left.argmax(axis=1)
            left[np.arange(len(left)), places[:, at]] = -1
        return places
    return np.argsort(-found, axis=1, kind="stable")[:, :most].astype(np.int64)


def _likenesses(rows: Matrix, index: Index) -> Iterator[tuple[int, Floats]]:
    """Likeness to every indexed entry, some rows at a time: the first row, then shape (some, m)."""
    words, grams = index.words, index.grams
    if isinstance(words, Dense) and isinstance(grams, Dense):
        sides = ((index.space.words.sharp, rows.words), (index.space.grams.sharp, rows.grams))
        dots = [
            table.dots(block, side.norms(block))
            for table, (side, block) in zip((words, grams), sides, strict=True)
        ]
        yield 0, _rounded(dots[0] + dots[1])
    elif isinstance(words, Postings) and isinstance(grams, Postings):
        yield from _by_number(rows, index, words, grams)


def _rounded(total: Floats) -> Floats:
    return np.minimum(total, 1, dtype=np.float32).round(6)


def _by_number(
    rows: Matrix, index: Index, words: Postings, grams: Postings
) -> Iterator[tuple[int, Floats]]:
    sharp = index.space.words.sharp, index.space.grams.sharp
    norms = [sharp[0].norms(rows.words), sharp[1].norms(rows.grams)]
    sides = (
        (sharp[0], words.known(rows.words), words),
        (sharp[1], grams.known(rows.grams), grams),
    )
    pairs = index.entries + np.sum([_pairs(block, held) for _, block, held in sides], axis=0)
    for first, last in _pieces(pairs):
        total = np.zeros((last - first, index.entries), dtype=np.float32)
        for (side, block, postings), norm in zip(sides, norms, strict=True):
            total += _dots(side, block, postings, norm, first, last, index.entries)
        yield first, _rounded(total)


def _pairs(block: Block, postings: Postings) -> Ints:
    """How many equal numbers each row meets in the index."""
    counts = postings.counts(block.numbers)
    ends = np.concatenate(([0], np.cumsum(counts)))
    return np.diff(ends[block.starts])


def _pieces(pairs: Ints) -> Iterator[tuple[int, int]]:
    """Slices of rows with about _AT_ONCE pairs each; at least one row a slice."""
    ends = np.cumsum(pairs)
    first = 0
    while first < len(pairs):
        before = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + _AT_ONCE, side="right")))
        yield first, last
        first = last


def _dots(
    side: Side, block: Block, postings: Postings, norms: Floats, first: int, last: int, size: int
) -> Floats:
    start, end = block.starts[first], block.starts[last]
    numbers = block.numbers[start:end]
    row = np.repeat(np.arange(last - first), np.diff(block.starts[first : last + 1]))
    value = side.idf[numbers] / norms[first:last][row]
    begin, counts = postings.starts[numbers], postings.counts(numbers)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    places = np.arange(total) + np.repeat(begin - ends + counts, counts)
    cells = np.repeat(row * size, counts) + postings.rows[places]
    weights = np.repeat(value, counts) * postings.values[places]
    summed = np.bincount(cells, weights, minlength=(last - first) * size)
    return summed.astype(np.float32).reshape(last - first, size)
