"""A line cut into words, each of which is given its part."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from kith.core.saying.language import Language, Verb
from kith.core.saying.names import Names
from kith.core.saying.shapes import Named

_WORD = re.compile(
    r"@[\w.-]*\w(?:@[\w.-]*\w)?"  # a handle
    r"|[^\W_]+(?:[.'’-][^\W_]+)*"
    r"|[,;&+]"
)


class Part(Enum):
    """What a word is in its line."""

    NONE = 0
    VERB = 1
    TIME = 2
    NAME = 3
    NOUN = 4  # of a light verb
    WHO = 5  # I, me, "hat"
    JOIN = 6
    ABOUT = 7
    DROPPED = 8

    def __bool__(self) -> bool:
        return self is not Part.NONE


@dataclass(slots=True)
class Word:
    """One word of a line."""

    text: str
    low: str
    start: int
    end: int
    part: Part = Part.NONE


@dataclass(slots=True)
class Spot:
    """A name in the line: from this word on, up to that one."""

    first: int
    last: int  # after the last word
    named: Named
    whole: bool  # a whole name or a handle: it is one wherever it stands


def small(text: str) -> str:
    """In small letters, each in its place."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def words_of(text: str) -> list[Word]:
    """The words of a line."""
    return [
        Word(found.group(), small(found.group()), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


def verb_in(
    words: Sequence[Word], language: Language, taken: Iterable[int]
) -> tuple[int, int, Verb] | None:
    """The first verb of a line, where it begins and ends; of two there the longer."""
    held = set(taken)
    longest = max(phrase.count(" ") for phrase in language.verbs) + 1
    for first in range(len(words)):
        if first in held:
            continue
        for last in range(min(first + longest, len(words)), first, -1):
            phrase = " ".join(word.low for word in words[first:last])
            if phrase in language.verbs:
                return first, last, language.verbs[phrase]
    return None


def spots_in(words: Sequence[Word], names: Names, language: Language) -> list[Spot]:
    """All names of a line: the longest first, then one after the other."""
    found: list[Spot] = []
    at = 0
    while at < len(words):
        spot = _spot(words, at, names, language)
        if spot is not None:
            found.append(spot)
        at = spot.last if spot is not None else at + 1
    return found


def _spot(words: Sequence[Word], at: int, names: Names, language: Language) -> Spot | None:
    word = words[at]
    handled = word.text.startswith("@")
    texts = [one.text.lstrip("@") for one in words[at : at + 6]]
    length = _before_possessive(texts, names.whole, language)
    if handled and length < 2:
        text = _bare(word.text, lambda text: bool(names.handle(text)), language)
        return Spot(at, at + 1, Named(text, names.handle(text)), whole=True)
    if length and (length > 1 or not _own(word, language)):
        text = _bare(
            texts[length - 1], lambda last: _known([*texts[: length - 1], last], names), language
        )
        text = " ".join([*texts[: length - 1], text])
        return Spot(at, at + length, Named(text, names.named(text)), whole=length > 1)
    return _short(words, at, names, language)


def _known(texts: Sequence[str], names: Names) -> bool:
    return names.whole(texts) == len(texts)


def _before_possessive(
    texts: Sequence[str], whole: Callable[[Sequence[str]], int], language: Language
) -> int:
    """How many words are a whole name, the last of which may end as a possessive does."""
    for length in range(len(texts), 0, -1):
        for last in _forms(texts[length - 1], language):
            if whole([*texts[: length - 1], last]) == length:
                return length
    return 0


def _forms(word: str, language: Language) -> Iterator[str]:
    yield word
    for ending in language.possessive:
        if word.endswith(ending) and len(word) > len(ending):
            yield word[: -len(ending)]


def _bare(word: str, known: Callable[[str], bool], language: Language) -> str:
    """A word as it is known, with or without its possessive ending."""
    return next((form for form in _forms(word, language) if known(form)), word)


def _short(words: Sequence[Word], at: int, names: Names, language: Language) -> Spot | None:
    """A first or a last name; not an ordinary word, nor one after an article."""
    word = words[at]
    before = words[at - 1].low if at else ""
    if _own(word, language) or (
        word.text == word.low and before in language.articles | language.me
    ):
        return None
    for form in _forms(word.text, language):
        found = names.named(form)
        if found:
            return Spot(at, at + 1, Named(form, found), whole=False)
    return None


def _own(word: Word, language: Language) -> bool:
    """Whether it is a word of the language's own that tells how others belong together."""
    return (
        word.low in language.articles
        or word.low in language.joins
        or word.low in language.links
        or word.low in language.about
        or word.low in language.i
        or word.low in language.me
        or word.low in language.fillers
    )
