"""What there is to read: lists of entries, one page at a time, and single entries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from kith.core.minutes import minutes
from kith.db import prepared
from kith.db.models import Edit, Entry, Mark, Tag, User, Voice
from kith.db.prepared import Prepared, Value, Values

SITTING = timedelta(hours=12)  # what was read in it is on the way back through unread ones
PAGE = 30
COUNTED = 1000  # a count stops here and says "1,000+"


class Shelf(StrEnum):
    """Which entries a list shows."""

    UNREAD = "unread"
    KEPT = "kept"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Where:
    """A list: a shelf, perhaps one voice, label (with those in it), kind, tag; and its order."""

    shelf: Shelf = Shelf.UNREAD
    voice: int | None = None
    label: str = ""
    kind: str = ""
    tag: str = ""
    oldest: bool = False  # whether the oldest come first; what follows in a list is newer then


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: after (or before) the entry with this time and number."""

    at: datetime
    entry: int


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a list shows it."""

    entry: int
    title: str
    url: str
    excerpt: str
    voice: int
    voice_name: str
    author: str
    at: datetime
    minutes: int
    unread: bool
    kept: bool
    plays: str  # "audio", "video" or empty
    interest: str = ""  # that it surely fits, where somebody looked (see fitting.shown)
    also: "tuple[Line, ...]" = ()  # what tells the same story and is folded under it


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and the places before and after it where there is more."""

    lines: list[Line]
    older: Cursor | None
    newer: Cursor | None
    total: int | None = None  # as `count` has it, where it was counted on the way


def marks(user: User, where: Where, *, few: bool = False) -> QuerySet[Mark]:
    """The marks of a list, in no order. A released voice's entries show only when kept.

    `few`: said so that they are gathered voice by voice or tag by tag, where a walk along the whole
    of an account's marks would pass a million to find three.
    """
    if where.voice is not None and where.shelf != Shelf.KEPT:
        rows = Mark.objects.filter(voice=_own(user, where.voice))
    elif few and _is_narrow(where):
        rows = Mark.objects.filter(voice__in=_voices(user, where))
    else:
        rows = _along(user, where)
    if where.shelf == Shelf.UNREAD:
        rows = rows.filter(state=Mark.State.UNREAD)
    if where.tag:
        rows = rows.filter(pk__in=Tag.objects.filter(owner=user, name=where.tag).values("mark"))
    return rows


def _is_narrow(where: Where) -> bool:
    return where.shelf != Shelf.KEPT and bool(where.label or where.kind or where.tag)


def _along(user: User, where: Where) -> QuerySet[Mark]:
    """Marks by their owner, so that an index in the order of a list is walked."""
    rows = Mark.objects.filter(owner=user)
    if where.shelf == Shelf.KEPT:
        rows = rows.filter(kept_at__isnull=False)
    else:
        rows = rows.exclude(voice__in=_silent(user, where.shelf))
    if where.voice is not None:
        rows = rows.filter(voice=where.voice)
    if where.label:
        rows = rows.filter(voice__in=_labelled(user, where.label))
    if where.kind:
        rows = rows.filter(voice__in=Voice.objects.filter(owner=user, kind=where.kind))
    return rows


def _voices(user: User, where: Where) -> QuerySet[Voice]:
    """The account's voices that fit a label and a kind, but for released ones."""
    rows = _labelled(user, where.label) if where.label else Voice.objects.filter(owner=user)
    rows = rows.filter(kind=where.kind) if where.kind else rows
    return rows.exclude(state__in=_silences(where.shelf))


def _silent(user: User, shelf: Shelf) -> QuerySet[Voice]:
    """Asked for once a list, where a join would look at the voice of every mark."""
    return Voice.objects.filter(owner=user, state__in=_silences(shelf))


def _silences(shelf: Shelf) -> tuple[Voice.State, ...]:
    """The states of voices that a list leaves out: those that rest are there among all."""
    return (Voice.State.RESTING, *Voice.GONE) if shelf == Shelf.UNREAD else Voice.GONE


def _own(user: User, voice: int) -> Subquery:
    """The voice, if it is the account's; a mark's own owner would lead to the wrong index."""
    return Subquery(Voice.objects.filter(owner=user, pk=voice).values("pk"))


