"""An entry as numbers: its terms, their pairs, and the letters within them.

Weighting is by hashing (Weinberger et al. 2009): a term is a number below WORDS, a gram one below
GRAMS. A number stands in a row round(1 + ln tf) times, at most three: the logarithm of how often it
was said, kept without a second array. How rare a term is (idf) is not in here, for it changes with
everything that is heard: `space.Space` holds it.

Texts are worked out some hundred at a time: what is done with their numbers is then done for all of
them at once.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any, Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kith.core.judgement import text as texts

VERSION = 2
WORDS = 1 << 18  # terms and their pairs; the last NUMBERS of them are for numbers
NUMBERS = 1 << 12
GRAMS = 1 << 16
BANK = 1 << 16
BANKS = WORDS // BANK
HEADER = 1 + BANKS  # numbers of a blob: its version, and how many words are in each bank
HEAD, FULL = 1200, 2400  # characters that are looked at: of a summary, of a whole text
_AT_ONCE = 500  # texts; their places and a number fit into 32 bits
_REMEMBERED = 30_000  # tokens
_ONE, _OTHER = 0x9E3779B1, 0x85EBCA6B  # by which the terms of a pair are multiplied
_PLAIN = WORDS - NUMBERS  # numbers from here on are of numerals, which make no pairs
_ANSWER = re.compile(
    r"(?:re|fwd?|aw|antw|wg|sv|vs|vb|tr|rif|odp|回复|答复)(?:\[\d+\])?\s?[:：]", re.IGNORECASE
)
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)

Parts = Sequence[list[str]]  # tokens of a text; no pair leaps from one part to the next


class Unreadable(ValueError):
    """A blob of another version, or none at all: make the features anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What one text speaks of. Both arrays are sorted and hold repetitions."""

    words: npt.NDArray[np.uint32]  # shape (w,), below WORDS
    grams: npt.NDArray[np.uint16]  # shape (g,)

    def to_blob(self) -> bytes:
        """Two bytes a number, after a header; a few hundred bytes for a title with a summary."""
        banks = np.bincount(self.words >> 16, minlength=BANKS)
        header = np.array([VERSION, *banks], dtype="<u2")
        low = (self.words & (BANK - 1)).astype("<u2")
        return b"".join((header.tobytes(), low.tobytes(), self.grams.astype("<u2").tobytes()))

    @classmethod
    def from_blob(cls, blob: bytes) -> Self:
        """What `to_blob` gave; Unreadable if another version did."""
        if not is_readable(blob):
            raise Unreadable("features of another version")
        held = np.frombuffer(blob, dtype="<u2")
        banks, body = held[1:HEADER], held[HEADER:]
        total = int(banks.sum())
        if total > len(body):
            raise Unreadable("not features")
        high = np.repeat(np.arange(BANKS, dtype=np.uint32) << 16, banks)
        return cls(body[:total].astype(np.uint32) | high, body[total:].astype(np.uint16))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Features) and self.to_blob() == other.to_blob()

    def __hash__(self) -> int:
        return hash(self.to_blob())


_BEGINNING = np.array([VERSION], dtype="<u2").tobytes()


def is_readable(blob: bytes) -> bool:
    """Whether a blob is of this version."""
    return blob[:2] == _BEGINNING and len(blob) >= 2 * HEADER and not len(blob) % 2


def features(title: str, summary: str = "", categories: Sequence[str] = ()) -> Features:
    """For the profile: the title twice, the beginning of the summary, the categories."""
    return _made([_profiled(title, summary, categories)])[0]


def named_features(phrases: Iterable[str], sentence: str = "") -> Features:
    """Of what was named: each phrase twice, the sentence once. No pair leaps to the next."""
    named = list(map(texts.tokens, phrases))
    return _made([[*named, *named, texts.tokens(sentence[:HEAD])]])[0]


def full_features(text: str) -> Features:
    """For novelty: the beginning of the whole text, title included, in its own words."""
    return _made([_whole(text)])[0]


def features_of(entries: Iterable[tuple[str, str, Sequence[str]]]) -> Iterator[Features]:
    """The `features` of many: title, summary, categories. Twice as quick as one by one."""
    return _many(_profiled(*entry) for entry in entries)


def full_features_of(given: Iterable[str]) -> Iterator[Features]:
    """The `full_features` of many texts. Twice as quick as one by one."""
    return _many(map(_whole, given))


def both_of(
    entries: Iterable[tuple[str, str, Sequence[str], str]],
) -> Iterator[tuple[Features, Features]]:
    """Of many entries both: title, summary, categories, and the text without the title.

    Where the summary is empty the text stands in for it, and is cut into words once.
    """
    made = _many(parts for entry in entries for parts in _both(*entry))
    return zip(made, made, strict=True)


def own_words(text: str) -> str:
    """A text without what another said: the title of an answer, and lines that are quoted.

    Where nothing else is in it, it stays as it is.

    >>> own_words("Re: Bees in winter\\n> Do they sleep?\\nThey cluster.").split()
    ['They', 'cluster.']
    """
    title, _, body = text.partition("\n")
    own = _QUOTED.sub("", body) if ">" in body else body
    if not own.strip():
        return text
    return own if _ANSWER.match(title.lstrip()) else f"{title}\n{own}"


def pair_number(one: int, other: int) -> int:
    """The number of two terms that follow each other, as it stands in `Features.words`."""
    return (one * _ONE + other * _OTHER & 0xFFFFFFFF) % _PLAIN


def _profiled(title: str, summary: str, categories: Sequence[str]) -> Parts:
    heading = texts.tokens(title[:HEAD])
    beginning, _ = _begun(summary, HEAD)
    return [heading, heading, texts.tokens(beginning), *map(texts.tokens, categories)]


def _whole(text: str) -> Parts:
    beginning, _ = _begun(own_words(text), FULL)
    return [texts.tokens(beginning)]


def _both(title: str, summary: str, categories: Sequence[str], text: str) -> tuple[Parts, Parts]:
    if summary:
        return _profiled(title, summary, categories), _whole(f"{title}\n{text}")
    own = own_words(f"{title}\n{text}")
    named = own.startswith(f"{title}\n")
    heading = texts.tokens(title[:HEAD])
    beginning, rest = _begun(own[len(title) + 1 :] if named else own, HEAD)
    first = texts.tokens(beginning)
    more = texts.tokens(_begun(rest, FULL - HEAD)[0])
    profiled = [heading, heading, first, *map(texts.tokens, categories)]
    return profiled, [[*(heading if named else ()), *first, *more]]


def _begun(text: str, most: int) -> tuple[str, str]:
    """The beginning of a text, as far as it has whole words, and the rest."""
    if len(text) <= most:
        return text, ""
    end = text.rfind(" ", most - texts.LONGEST, most) + 1 or most
    return text[:end], text[end:]


@lru_cache(maxsize=8192)
def word_number(term: str) -> int:
    """The number of a term, as it stands in `Features.words`."""
    number = crc32(term.encode("utf-8", "surrogatepass"))
    if texts.is_number(term):
        return _PLAIN + number % NUMBERS
    return number % _PLAIN


def _many(given: Iterable[Parts]) -> Iterator[Features]:
    rows = iter(given)
    while some := list(islice(rows, _AT_ONCE)):
        yield from _made(some)


def _made(rows: Sequence[Parts]) -> list[Features]:
    """The features of at most _AT_ONCE texts."""
    words, letters = [], []  # of each part
    for row in rows:
        for part in row:
            numbers, grams = zip(*map(_TOKENS.__getitem__, part), strict=True) if part else ((), ())
            words.append(b"".join(numbers))
            letters.append(b"".join(grams))
    _TOKENS.let_go()
    row_of = np.repeat(np.arange(len(rows), dtype=np.uint32), [len(row) for row in rows])
    told = _with_pairs(words, row_of)
    said = _placed(letters, row_of, np.uint16, GRAMS)
    sides = _rows(told, WORDS, len(rows)), _rows(said, GRAMS, len(rows))
    return [Features(one, other.astype(np.uint16)) for one, other in zip(*sides, strict=True)]


def _placed(
    parts: Sequence[bytes], row_of: npt.NDArray[np.uint32], dtype: Any, size: int
) -> npt.NDArray[np.uint32]:
    """All numbers of all parts, each with the place of its text above it: place x size + number."""
    numbers = np.frombuffer(b"".join(parts), dtype=dtype).astype(np.uint32)
    if len(row_of) and not row_of[-1]:
        return numbers
    lengths = [len(part) // np.dtype(dtype).itemsize for part in parts]
    return numbers + np.repeat(row_of * np.uint32(size), lengths)


def _with_pairs(parts: Sequence[bytes], row_of: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """The terms of all parts, each before the pair that it makes with the one that follows it."""
    placed = _placed(parts, row_of, np.uint32, WORDS)
    numbers = placed & np.uint32(WORDS - 1)
    both, kept = np.empty((len(placed), 2), np.uint32), np.ones((len(placed), 2), np.bool_)
    if len(placed):
        one, other = numbers[:-1], numbers[1:]
        pairs = one * np.uint32(_ONE) + other * np.uint32(_OTHER)
        both[:, 0], both[:-1, 1] = placed, placed[:-1] - one + pairs % np.uint32(_PLAIN)
        kept[:-1, 1] = (one < _PLAIN) & (other < _PLAIN)
        ends = np.cumsum([len(part) // 4 for part in parts])
        kept[ends[ends > 0] - 1, 1] = False
    return both[kept]


def _rows(placed: npt.NDArray[np.uint32], size: int, n: int) -> Iterator[npt.NDArray[np.uint32]]:
    """The numbers of each text, sorted, each round(1 + ln tf) times, three at most: kept is the
    first time a number stands there, the second and the fifth.
    """
    for row in _cut(placed, placed // np.uint32(size), n):
        row.sort()  # a row at a time: quicker than all of them together
    kept = np.ones(len(placed), dtype=np.bool_)
    kept[2:] = placed[2:] != placed[:-2]
    fifth = placed[4:] == placed[:-4]
    fifth[1:] &= placed[5:] != placed[:-5]
    kept[4:] |= fifth
    left = placed[kept]
    return _cut(left & np.uint32(size - 1), left // np.uint32(size), n)


def _cut(
    numbers: npt.NDArray[np.uint32], places: npt.NDArray[np.uint32], n: int
) -> Iterator[npt.NDArray[np.uint32]]:
    """The numbers of each of n places, which are in order."""
    bounds = np.searchsorted(places, np.arange(n + 1, dtype=np.uint32)).tolist()
    return (numbers[start:end] for start, end in pairwise(bounds))


class _Tokens(dict[str, tuple[bytes, bytes]]):
    """The numbers of a token's terms, 4 bytes each, and those of its grams, 2 bytes each."""

    def __missing__(self, token: str) -> tuple[bytes, bytes]:
        found = self[token] = _numbers(token)
        return found

    def let_go(self) -> None:
        """Begin anew where it has become large: the common ones are soon there again."""
        if len(self) > _REMEMBERED:
            self.clear()


_TOKENS = _Tokens()


def _numbers(token: str) -> tuple[bytes, bytes]:
    found = texts.terms_of(token)
    words = array("I", map(word_number, found)).tobytes()
    if not found or texts.is_number(token):
        return words, b""
    letters = array("H", (gram_number(gram) for gram in texts.grams(token)))
    return words, letters.tobytes()


def gram_number(gram: str) -> int:
    """The number of a gram, as it stands in `Features.grams`."""
    return crc32(gram.encode("utf-8", "surrogatepass")) % GRAMS
