"""Read: everything there is, newest first, one page at a time."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from kith.actions import reading as do
from kith.actions.clock import utc_now
from kith.db.models import User, Voice
from kith.queries import access, channels, fitting, notes, reading, roster, sessions, stories
from kith.queries.reading import PAGE, Line, Page, Shelf, Where
from kith.web import given, words
from kith.web.jinja import url
from kith.web.render import Request, page, say
from kith.web.where import cursor_of, cursor_text, query_of, suffix_of, where_of

WEEK = timedelta(days=7)


@require_safe
def read(request: Request) -> HttpResponse:
    """One page of a list, or what to do where it is empty."""
    user, where = request.user, where_of(request.GET)
    after = cursor_of(request.GET.get("after", ""))
    before = cursor_of(request.GET.get("before", ""))
    shown = reading.page(user, where, after=after, before=before)
    told = stories.folded(shown.lines) if where.shelf == Shelf.UNREAD else shown.lines
    return page(
        request,
        "read.html",
        here="read",
        shelves=shelves(),
        shelf=where.shelf.value,
        query=query_of(where),
        suffix=suffix_of(where),
        filtered=_filters(user, where),
        days=_by_day(fitting.shown(user, told)),
        total=_total(user, where, shown),
        now=utc_now().isoformat(),
        waiting=0 if after or before else _waiting(user, shown),
        empty="" if shown.lines else _why_empty(user, where),
        shown=len(shown.lines),
        older=cursor_text(shown.older) if shown.older else "",
        newer=cursor_text(shown.newer) if shown.newer else "",
    )


def shelves() -> list[tuple[str, str]]:
    """The shelves of a list, in words."""
    return [
        (Shelf.UNREAD.value, _("Unread")),
        (Shelf.KEPT.value, _("Kept")),
        (Shelf.ALL.value, _("All")),
    ]


def _by_day(lines: Iterable[Line]) -> Iterator[tuple[date, list[Line]]]:
    for day, group in groupby(lines, lambda line: words.day_of(line.at)):
        yield day, list(group)


def _total(user: User, where: Where, shown: Page) -> int:
    if not (shown.older or shown.newer):
        return len(shown.lines)
    return reading.count(user, where) if shown.total is None else shown.total


def _waiting(user: User, shown: Page) -> int:
    return channels.unheard(user) if len(shown.lines) < PAGE else 0


def _why_empty(user: User, where: Where) -> str:
    if not roster.has_voices(user):
        return "nobody"
    if where.voice or where.label or where.kind or where.tag:
        return "filter"
    return where.shelf.value


def _filters(user: User, where: Where) -> list[str]:
    """What narrows the list, in words."""
    named = []
    if where.voice is not None:
        named.append(roster.called(access.voice(user, where.voice)))
    if where.label:
        named.append(where.label)
    if where.kind:
        named.append(words.kinds(where.kind))
    if where.tag:
        named.append(where.tag)
    return named


@require_safe
@vary_on_headers("HX-Request")
def narrow(request: Request) -> HttpResponse:
    """The form that narrows the list: within the list, or a page of its own without scripts."""
    where = where_of(request.GET)
    return page(
        request,
        "read_filter.html",
        here="read",
        block="form" if request.htmx else "",
        where=where,
        query=query_of(where),
        voices=roster.names(request.user),
        labels=roster.labels(request.user),
        kinds=Voice.Kind.values,
        tags=notes.all_tags(request.user),
    )


@require_POST
def archive(request: Request) -> HttpResponse:
    """Put away a whole list, or what is older than a week in it, or of that what is not planned."""
    where, now, what = where_of(request.POST), utc_now(), request.POST.get("what")
    older_than = now - WEEK if what in {"week", "rest"} else None
    concerned = reading.put_away(
        request.user, where, seen_by=_seen_by(request, now), older_than=older_than
    )
    if what == "rest":
        concerned = concerned.exclude(entry__in=sessions.planned_entries(request.user, now))
    ids = do.archive(request.user, concerned)
    _tell(request, ids)
    return redirect(given.next_page(request) or url("read", **query_of(where)))


def _seen_by(request: Request, now: datetime) -> datetime:
    return given.moment(request.POST.get("seen", "")) or now


def _tell(request: Request, ids: list[int]) -> None:
    if not ids:
        say(request, _("There was nothing to put away."))
        return
    n = len(ids)
    text = ngettext("%(n)s entry is put away.", "%(n)s entries are put away.", n)
    if n == do.ARCHIVE_BATCH:
        text += " " + _("There are more; put away once again what is left.")
    fields = {"marks": ".".join(map(str, ids))}
    say(request, text % {"n": words.number(n)}, undo=url("read-unarchive"), fields=fields)


@require_POST
def unarchive(request: Request) -> HttpResponse:
    """Take back what was put away."""
    ids = given.numbers(request, "marks", do.ARCHIVE_BATCH)
    do.unarchive(request.user, ids)
    say(request, _("They are unread again."))
    return redirect(given.next_page(request) or "read")
