"""One entry: calm to read, and what to do with it."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from kith.actions import notes as write
from kith.actions import reading as do
from kith.actions.clock import utc_now
from kith.core import asking
from kith.core.problems import Problem
from kith.db.models import Entry, Mark
from kith.queries import (
    access,
    fitting,
    full_text,
    interests,
    notes,
    reading,
    searching,
    stories,
    threads,
)
from kith.queries.reading import Where
from kith.sources.find_conversation import looks_like_one
from kith.web import given, media, pens, pictures
from kith.web.flow import flow_of, step_asked, to_next
from kith.web.jinja import url
from kith.web.render import Request, page, say
from kith.web.where import Query, query_of, suffix_of, where_of


@require_safe
def entry(request: Request, entry: int) -> HttpResponse:
    """The entry with its neighbours in the list it was opened from; opening it marks it as read."""
    mark = access.mark(request.user, entry)
    where = where_of(request.GET)
    if _is_opened(request):
        if mark.state != Mark.State.READ:
            do.open_entry(mark, utc_now())
        _end(request)
    return show(request, mark, where)


def show(
    request: Request,
    mark: Mark,
    where: Where,
    *,
    template: str = "entry.html",
    status: int = 200,
    wrong: str = "",
    typed: Mapping[str, str] | None = None,
    unfetched: Problem | None = None,
    done: str = "",
) -> HttpResponse:
    """An entry's page.

    `wrong` says what is wrong with the quotation that was `typed`, `unfetched` why there is no full
    text, `done` what those hear who see nothing change.
    """
    shown, flow = reading.reading(request.user, mark, where), flow_of(request, mark)
    text = full_text.text(mark.entry, as_feed=as_feed(request))
    watchable = _watchable(shown.entry)
    marked = pens.marked(text.html, notes.highlights(request.user, mark.entry_id), text.other)
    return page(
        request,
        template,
        here="today" if flow else "read",
        status=status,
        shown=shown,
        mark=mark,
        entry=shown.entry,
        marked=marked,
        waiting=_waiting(request, marked.html),
        media=list(media.media(shown.entry.enclosures)),
        watch=media.watch(shown.entry.url),
        tags=notes.tags(mark),
        all_tags=notes.all_tags(request.user),
        watchable=watchable,
        thread=threads.of_entry(request.user, mark.entry_id) if watchable else None,
        has_interests=interests.has_any(request.user),
        query=query_of(where),
        own=own_query(request, where),
        text=text,
        wrong=wrong,
        typed=typed or {},
        unfetched=unfetched,
        done=done,
        flow=flow,
    )


def _watchable(entry: Entry) -> bool:
    """Whether people talk about an entry, as far as can be told without asking."""
    return bool(entry.comments_feed or entry.comments_url) or looks_like_one(entry.url)


def as_feed(request: Request) -> bool:
    """Whether the reader wants the text as the feed has it, and not the full one."""
    return request.GET.get("text") == "feed"


def own_query(request: Request, where: Where) -> Query:
    """What an address of this entry has to say: its list, its step, which text is shown."""
    query, step = query_of(where), step_asked(request)
    if as_feed(request):
        query["text"] = "feed"
    return query | ({"step": step} if step else {})


def _waiting(request: Request, html: Markup) -> Markup | None:
    """The text with buttons for pictures, where the reader wishes so and it holds any."""
    wished = request.user.preferences.get("pictures") == "click" and "pictures" not in request.GET
    return pictures.waiting(html) if wished and "<img" in html else None


def _is_opened(request: Request) -> bool:
    """Whether somebody looks at the page: not a guess of the browser, nor a picture in a text."""
    guessed = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    wanted = request.headers.get("Sec-Fetch-Dest", "document")
    return request.method == "GET" and "prefetch" not in guessed and wanted == "document"


def _end(request: Request) -> None:
    """Note that the entry before was read to its end, where the link at its end led here."""
    before = request.GET.get("ended", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        with contextlib.suppress(access.NotYours):
            do.finish(access.mark(request.user, int(before)), utc_now())


_DO: Mapping[str, Callable[[Mark], None]] = {
    "read": lambda mark: do.set_state(mark, Mark.State.READ, utc_now()),
    "unread": lambda mark: do.set_state(mark, Mark.State.UNREAD, utc_now()),
    "archive": lambda mark: do.set_state(mark, Mark.State.ARCHIVED, utc_now()),
    "keep": lambda mark: do.keep(mark, utc_now()),
    "let-go": do.let_go,
}
_FOR_ME = ("not-for-me", "for-me")


@require_POST
def mark(request: Request, entry: int) -> HttpResponse:
    """Change one entry's mark; answers with its line or the reader's dock where htmx asks."""
    found = access.mark(request.user, entry)
    verb = request.POST.get("do", "")
    if verb in _DO:
        _DO[verb](found)
    where = where_of(request.GET)
    if verb in _FOR_ME:
        return _for_me(request, found, verb, where)
    if request.htmx and request.htmx.target == "dock":
        return page(
            request,
            "entry.html",
            block="dock",
            shown=reading.reading(request.user, found, where),
            mark=found,
            query=query_of(where),
            flow=flow_of(request, found),
        )
    if request.htmx:
        return _line(request, found, where)
    there, listed = given.next_page(request), url("read", **query_of(where))
    if verb == "unread" and there.startswith(url("entry", entry)):
        say(request, _("It is unread again."))
        return redirect(listed)  # its own page would mark it as read at once
    return redirect(there or listed)


def _line(request: Request, mark: Mark, where: Where) -> HttpResponse:
    """The entry as its list or its search shows it, and what is to be said."""
    typed = given.search(request)
    asked, about = asking.parse(typed), given.number(request, "about", anywhere=True)
    told = stories.again(request.user, reading.line(mark), given.entries(request, "also"))
    (line,) = fitting.shown(request.user, [told], about)
    found = searching.again(request.user, mark, asked) if asked else None
    return page(
        request,
        "read.html",
        block="line",
        line=line,
        found=replace(found, line=line) if found else None,
        about=about,
        typed=typed,
        suffix=suffix_of(where),
        alone=where.voice is not None,
        dated="dated" in request.GET,
        told=request.POST.get("do") in _FOR_ME,
    )


def _for_me(request: Request, mark: Mark, verb: str, where: Where) -> HttpResponse:
    """Put an entry away as not for this reader, with a way back; or take that back."""
    query, before = query_of(where), str(mark.state)
    listed = url("read", **query)
    if verb == "for-me":
        was = int(given.one_of(request, "was", map(str, Mark.State.values), "1"))
        do.for_me(mark, Mark.State(was))
        return redirect(given.next_page(request) or listed)
    flow = flow_of(request, mark)
    do.not_for_me(mark, utc_now())
    if flow and flow.runs:
        return to_next(access.session(request.user, flow.session))
    there = given.next_page(request) if request.htmx else url("entry", mark.entry_id, **query)
    fields = {"do": "for-me", "was": before, "next": there or listed}
    here = url("entry-mark", mark.entry_id, **query)
    say(request, _("Put away: not for you."), undo=here, fields=fields)
    return _line(request, mark, where) if request.htmx else redirect(listed)


@require_POST
def place(request: Request, entry: int) -> HttpResponse:
    """Remember how far it was heard; a script tells, now and then."""
    return _told(request, entry, do.set_place)


@require_POST
def stay(request: Request, entry: int) -> HttpResponse:
    """Remember how long it was on the screen, and whether its end was; a script tells."""
    return _told(request, entry, lambda mark, seconds: _stayed(request, mark, seconds))


def _told(request: Request, entry: int, note: Callable[[Mark, int], object]) -> HttpResponse:
    """Note the seconds that a script tells."""
    mark = access.mark(request.user, entry)
    seconds = given.number(request, "seconds")
    if seconds is None:
        return HttpResponse(status=400)
    note(mark, seconds)
    return HttpResponse(status=204)


def _stayed(request: Request, mark: Mark, seconds: int) -> None:
    do.spend(mark, seconds)
    if given.one_of(request, "ended", ("yes",)):
        do.finish(mark, utc_now())


@require_POST
def tags(request: Request, entry: int) -> HttpResponse:
    """Give an entry these words, and no others."""
    mark = access.mark(request.user, entry)
    named = given.line(request, "tags", 2000).split(",")
    write.tag(mark, [name.strip() for name in named])
    return redirect(url("entry", entry, **own_query(request, where_of(request.GET))) + "#tags")
