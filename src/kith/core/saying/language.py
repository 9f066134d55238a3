"""What a table of a language holds. All words are in small letters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kith.core.exchanges import GIVEN, Direction

PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb, or a few words in its place, says happened."""

    kind: str  # of `exchanges.KINDS`, PROMISE; empty where only a noun says it
    direction: Direction = GIVEN  # where it is the reader who does it
    about: tuple[str, ...] = ()  # begins what it was about, before the language's own words for it
    light: bool = False  # a noun says more: "gave feedback"
    bare: bool = False  # a participle: another word says who did it
    chat: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """How days and spans are said.

    Patterns hold {n} (a number or a word for it), {unit}, {weekday}, {month}, {d}, {y}.
    """

    days: Mapping[str, int]  # "yesterday" -> -1
    weekdays: tuple[tuple[str, ...], ...]  # seven, Monday first
    months: tuple[tuple[str, ...], ...]  # twelve
    numbers: Mapping[str, int]  # "two" -> 2
    units: Mapping[str, int]  # "week" -> 7 days
    ago: tuple[str, ...]
    ahead: tuple[str, ...]
    on_weekday: tuple[str, ...]
    on_day: tuple[str, ...]
    ends: Mapping[str, str]  # "the end of the week" -> "week", "next-week", "month", "next-month"
    due: tuple[str, ...]  # "by", before any of the above
    minutes: tuple[str, ...]
    hours: tuple[str, ...]
    spans: Mapping[str, int]  # "half an hour" -> 30 minutes
    lasting: tuple[str, ...]  # "for", before a span


@dataclass(frozen=True, slots=True)
class Language:
    """One language."""

    code: str
    verbs: Mapping[str, Verb]
    nouns: Mapping[str, Verb]  # for light verbs
    i: frozenset[str]  # the reader does it
    me: frozenset[str]  # it is done to the reader
    others: frozenset[str]  # somebody else does it, with a bare verb
    joins: frozenset[str]  # between names
    links: frozenset[str]  # before a name
    about: tuple[str, ...]  # the surest first
    at: frozenset[str]  # before a place
    places: Mapping[str, bool]  # known ones: whether talk is quick there
    articles: frozenset[str]
    things: frozenset[str]  # what it was done with: "question", "post"
    fillers: frozenset[str]
    dates: Dates
    possessive: tuple[str, ...] = ("'s", "’s", "'", "’")
    promised: frozenset[str] = field(default_factory=frozenset)  # before what was promised
