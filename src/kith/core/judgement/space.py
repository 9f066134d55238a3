"""What is rare here, and what everything has in common.

TF-IDF after Salton and Buckley (1988): a term weighs (1 + ln tf) ln(1 + N / df), and each entry has
length 1, words and grams by themselves. `Frequencies` counts and is stored; `Space` weighs.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from kith.core.judgement.features import GRAMS, WORDS, Unreadable
from kith.core.judgement.matrix import Block, Flags, Floats, Ints, Matrix, Places, row_sums

_VERSION = 1
RARE = 0.02  # of all entries: a number in more of them is hardly ever that of another word
COMMON = 0.1  # of all entries: a number in more of them tells no two apart,
_FEW = 100  # once there are so many entries


@dataclass(frozen=True, slots=True, eq=False)
class Frequencies:
    """In how many entries each number stands. Adding and forgetting are exact."""

    entries: int
    words: npt.NDArray[np.int32]  # shape (WORDS,)
    grams: npt.NDArray[np.int32]  # shape (GRAMS,)

    @classmethod
    def none(cls) -> Self:
        """Of no entry at all."""
        return cls(0, np.zeros(WORDS, dtype=np.int32), np.zeros(GRAMS, dtype=np.int32))

    def plus(self, matrix: Matrix) -> "Frequencies":
        """With these entries too."""
        return self._changed(matrix, 1)

    def minus(self, matrix: Matrix) -> "Frequencies":
        """Without these entries, which were added before."""
        return self._changed(matrix, -1)

    def _changed(self, matrix: Matrix, sign: int) -> "Frequencies":
        words = self.words + sign * document_counts(matrix.words, WORDS)
        grams = self.grams + sign * document_counts(matrix.grams, GRAMS)
        return Frequencies(self.entries + sign * len(matrix), words, grams)

    def to_blob(self) -> bytes:
        """To be stored; 1.3 MB, which compresses well."""
        head = np.array([_VERSION, self.entries], dtype="<i4")
        return b"".join(part.astype("<i4").tobytes() for part in (head, self.words, self.grams))

    @classmethod
    def from_blob(cls, blob: bytes) -> Self:
        """What `to_blob` gave; Unreadable if another version did."""
        held = np.frombuffer(blob, dtype="<i4") if len(blob) % 4 == 0 else np.empty(0)
        if len(held) != 2 + WORDS + GRAMS or held[0] != _VERSION:
            raise Unreadable("frequencies of another version")
        words, grams = np.split(held[2:].astype(np.int32), [WORDS])
        return cls(int(held[1]), words, grams)


def document_counts(block: Block, size: int) -> npt.NDArray[np.int32]:
    """In how many rows each number stands."""
    first = _first_of_run(block)
    return np.bincount(block.numbers[first], minlength=size).astype(np.int32)


def _first_of_run(block: Block) -> npt.NDArray[np.bool_]:
    """Whether a number is the first of its repetitions in its row."""
    first = np.ones(len(block.numbers), dtype=np.bool_)
    first[1:] = block.numbers[1:] != block.numbers[:-1]
    starts = block.starts[:-1]
    first[starts[starts < len(first)]] = True
    return first


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two vocabularies, weighed."""

    idf: Floats  # shape (size,)
    squares: Floats  # idf^2
    mean: Floats  # shape (size,), of the entries as vectors of length 1
    common: Flags  # shape (size,), whether more than COMMON of the entries hold it
    whole: bool = True  # whether these count, too

    @classmethod
    def of(cls, counts: npt.NDArray[np.int32], entries: int) -> Self:
        """From document frequencies. A number never met weighs as one met once."""
        share = counts / max(entries, 1)
        idf = np.log1p(max(entries, 1) / np.maximum(counts, 1)).astype(np.float32)
        length = np.sqrt(float(np.sum(share * idf.astype(np.float64) ** 2))) or 1.0
        common = (share > COMMON) & (entries >= _FEW)
        return cls(idf, idf**2, (share * idf / length).astype(np.float32), common)

    @cached_property
    def usual(self) -> Flags:
        """Whether more than RARE of the entries hold a number, shape (size,)."""
        return np.asarray(self.idf < np.log1p(1 / RARE), dtype=np.bool_)

    @cached_property
    def sharp(self) -> "Side":
        """The same without what is in more than COMMON of the entries: to compare single entries.

        What is so common tells no two of them apart, and most of the work would be done for it.
        """
        idf = np.where(self.common, np.float32(0), self.idf)
        return Side(idf, idf**2, self.mean, self.common, whole=False)

    @cached_property
    def level(self) -> Floats:
        """The mean times idf: a row's cosine with the mean is the sum over its numbers, divided by
        its length.
        """
        return np.asarray(self.mean * self.idf, dtype=np.float32)

    @cached_property
    def _known(self) -> "WeakKeyDictionary[Block, tuple[Floats, Floats | None]]":
        """Lengths, and sums of `level`, of blocks that are still in use."""
        return WeakKeyDictionary()

    def norms(self, block: Block) -> Floats:
        """The length of each row as a vector, shape (n,); 1 for an empty row."""
        if block not in self._known:
            norms, sharp = self._norms(block)
            self._known[block] = norms, None
            if self.whole:
                self.sharp._known.setdefault(block, (sharp, None))  # noqa: SLF001 (of its kind)
        return self._known[block][0]

    def levels(self, block: Block) -> Floats:
        """The sum of `level` over the numbers of each row, shape (n,)."""
        norms, levels = self._known.get(block, (None, None))
        if levels is None:
            levels = block.sums(self.level)
            self._known[block] = self.norms(block) if norms is None else norms, levels
        return levels

    def taken(self, block: Block, rows: Ints, few: Block) -> None:
        """That some rows of a block are now one of their own, whose lengths are known."""
        self._known[few] = self.norms(block)[rows], None

    def joined(self, one: Block, other: Block, both: Block) -> None:
        """That two blocks are now one, whose lengths are known."""
        self._known[both] = np.concatenate((self.norms(one), self.norms(other))), None

    def _norms(self, block: Block) -> tuple[Floats, Floats]:
        """The lengths of each row, and those without what is common."""
        found = np.empty((2, len(block)), dtype=np.float32)
        if len(block) == 1:
            found[:] = self._sums(block, block.numbers, self.squares.take(block.numbers))
        else:
            places = Places(block)
            held = np.empty(places.room, dtype=np.float32)
            for first, last in block.pieces():
                numbers, _ = places.of(first, last)
                values = self.squares.take(numbers, out=held[: len(numbers)], mode="wrap")
                found[:, first:last] = self._sums(block.slice(first, last), numbers, values)
        norms, sharp = np.where(found > 0, np.sqrt(found), np.float32(1))
        return norms, sharp

    def _sums(self, block: Block, numbers: Ints, values: Floats) -> tuple[Floats, Floats]:
        """The sums of squares of each row, and those without what is common."""
        everything = self._squared(values, block, block.starts)
        if not self.whole:
            return everything, everything
        values *= ~self.common.take(numbers, mode="wrap")
        return everything, row_sums(values, block.starts)

    def _squared(self, values: Floats, block: Block, starts: Ints) -> Floats:
        """A number that stands r times weighs r idf: r of idf^2, and twice idf^2 for each pair."""
        second = np.flatnonzero(~_first_of_run(block))
        values[second] *= 3
        third = second[1:][np.diff(second) == 1]
        values[third] += self.squares[block.numbers[third]] * 2
        return row_sums(values, starts)


