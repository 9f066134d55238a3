"""What a person types into the search field, understood; what makes no sense is a plain word.

recall practice      both words, anywhere
"spaced practice"    these words in this order
rememb*              words that begin so
-quiz                not this
title:recall author:"Ines K"
voice:ines label:teaching kind:person
kept:  is:unread  kept:no
before:2026-03  after:2026-03-01  on:2025
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from kith.core import folding

LONGEST = 1000  # characters of a question that are read
MOST = 20  # words and phrases that are looked for

Place = Literal["", "title", "author"]


@dataclass(frozen=True, slots=True)
class Term:
    """Words to find one after the other, in one place of an entry or in any.

    >>> Term("Spaced practice").words
    ['spaced', 'practice']
    """

    text: str
    place: Place = ""
    beginning: bool = False  # the last word may go on
    excluded: bool = False

    @property
    def words(self) -> list[str]:
        """The words as they are indexed."""
        return folding.asked(self.text)[0]

    @property
    def open(self) -> bool:
        """Whether the last word may go on in the index."""
        return self.beginning or folding.asked(self.text)[1]


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for; all of it must hold. Several voices, or kinds, stand beside each other."""

    terms: tuple[Term, ...] = ()
    voices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    kept: bool | None = None
    unread: bool | None = None
    since: date | None = None  # this day and later
    until: date | None = None  # before this day

    def __bool__(self) -> bool:
        return self != Search()


KINDS = ("person", "community", "publication")
_KINDS = {"people": "person", "communities": "community"}
_YES = {"", "yes", "true", "1"}
_NO = {"no", "false", "0"}
_PART = re.compile(
    r"(?P<minus>-?)"
    r"(?:(?P<loose>voice|label|kind|before|after|on|title|author):\s*(?!-|\w+:)|(?P<key>[a-z]+):)?"
    r'(?:"(?P<phrase>[^"]*)"(?P<more>\*?)|(?P<word>[^\s"]*))',
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"：": ":", "−": "-", "　": " "})


def parse(text: str) -> Search:
    """What a person asks for. Never an error: what is not understood is looked for as words."""
    search, place = Search(), 0
    text = text[:LONGEST].translate(_QUOTES)
    while place < len(text):
        found = _PART.match(text, place)
        if found is None or found.end() == place:
            place += 1
            continue
        place = found.end()
        search = _understood(search, found)
    return search


def _understood(search: Search, part: "re.Match[str]") -> Search:
    said = part["loose"] or part["key"] or ""
    minus, key, word = part["minus"], said.lower(), part["word"]
    quoted = part["phrase"] is not None
    value = part["phrase"] if quoted else word
    if not minus and key in _FILTERS:
        narrowed = _FILTERS[key](search, value)
        if narrowed is not None:
            return narrowed
    beginning = bool(part["more"]) if quoted else value.endswith("*")
    if key in {"title", "author"}:
        wanted = Term(value, "title" if key == "title" else "author", beginning, bool(minus))
    else:
        wanted = Term(f"{said}:{value}" if key else value, "", beginning, bool(minus))
    return _with(search, wanted)


def _with(search: Search, term: Term) -> Search:
    """Only what tells words apart is kept of a term, so that it says what is looked for."""
    text = " ".join(term.text.replace("*", " ").replace('"', " ").replace("\0", " ").split())
    term = replace(term, text=text)
    if not term.words or len(search.terms) == MOST or term in search.terms:
        return search
    return replace(search, terms=(*search.terms, term))


Filter = Callable[[Search, str], Search | None]


def _voice(search: Search, value: str) -> Search | None:
    name = _name(value)
    return replace(search, voices=_once(search.voices, name)) if name else None


def _label(search: Search, value: str) -> Search | None:
    name = _name(value)
    return replace(search, labels=_once(search.labels, name)) if name else None


def _name(value: str) -> str:
    name = " ".join(value.replace("\0", " ").split())
    return name if folding.fold(name).strip() else ""


def _kind(search: Search, value: str) -> Search | None:
    wanted = value.lower()
    wanted = _KINDS.get(wanted, wanted)
    known = wanted if wanted in KINDS else wanted.removesuffix("s")
    return replace(search, kinds=_once(search.kinds, known)) if known in KINDS else None


