"""What counts as the same word: folding and cutting, alike for what is indexed and what is asked.

Text is folded letter by letter, so that a place in the folded text can be found in the text itself:
case and Latin, Greek, Cyrillic, Hebrew and Arabic diacritics go, everything that belongs to no word
becomes a space. Scripts that put no spaces between words are cut into pairs of letters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

LONGEST = 60  # letters of a word that count; both indexes have a limit of their own
# Han, kana, Hangul; Thai, Lao, Burmese, Khmer.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3031-\u3035\u3041-\u30ff\u3131-\u318e"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{UNSPACED}]+|[^ {UNSPACED}]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_DIACRITICS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]"
)
_OWN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}


class _Letters(dict[int, str]):
    """What each letter folds to, found when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_letter(chr(code))
        return folded


def _fold_letter(letter: str) -> str:
    if unicodedata.category(letter) == "Cf":  # soft hyphens, joiners: no part of the word
        return ""
    if _is_separator(letter):
        return " "
    parts = unicodedata.normalize("NFKD", letter).casefold()
    parts = unicodedata.normalize("NFC", _DIACRITICS.sub("", parts))
    parts = "".join(_OWN.get(part, part) for part in parts)
    return "".join(" " if _is_separator(part) else part for part in parts)


def _is_separator(letter: str) -> bool:
    return unicodedata.category(letter)[0] not in "LNM"


_LETTERS = _Letters()


def fold(text: str) -> str:
    """The text with words told apart by spaces and without what does not tell words apart."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.translate(_LETTERS)


def places(text: str) -> list[int]:
    """Where each letter of `fold(text)` comes from in `text` (in form NFC), and the end of it."""
    lengths = [len(letter.translate(_LETTERS)) for letter in text]
    starts = [0, *accumulate(lengths)]
    found = [0] * (starts[-1] + 1)
    for place, (start, length) in enumerate(zip(starts, lengths, strict=False)):
        found[start : start + length] = [place] * length
    found[-1] = len(text)
    return found


def words(text: str) -> Iterator[str]:
    """The words of a text in their order, as they are indexed.

    A run of a script without spaces gives its pairs, and its last letter alone: every letter then
    begins a word, so that one letter is found as a beginning and a longer run as a phrase.
    """
    folded = fold(text)
    if not folded.isascii() and _UNSPACED.search(folded):
        return _cut(folded)
    return (word[:LONGEST] for word in folded.split())


def _cut(folded: str) -> Iterator[str]:
    for run in _RUN.findall(folded):
        if _UNSPACED.match(run):
            yield from map("".join, pairwise(run))
            yield run[-1]
        else:
            yield run[:LONGEST]


def spaced(text: str) -> str:
    """The words of a text with spaces between them, as an index takes it."""
    folded = fold(text)
    if not folded.isascii() and _UNSPACED.search(folded):
        return " ".join(_cut(folded))
    found = folded.split()
    if max(map(len, found), default=0) > LONGEST:
        return " ".join(word[:LONGEST] for word in found)
    return folded


def asked(text: str) -> tuple[list[str], bool]:
    """The words to look for one after the other, and whether the last is only a beginning.

    >>> asked("Re-reading"), asked("学习"), asked("学")
    ((['re', 'reading'], False), (['学习'], False), (['学'], True))
    """
    found = list(words(text))
    runs = _RUN.findall(fold(text))
    if not runs or not _UNSPACED.match(runs[-1]):
        return found, False
    if len(runs[-1]) == 1:
        return found, True
    return found[:-1], False  # where the run goes on in the text, its last letter is not alone


def pattern(text: str, *, beginning: bool = False) -> "re.Pattern[str]":
    """What finds a text within a folded one, as whole words or as the beginning of one."""
    return re.compile(_pattern(text, beginning=beginning))


def patterns(texts: Iterable[tuple[str, bool]]) -> "list[re.Pattern[str]]":
    """The same for several texts, each with whether it is a beginning.

    Single words are found by one pattern: to compile the letters around a word takes milliseconds.
    """
    whole, begun, others = [], [], []
    for text, beginning in texts:
        runs = _RUN.findall(fold(text))
        if len(runs) != 1 or _UNSPACED.match(runs[0]):
            others.append(pattern(text, beginning=beginning))
        elif beginning or runs[0][LONGEST - 1 :]:
            begun.append(runs[0][:LONGEST])
        else:
            whole.append(runs[0])
    return [*_single(whole, begun), *others]


def _single(whole: Iterable[str], begun: Iterable[str]) -> "Iterator[re.Pattern[str]]":
    parts = []
    for words, end in ((whole, f"(?![^ {UNSPACED}])"), (begun, f"[^ {UNSPACED}]*")):
        either = "|".join(map(re.escape, words))
        if either:
            parts.append(f"(?:{either}){end}")
    if parts:
        yield re.compile(f"(?<![^ {UNSPACED}])(?:{'|'.join(parts)})")


def _pattern(text: str, *, beginning: bool) -> str:
    runs = _RUN.findall(fold(text))
    parts = []
    for place, run in enumerate(runs):
        if _UNSPACED.match(run):
            parts.append(re.escape(run))
            continue
        more = run[LONGEST - 1 :] != "" or (beginning and place == len(runs) - 1)
        end = f"[^ {UNSPACED}]*" if more else f"(?![^ {UNSPACED}])"
        parts.append(f"(?<![^ {UNSPACED}]){re.escape(run[:LONGEST])}{end}")
    return " *".join(parts)