@dataclass(frozen=True, eq=False)
class Space:
    """The weights of both vocabularies. `space(frequencies)` makes one."""

    frequencies: Frequencies

    @cached_property
    def words(self) -> Side:
        """Terms and their pairs."""
        return Side.of(self.frequencies.words, self.frequencies.entries)

    @cached_property
    def grams(self) -> Side:
        """Letters within words."""
        return Side.of(self.frequencies.grams, self.frequencies.entries)

    def one(self, matrix: Matrix, row: int) -> Matrix:
        """One entry, whose lengths are not reckoned again."""
        return self.some(matrix, np.array([row], dtype=np.int64))

    def some(self, matrix: Matrix, rows: Ints) -> Matrix:
        """Some entries, whose lengths are not reckoned again."""
        if len(rows) == len(matrix) and (rows == np.arange(len(rows))).all():
            return matrix
        few = matrix.take(rows) if len(rows) != 1 else matrix.row(int(rows[0]))
        for side in (self.words, self.words.sharp):
            side.taken(matrix.words, rows, few.words)
        for side in (self.grams, self.grams.sharp):
            side.taken(matrix.grams, rows, few.grams)
        return few

    def joined(self, one: Matrix, other: Matrix) -> Matrix:
        """Entries and then others, whose lengths are not reckoned again."""
        if not len(one):
            return other
        both = one.joined(other)
        for side in (self.words, self.words.sharp):
            side.joined(one.words, other.words, both.words)
        for side in (self.grams, self.grams.sharp):
            side.joined(one.grams, other.grams, both.grams)
        return both

    @cached_property
    def length(self) -> float:
        """The mean of the different words and pairs in an entry; 20 where nothing was learned."""
        entries = self.frequencies.entries
        return float(self.frequencies.words.sum()) / entries if entries > 0 else 20.0

    @property
    def entries(self) -> int:
        """Of how many entries it was learned."""
        return self.frequencies.entries


def space(frequencies: Frequencies) -> Space:
    """The weights that these frequencies give."""
    return Space(frequencies)


def space_of(matrix: Matrix) -> Space:
    """The weights of entries that are all at hand."""
    return Space(Frequencies.none().plus(matrix))
