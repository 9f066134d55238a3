"""What a kind of step is, and what it finds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from kith.core.judgement.features import Features
from kith.db.models import User
from kith.queries.judging import Because, Offer


class Group(StrEnum):
    """The groups of a session, in their order on the page."""

    READ = "read"
    GIVE = "give"
    GROW = "grow"
    PREPARE = "prepare"


@dataclass(frozen=True, slots=True)
class Around:
    """What kinds of step look at. `offers` are the unread entries worth most, the best first."""

    user: User
    now: datetime
    zone: ZoneInfo
    offers: Sequence[Offer]

    @property
    def today(self) -> date:
        """The account's own date."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A step that could be taken. `value` is between 0 and 1; of what is `owed` see core.owing."""

    subject: str  # what it is about; once a session: "entry:42"
    title: str
    minutes: int
    value: float
    because: Sequence[Because]
    doubt: float = 0.0  # how uncertain the value is, 0 to 1; see core.judgement.plan
    also: Sequence[str] = ()  # names of other voices that tell the same
    otherwise: Sequence[Because] = ()  # where nothing else speaks for it
    entry: int | None = None
    voice: int | None = None
    highlight: int | None = None
    interest: int | None = None
    owed: bool = False
    rare: bool = False  # of a voice that hardly ever speaks
    features: Features | None = field(default=None, repr=False, compare=False)


Find = Callable[[Around], Iterable[Candidate]]


class Way(StrEnum):
    """How a step is done."""

    READER = "reader"  # its entry is opened
    PAGE = "page"  # on a page of its own, with the template steps/<verb>.html


@dataclass(frozen=True, slots=True)
class Verb:
    """A kind of step; 20 minutes hold `most` of them (0: as many as fit)."""

    name: str
    group: Group
    find: Find
    way: Way
    action: str | Promise  # what its button says
    headline: str | Promise  # holds %(title)s
    most: int = 0

    def limit(self, minutes: int) -> int | None:
        """How many of them so many minutes hold; None for as many as fit."""
        return max(1, round(self.most * minutes / 20)) if self.most else None
