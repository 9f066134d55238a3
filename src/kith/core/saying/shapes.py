"""What is understood of a line."""

from dataclasses import dataclass
from datetime import date

# Code -> what it means; the text of a doubt is what was typed there.
DOUBTS = {
    "no-act": "no verb of the tables is in it",
    "no-one": "it names nobody",
    "unknown": "nobody given bears this name",
    "ambiguous": "several bear this name",
    "between-others": "it happened between others",
    "future": "what has been done cannot be dated after today",
    "not-understood": "words that found no place",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it was typed, and who bears it: one, several, or nobody."""

    text: str
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """What to ask about before anything is kept."""

    code: str  # of DOUBTS
    text: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A line, understood. Empty where nothing was said about it."""

    kind: str = ""  # of `exchanges.KINDS`; empty for a promise, and where no verb was found
    direction: str = ""  # of the exchange or of the promise
    people: tuple[Named, ...] = ()  # with whom
    others: tuple[Named, ...] = ()  # who else is in it: "Ana introduced me to Ben"
    about: str = ""
    day: date | None = None  # None: it was not said, so it is today
    minutes: int | None = None
    where: str = ""  # "Mastodon", "the library"
    chat: bool = False  # by word or place: talk is quick there
    promise: bool = False
    due: date | None = None  # of the promise
    doubts: tuple[Doubt, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether it says what happened, and with whom."""
        return bool(self.kind or self.promise) and any(len(one.ids) == 1 for one in self.people)