def _labelled(user: User, label: str) -> QuerySet[Voice]:
    inside = Q(labels__name=label) | Q(labels__name__startswith=f"{label}/")
    return Voice.objects.filter(inside, owner=user)


_SHOWN = (
    *("entry_id", "entry__title", "entry__url", "entry__excerpt", "voice_id", "voice__name"),
    *("entry__author", "at", "entry__words", "entry__seconds", "state", "kept_at"),
    *("entry__channel__title", "entry__channel__address", "entry__enclosures"),
)


def page(
    user: User, where: Where, *, after: Cursor | None = None, before: Cursor | None = None
) -> Page:
    """The first PAGE entries of a list, or those after (or before) a place in its order."""
    place, way = (after, "after") if after else (before, "before" if before else "")
    total = count(user, where) if _is_narrow(where) else None
    walk = _walk(_shape(where), way, few=_are_few(total))
    found = walk.rows(_values(user, where, place))
    more, found = len(found) > PAGE, found[:PAGE]
    up = way == "before"
    lines = [_line(row) for row in (reversed(found) if up else found)]
    if not lines:
        return Page([], None, None, total)
    first, last = (Cursor(line.at, line.entry) for line in (lines[0], lines[-1]))
    older = last if more or up else None
    newer = first if (up and more) or after else None
    return Page(lines, older, newer, total)


def _are_few(total: int | None) -> bool:
    return total is not None and total <= COUNTED


# Lists are shown all day: their SQL is written once for each kind of list.


def _shape(where: Where) -> Where:
    """What lists with the same SQL share."""
    return where if where.voice is None else replace(where, voice=prepared.OTHER)


def _values(user: User, where: Where, place: Cursor | None) -> Values:
    """What differs between lists with the same SQL."""
    return {
        prepared.OWNER: user.pk,
        prepared.OTHER: where.voice,
        prepared.MOMENT: place.at if place else None,
        prepared.ROW: place.entry if place else None,
    }


def _blanks(shape: Where) -> list[Value]:
    return [prepared.OWNER] if shape.voice is None else [prepared.OWNER, prepared.OTHER]


@lru_cache(maxsize=500)
def _walk(shape: Where, way: str, *, few: bool) -> Prepared:
    rows, blanks = _ordered(shape, way, few=few)
    return Prepared(rows.values_list(*_SHOWN)[: PAGE + 1], blanks)


@lru_cache(maxsize=500)
def _neighbour(shape: Where, way: str, *, few: bool) -> Prepared:
    rows, blanks = _ordered(shape, way, few=few)
    return Prepared(rows.values_list("at", "entry_id")[:1], blanks)


@lru_cache(maxsize=500)
def _read_since(shape: Where) -> Prepared:
    """What was read since a moment, as far as it belongs to a list; found by when, not by place."""
    rows = marks(User(pk=prepared.OWNER), replace(shape, shelf=Shelf.ALL, voice=None))
    rows = rows if shape.voice is None else rows.filter(voice=prepared.OTHER)
    rows = rows.filter(read_at__gte=prepared.MOMENT, state=Mark.State.READ).order_by("-read_at")
    return Prepared(rows.values_list("at", "entry_id")[:200], [*_blanks(shape), prepared.MOMENT])


def _ordered(shape: Where, way: str, *, few: bool) -> tuple[QuerySet[Mark], list[Value]]:
    """The marks of a list from a place on, in their order, and the blanks among them."""
    rows = marks(User(pk=prepared.OWNER), shape, few=few)
    place, blanks = Cursor(prepared.MOMENT, prepared.ROW), _blanks(shape)
    upwards = (way == "before") != shape.oldest
    if way:
        rows = rows.filter(_newer(place) if upwards else _older(place))
        blanks += [prepared.MOMENT, prepared.ROW]
    order = ("at", "entry_id") if upwards else ("-at", "-entry_id")
    return rows.order_by(*order), blanks