def _once(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


def _kept(search: Search, value: str) -> Search | None:
    answer = _answer(value)
    return None if answer is None else replace(search, kept=answer)


def _unread(search: Search, value: str) -> Search | None:
    answer = _answer(value)
    return None if answer is None else replace(search, unread=answer)


def _answer(value: str) -> bool | None:
    value = value.lower()
    return True if value in _YES else False if value in _NO else None


def _is(search: Search, value: str) -> Search | None:
    match value.lower():
        case "kept":
            return replace(search, kept=True)
        case "unread":
            return replace(search, unread=True)
        case "read":
            return replace(search, unread=False)
    return None


def _before(search: Search, value: str) -> Search | None:
    span = _span(value)
    return replace(search, until=_earlier(search.until, span[0])) if span else None


def _after(search: Search, value: str) -> Search | None:
    span = _span(value)
    return replace(search, since=_later(search.since, span[0])) if span else None


def _on(search: Search, value: str) -> Search | None:
    span = _span(value)
    if not span:
        return None
    since, until = _later(search.since, span[0]), _earlier(search.until, span[1])
    return replace(search, since=since, until=until)


def _earlier(one: date | None, other: date) -> date:
    return min(one, other) if one else other


def _later(one: date | None, other: date) -> date:
    return max(one, other) if one else other


def _span(value: str) -> tuple[date, date] | None:
    """The first day of a day, month or year, and the first one after it."""
    found = _DAY.fullmatch(value)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        if day:
            return first, first + timedelta(days=1)
        months = first.year * 12 + (first.month if month else 12)
        return first, date(months // 12, months % 12 + 1, 1)
    except (ValueError, OverflowError):
        return None


_FILTERS: dict[str, Filter] = {
    "voice": _voice,
    "label": _label,
    "kind": _kind,
    "kept": _kept,
    "unread": _unread,
    "is": _is,
    "before": _before,
    "after": _after,
    "on": _on,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One condition of a search: what it is and its value, how it is typed, and what is without."""

    what: str  # "words", "title", "author", "not", "voice", "label", "kind", "kept", "unread", ...
    value: str | date | bool
    typed: str
    without: Search = field(repr=False)


def parts(search: Search) -> list[Part]:
    """The conditions of a search, each with the search that is left when it goes."""
    found = [
        Part(_what(term), term.text + "*" * term.beginning, _typed(term), _less(search, term))
        for term in search.terms
    ]
    for name in search.voices:
        left = replace(search, voices=_except(search.voices, name))
        found.append(Part("voice", name, f"voice:{_quoted(name)}", left))
    for name in search.labels:
        left = replace(search, labels=_except(search.labels, name))
        found.append(Part("label", name, f"label:{_quoted(name)}", left))
    for name in search.kinds:
        left = replace(search, kinds=_except(search.kinds, name))
        found.append(Part("kind", name, f"kind:{name}", left))
    return found + _parts_of_marks(search)


def _except(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(other for other in names if other != name)


def _parts_of_marks(search: Search) -> list[Part]:
    found = []
    if search.kept is not None:
        typed = "kept:" if search.kept else "kept:no"
        found.append(Part("kept", search.kept, typed, replace(search, kept=None)))
    if search.unread is not None:
        typed = "is:unread" if search.unread else "is:read"
        found.append(Part("unread", search.unread, typed, replace(search, unread=None)))
    if search.since is not None:
        typed = f"after:{search.since.isoformat()}"
        found.append(Part("since", search.since, typed, replace(search, since=None)))
    if search.until is not None:
        typed = f"before:{search.until.isoformat()}"
        found.append(Part("until", search.until, typed, replace(search, until=None)))
    return found


def write(search: Search) -> str:
    """How to type it: `parse` understands it as the same search."""
    return " ".join(part.typed for part in parts(search))


def _what(term: Term) -> str:
    return "not" if term.excluded else term.place or "words"


def _less(search: Search, term: Term) -> Search:
    return replace(search, terms=tuple(other for other in search.terms if other != term))


def _typed(term: Term) -> str:
    text = f'"{term.text}"' if not term.text.isalnum() else term.text
    minus, place = "-" * term.excluded, f"{term.place}:" if term.place else ""
    return f"{minus}{place}{text}{'*' * term.beginning}"


def _quoted(name: str) -> str:
    return name if name.isalnum() else f'"{name}"'
