"""A voice's timeline: what it published, and what passed between it and the account."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q

from kith.db.models import Exchange, Highlight, User, Voice
from kith.queries import reading
from kith.queries.reading import Cursor, Line, Shelf, Where

PAGE = 20
_LAST = 2**63 - 1


class View(StrEnum):
    """What of a timeline is shown."""

    ALL = "all"
    BETWEEN = "between"  # exchanges
    WROTE = "wrote"  # entries


@dataclass(frozen=True, slots=True)
class Passed:
    """One exchange, as it is shown."""

    number: int
    kind: str
    direction: str
    at: datetime
    minutes: int | None
    about: str
    url: str
    entry: int | None
    captured: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing on the timeline: an exchange or an entry, the other is None."""

    at: datetime
    passed: Passed | None = None
    line: Line | None = None
    highlights: int = 0  # of the account's own, in the entry

    @property
    def place(self) -> "Place":
        """Where it stands."""
        if self.passed:
            return Place(self.at, self.passed.number, is_entry=False)
        assert self.line
        return Place(self.at, self.line.entry, is_entry=True)


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a timeline. Of what happened at one moment, exchanges come first."""

    at: datetime
    number: int
    is_entry: bool

    @property
    def text(self) -> str:
        """For an address: "2026-03-01T08:00:00Z.e42", without the "e" for an exchange."""
        moment = self.at.isoformat().replace("+00:00", "Z")
        return f"{moment}.{'e' if self.is_entry else ''}{self.number}"


@dataclass(frozen=True, slots=True)
class Timeline:
    """PAGE moments, the newest first, and where the next page begins, if there is more."""

    moments: list[Moment]
    older: Place | None


def timeline(voice: Voice, view: View = View.ALL, after: Place | None = None) -> Timeline:
    """What happened with a voice after a place; `voice` comes from access.voice."""
    lines = [] if view == View.BETWEEN else _lines(voice, after)
    passed = [] if view == View.WROTE else _exchanges(voice, after)
    moments = [
        *(Moment(one.at, passed=one) for one in passed),
        *(Moment(one.at, line=one) for one in lines),
    ]
    moments.sort(key=lambda one: one.at, reverse=True)  # stable: exchanges first
    shown = moments[:PAGE]
    older = shown[-1].place if len(moments) > PAGE else None
    return Timeline(_with_highlights(voice, shown), older)


def _lines(voice: Voice, after: Place | None) -> list[Line]:
    place = None
    if after:
        place = Cursor(after.at, after.number if after.is_entry else _LAST)
    user, where = User(pk=voice.owner_id), Where(Shelf.ALL, voice=voice.pk)
    return reading.page(user, where, after=place).lines


def _exchanges(voice: Voice, after: Place | None) -> list[Passed]:
    rows = Exchange.objects.filter(voice=voice)
    if after and after.is_entry:
        rows = rows.filter(at__lt=after.at)
    elif after:
        rows = rows.filter(Q(at__lte=after.at) & ~Q(at=after.at, pk__gte=after.number))
    columns = ("pk", "kind", "direction", "at", "minutes", "about", "url", "entry_id", "captured")
    found = rows.order_by("-at", "-pk").values_list(*columns)
    return [Passed(*row) for row in found[: PAGE + 1]]


def _with_highlights(voice: Voice, moments: list[Moment]) -> list[Moment]:
    entries = [one.line.entry for one in moments if one.line]
    rows = Highlight.objects.filter(owner=voice.owner_id, entry__in=entries).order_by()
    counts = dict(rows.values_list("entry").annotate(n=Count("pk")))
    return [
        Moment(one.at, one.passed, one.line, counts.get(one.line.entry, 0) if one.line else 0)
        for one in moments
    ]