@lru_cache(maxsize=500)
def _counted(shape: Where) -> Prepared:
    # In the order of the list, for its index holds nothing else.
    order = () if _is_narrow(shape) else ("-at", "-entry_id")
    rows = marks(User(pk=prepared.OWNER), shape, few=True).order_by(*order).values_list("pk")
    return Prepared(rows[: COUNTED + 1], _blanks(shape))


# Said so that an index can begin at the place: of two alternatives it would have to read it all.
def _older(place: Cursor) -> Q:
    return Q(at__lte=place.at) & ~Q(at=place.at, entry__gte=place.entry)


def _newer(place: Cursor) -> Q:
    return Q(at__gte=place.at) & ~Q(at=place.at, entry__lte=place.entry)


def _line(row: Sequence[Any]) -> Line:
    entry, title, url, excerpt, voice, name, author, at, words, seconds, state, kept, *channel = row
    channel_title, address, enclosures = channel
    return Line(
        entry=entry,
        title=title or excerpt[:80] or url,
        url=url,
        excerpt=excerpt,
        voice=voice,
        voice_name=name or channel_title or address,
        author=author,
        at=at,
        minutes=minutes(words, seconds),
        unread=state == Mark.State.UNREAD,
        kept=kept is not None,
        plays=_plays(enclosures),
    )


def _plays(enclosures: list[dict[str, str]]) -> str:
    for enclosure in enclosures:
        kind = enclosure.get("type", "").partition("/")[0]
        if kind in {"audio", "video"}:
            return kind
    return ""


def line(mark: Mark) -> Line:
    """One entry as a list shows it; `mark` comes from access.mark."""
    return _line(Mark.objects.values_list(*_SHOWN).get(pk=mark.pk))


def lines(rows: QuerySet[Mark]) -> list[Line]:
    """Entries as a list shows them, in the order of the marks given."""
    return [_line(row) for row in rows.values_list(*_SHOWN)]


def put_away(
    user: User, where: Where, *, seen_by: datetime, older_than: datetime | None = None
) -> QuerySet[Mark]:
    """What archiving a list concerns: unread, heard before the list was shown, perhaps older."""
    rows = marks(user, where).filter(state=Mark.State.UNREAD, entry__first_seen_at__lte=seen_by)
    return rows.filter(at__lt=older_than) if older_than else rows


def count(user: User, where: Where) -> int:
    """How many entries a list holds, counted to COUNTED + 1 at the most."""
    return _counted(_shape(where)).count(_values(user, where, None))


@dataclass(frozen=True, slots=True)
class Reading:
    """One entry on its own page; its text is that of `full_text.text`."""

    mark: Mark
    entry: Entry
    voice_name: str
    edits: int  # how often its author changed it
    older: int | None  # the entries next to it in the list it was opened from
    newer: int | None


def reading(user: User, mark: Mark, where: Where) -> Reading:
    """An entry with its neighbours in a list; `mark` comes from access.mark."""
    entry = mark.entry
    few = _is_narrow(where) and _are_few(count(user, where))
    values = _values(user, where, Cursor(mark.at, entry.pk))
    older, newer = (
        _neighbour(_shape(where), way, few=few).rows(values) for way in ("after", "before")
    )
    above = [*map(tuple, newer), *_just_read(user, where, mark)]
    return Reading(
        mark=mark,
        entry=entry,
        voice_name=mark.voice.name or entry.channel.title or entry.channel.address,
        edits=_edits.count(entry.pk),
        older=older[0][1] if older else None,
        newer=(max if where.oldest else min)(above)[1] if above else None,
    )


def _just_read(user: User, where: Where, mark: Mark) -> list[tuple[Any, ...]]:
    """What stood above an entry in a list of unread ones until it was read: the way back to it."""
    if where.shelf != Shelf.UNREAD or mark.read_at is None:
        return []
    values = _values(user, where, Cursor(mark.read_at - SITTING, mark.entry_id))
    read = map(tuple, _read_since(_shape(where)).rows(values))
    here = (mark.at, mark.entry_id)
    return [place for place in read if (place < here if where.oldest else place > here)]


@prepared.query
def _edits(entry: int) -> QuerySet[Edit, int]:
    return Edit.objects.filter(entry=entry).values_list("pk", flat=True)
