"""Search: the newest entries of an account that hold what is asked for, and where they do.

What the account added to an entry is searched with it, and shown beside it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from kith.core import folding
from kith.core.asking import Search, Term
from kith.db import search as index
from kith.db import search_notes
from kith.db.models import EntryText, Mark, User, Voice
from kith.db.search import Question
from kith.db.walks import beyond
from kith.queries import fitting, marking, notes, reading
from kith.queries.notes import Said
from kith.queries.reading import COUNTED, PAGE, Cursor, Line

_NOTHING = SafeString()
_READ = 50_000  # characters of a text in which words are looked for to be shown


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that was found, and its title and a piece of it with the words marked.

    `said` is what the account added to it and holds one of them: the words of a note, of a
    highlight, or a word of its own; `piece` is that, with the words marked.
    """

    line: Line
    title: SafeString
    excerpt: SafeString
    said: Said | None = None
    piece: SafeString = _NOTHING


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what was found; `total` is missing where counting would take too long."""

    found: list[Found]
    older: Cursor | None
    newer: Cursor | None
    total: int | None


def search(
    user: User,
    asked: Search,
    zone: tzinfo,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
    most: int = PAGE,
) -> Page:
    """The newest entries that fit, or those after (older than) or before a place.

    Days begin in `zone`. Nothing fits a search for nothing. A released voice's entries are found
    only when kept.
    """
    rows = marks(user, asked, zone) if asked else None
    if rows is None:
        return Page([], None, None, 0)
    rows = search_notes.without(user, rows, asked.terms)
    up = before is not None and after is None
    start = before if up else after
    placed = beyond(rows, (start.at, start.entry), up=up) if start else rows
    noted = search_notes.found(user, placed, asked.terms, COUNTED + 1, up=up)
    question = index.asked(asked.terms)
    pks = question.newest(placed, most + 1, up=up)
    if noted:
        pks = index.among(placed, {*pks, *noted}, most + 1, up=up)
    more, pks = len(pks) > most, pks[:most]
    found = _found(user, pks, asked.terms, set(noted))
    if not found:
        return Page([], None, None, 0)
    first, last = (Cursor(one.line.at, one.line.entry) for one in (found[0], found[-1]))
    older = last if more or up else None
    newer = first if (more and up) or after else None
    whole = not (older or newer)
    if start:
        noted = search_notes.found(user, rows, asked.terms, COUNTED + 1)
    total = len(found) if whole else _count(rows, question, noted)
    return Page(found, older, newer, total)


def _count(rows: QuerySet[Mark], question: Question, noted: Sequence[int]) -> int | None:
    """How many there are, whichever way they were found, as the question counts."""
    if len(noted) > COUNTED:
        return len(noted)
    others = question.count(rows.exclude(pk__in=noted) if noted else rows, COUNTED + 1)
    return None if others is None else others + len(noted)


def fitted(user: User, found: Sequence[Found]) -> list[Found]:
    """The same, each with the most important interest that its entry surely fits."""
    lines = fitting.shown(user, [one.line for one in found])
    return [replace(one, line=line) for one, line in zip(found, lines, strict=True)]


def again(user: User, mark: Mark, asked: Search) -> Found:
    """One entry that was found before, with the words marked; `mark` comes from access.mark."""
    return _found(user, [mark.pk], asked.terms, {mark.pk})[0]


def shown(user: User, marks: Sequence[int], terms: Sequence[Term], noted: set[int]) -> list[Found]:
    """Some entries, with words marked where they stand, in the order of their marks' numbers.

    `marks` are the account's own; to the entries of those `noted` it added one of the words.
    """
    order = {pk: place for place, pk in enumerate(marks)}
    entries = dict(Mark.objects.filter(pk__in=marks).values_list("entry_id", "pk"))
    found = _found(user, marks, terms, noted)
    return sorted(found, key=lambda one: order[entries[one.line.entry]])


def _found(user: User, marks: Sequence[int], terms: Sequence[Term], noted: set[int]) -> list[Found]:
    rows = Mark.objects.filter(pk__in=marks).order_by("-at", "-entry_id")
    lines = reading.lines(rows)
    inside = marking.patterns(term for term in terms if not term.place)
    above = marking.patterns(term for term in terms if term.place != "author")
    entries = [line.entry for line in lines]
    texts = _texts(entries) if inside else {}
    said = notes.said(user, entries) if noted.intersection(marks) else {}
    return [
        Found(
            line,
            marking.marked(line.title, above),
            marking.piece(texts.get(line.entry, ""), inside, line.excerpt),
            *_told(said.get(line.entry, ()), inside),
        )
        for line in lines
    ]


def _told(
    said: Iterable[Said], wanted: Sequence[re.Pattern[str]]
) -> tuple[Said | None, SafeString]:
    """The first thing that was added and holds one of the words, with those marked."""
    for one in said:
        piece = marking.piece(one.text, wanted, "")
        if piece:
            return one, piece
    return None, _NOTHING


def _texts(entries: Sequence[int]) -> dict[int, str]:
    rows = EntryText.objects.filter(entry__in=entries)
    return dict(rows.values_list("entry_id", Substr("body", 1, _READ)))


def marks(user: User, asked: Search, zone: tzinfo) -> QuerySet[Mark] | None:
    """The marks that fit all but the words, in no order; none where no voice fits."""
    rows = Mark.objects.filter(owner=user)
    voices = _voices(user, asked)
    if voices == set():
        return None
    if voices is not None and len(voices) > 1:
        rows = rows.filter(voice__in=voices)
    elif voices:  # it is the account's own; naming the owner too, the wrong index is taken
        rows = Mark.objects.filter(voice=min(voices))
    if asked.kept is not None:
        rows = rows.filter(kept_at__isnull=not asked.kept)
    if not asked.kept:
        rows = _without_silent(user, rows, unread=bool(asked.unread))
    if asked.unread is not None:
        unread = Q(state=Mark.State.UNREAD)
        rows = rows.filter(unread if asked.unread else ~unread)
    if asked.since:
        rows = rows.filter(at__gte=begin(asked.since, zone))
    if asked.until:
        rows = rows.filter(at__lt=begin(asked.until, zone))
    return rows


def _without_silent(user: User, rows: QuerySet[Mark], *, unread: bool) -> QuerySet[Mark]:
    """Without what released voices said and nobody kept; nothing is unread of those at rest."""
    states = (Voice.State.RESTING, *Voice.GONE) if unread else Voice.GONE
    silent = Voice.objects.filter(owner=user, state__in=states)
    gone = list(silent.values_list("pk", flat=True))
    return rows.exclude(voice__in=gone, kept_at__isnull=True) if gone else rows


def begin(day: date, zone: tzinfo) -> datetime:
    """When a day begins in a time zone, in UTC."""
    try:
        return datetime.combine(day, time.min, zone).astimezone(UTC)
    except OverflowError:  # the first or last day there is
        return datetime.combine(day, time.min, UTC)


def _voices(user: User, asked: Search) -> set[int] | None:
    """The voices that fit names, labels and kinds; None where none of these is asked for."""
    if not (asked.voices or asked.labels or asked.kinds):
        return None
    rows = Voice.objects.filter(owner=user)
    if asked.kinds:
        rows = rows.filter(kind__in=asked.kinds)
    fit = set(rows.values_list("pk", flat=True))
    if asked.voices:
        fit &= _called(user, asked.voices)
    for label in asked.labels:
        fit &= _labelled(user, label)
    return fit


def unknown(user: User, asked: Search) -> list[str]:
    """The names of voices in a search that nobody of the account's is called."""
    return [name for name in asked.voices if not _called(user, [name])]


def _called(user: User, names: Sequence[str]) -> set[int]:
    """The voices with one of the names, or with words in theirs that begin so."""
    wanted = [_beginning(name) for name in names]
    rows = Voice.objects.filter(owner=user).values_list(
        "pk", "name", "followings__channel__title", "followings__channel__address"
    )
    called = (
        (pk, folding.fold(name or title or address or "")) for pk, name, title, address in rows
    )
    return {pk for pk, name in called if any(one.search(name) for one in wanted)}


def _labelled(user: User, label: str) -> set[int]:
    """The voices with a label that is called so, or lies in one that is."""
    wanted = _beginning(label)
    rows = Voice.objects.filter(owner=user, labels__isnull=False)
    named = rows.values_list("pk", "labels__name")
    return {pk for pk, name in named if wanted.search(folding.fold(name))}


def _beginning(name: str) -> re.Pattern[str]:
    return folding.pattern(name, beginning=True)
