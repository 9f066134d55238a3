"""An entry as numbers: its terms, their pairs, and the letters within them.

Weighting is by hashing (Weinberger et al. 2009): a term is a number below WORDS, a gram one below
GRAMS. A number stands in a row round(1 + ln tf) times, at most three: the logarithm of how often it
was said, kept without a second array. How rare a term is (idf) is not in here, for it changes with
everything that is heard: `space.Space` holds it.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Self, TypeVar
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kith.core.judgement import text as texts

VERSION = 1
WORDS = 1 << 18  # terms and their pairs; the last NUMBERS of them are for numbers
NUMBERS = 1 << 12
GRAMS = 1 << 16
_BANK = 1 << 16
_BANKS = WORDS // _BANK
HEAD, FULL = 1200, 2400  # characters that are looked at: of a summary, of a whole text
_HEADER = 1 + _BANKS

Number = TypeVar("Number", np.uint16, np.uint32)


class Unreadable(ValueError):
    """A blob of another version, or none at all: make the features anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What one text speaks of. Both arrays are sorted and hold repetitions."""

    words: npt.NDArray[np.uint32]  # shape (w,), below WORDS
    grams: npt.NDArray[np.uint16]  # shape (g,)

    def to_blob(self) -> bytes:
        """Two bytes a number, after a header; a few hundred bytes for a title with a summary."""
        banks = np.bincount(self.words >> 16, minlength=_BANKS)
        header = np.array([VERSION, *banks], dtype="<u2")
        low = (self.words & (_BANK - 1)).astype("<u2")
        return b"".join((header.tobytes(), low.tobytes(), self.grams.astype("<u2").tobytes()))

    @classmethod
    def from_blob(cls, blob: bytes) -> Self:
        """What `to_blob` gave; Unreadable if another version did."""
        if len(blob) < 2 * _HEADER or len(blob) % 2:
            raise Unreadable("not features")
        held = np.frombuffer(blob, dtype="<u2")
        banks, body = held[1:_HEADER], held[_HEADER:]
        if held[0] != VERSION or int(banks.sum()) > len(body):
            raise Unreadable("features of another version")
        total = int(banks.sum())
        high = np.repeat(np.arange(_BANKS, dtype=np.uint32) << 16, banks)
        return cls(body[:total].astype(np.uint32) | high, body[total:].astype(np.uint16))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Features) and self.to_blob() == other.to_blob()

    def __hash__(self) -> int:
        return hash(self.to_blob())


def features(title: str, summary: str = "", categories: Sequence[str] = ()) -> Features:
    """For the profile: the title twice, the beginning of the summary, the categories."""
    heading = texts.tokens(title[:HEAD])
    return _features(
        [heading, heading, texts.tokens(summary[:HEAD]), *map(texts.tokens, categories)]
    )


def full_features(text: str) -> Features:
    """For novelty: the beginning of the whole text, title included."""
    return _features([texts.tokens(text[:FULL])])


def word_number(term: str) -> int:
    """The number of a term, as it stands in `Features.words`."""
    number = crc32(term.encode("utf-8", "surrogatepass"))
    if texts.is_number(term):
        return WORDS - NUMBERS + number % NUMBERS
    return number % (WORDS - NUMBERS)


def _features(parts: Iterable[list[str]]) -> Features:
    held = [[_token(token) for token in part] for part in parts]
    words = [[number for numbers, _ in part for number in numbers] for part in held]
    letters = b"".join(found for part in held for _, found in part)
    numbers = np.array([*chain.from_iterable(words), *chain.from_iterable(map(_pairs, words))])
    return Features(
        _counted(numbers.astype(np.uint32)), _counted(np.frombuffer(letters, dtype=np.uint16))
    )


@lru_cache(maxsize=32768)
def _token(token: str) -> tuple[tuple[int, ...], bytes]:
    """The numbers of a token's terms, and those of its grams as bytes."""
    found = texts.terms_of(token)
    if not found or texts.is_number(token):
        return tuple(map(word_number, found)), b""
    letters = array("H", (_gram_number(gram) for gram in texts.grams(token)))
    return tuple(map(word_number, found)), letters.tobytes()


def _gram_number(gram: str) -> int:
    return crc32(gram.encode("utf-8", "surrogatepass")) % GRAMS


def _pairs(numbers: list[int]) -> list[int]:
    """Of two terms that follow each other, the number of the pair; numbers make no pairs."""
    least = WORDS - NUMBERS
    return [
        (one * 0x9E3779B1 + other * 0x85EBCA6B & 0xFFFFFFFF) % least
        for one, other in pairwise(numbers)
        if one < least and other < least
    ]


def _counted(numbers: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Each number round(1 + ln tf) times, three at most, sorted: kept is the first time a number
    stands there, the second and the fifth.
    """
    ordered = np.sort(numbers)
    kept = np.ones(len(ordered), dtype=np.bool_)
    kept[2:] = ordered[2:] != ordered[:-2]
    fifth = ordered[4:] == ordered[:-4]
    fifth[1:] &= ordered[5:] != ordered[:-5]
    kept[4:] |= fifth
    return ordered[kept]
