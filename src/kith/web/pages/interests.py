"""Interests: what one wants to learn about, how much of it, and how that fares."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from kith.actions import interests as do
from kith.actions.clock import utc_now
from kith.core.interests import terms
from kith.core.problems import Problem, Trouble
from kith.db.models import Interest
from kith.queries import access
from kith.queries import interests as ask
from kith.queries.interests import Attention
from kith.web import given, words
from kith.web.jinja import url
from kith.web.pages.read import shelves
from kith.web.render import Request, complain, page, say
from kith.web.where import cursor_of, cursor_text, where_of

LONGEST = 1000  # characters of a line that is typed
LONGEST_TERMS = 3000


class Row(NamedTuple):
    """An interest in the list, and what it got this month."""

    interest: Interest
    got: Attention
    said: str


@require_safe
def interests(request: Request) -> HttpResponse:
    """All of them, those that ask for most first."""
    return _list(request)


def _list(
    request: Request, *, text: str = "", problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    now = utc_now()
    got = ask.attention(request.user, month(now), now)
    rows = [Row(one, got[one.pk], attention(got[one.pk])) for one in ask.interests(request.user)]
    awake = [row for row in rows if not row.interest.resting]
    at = request.GET.get("at", "")
    return page(
        request,
        "interests.html",
        here="learn",
        status=status,
        groups=[
            (weight, word, [row for row in awake if row.interest.weight == weight])
            for weight, word in weights()
        ],
        resting=[row for row in rows if row.interest.resting],
        any=bool(rows),
        offered=ask.has_offers(request.user),
        at=int(at) if at.isascii() and at.isdigit() and len(at) < 19 else 0,
        way=request.GET.get("way", ""),
        text=text,
        problem=problem,
    )


def month(now: datetime) -> datetime:
    """When the reader's month began."""
    here = timezone.localtime(now)
    return here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def weights() -> list[tuple[int, str]]:
    """The weights, the heaviest first, in words."""
    return [
        (Interest.Weight.MOST, pgettext("how much attention", "Most")),
        (Interest.Weight.MORE, pgettext("how much attention", "More")),
        (Interest.Weight.SOME, pgettext("how much attention", "Some")),
    ]


def attention(got: Attention) -> str:
    """What an interest got this month: "38 minutes in 6 pieces"."""
    if not got.pieces:
        return _("nothing read this month")
    if got.pieces == 1:
        return _("%(length)s this month, in one piece") % {"length": words.length(60 * got.minutes)}
    text = _("%(length)s this month, in %(n)s pieces")
    return text % {"length": words.length(60 * got.minutes), "n": words.number(got.pieces)}


def against(got: Attention) -> str:
    """That against its weight, in words and without blame."""
    asked = _part(got.asked)
    if not got.asked:
        return _("It rests, and asks for nothing.")
    if not got.pieces:
        return _("By its weight it asks for %(part)s of what you read.") % {"part": asked}
    part = _part(got.share)
    if part == asked:
        text = _("That is %(part)s of what you read for interests, as its weight asks.")
    else:
        text = _("That is %(part)s of what you read for interests; its weight asks for %(asked)s.")
    return text % {"part": part, "asked": asked}


def _part(share: float) -> str:
    parts = [
        (0.0, pgettext("part of what is read", "hardly any")),
        (0.1, pgettext("part of what is read", "a tenth")),
        (0.2, pgettext("part of what is read", "a fifth")),
        (0.25, pgettext("part of what is read", "a quarter")),
        (1 / 3, pgettext("part of what is read", "a third")),
        (0.5, pgettext("part of what is read", "half")),
        (2 / 3, pgettext("part of what is read", "two thirds")),
        (0.75, pgettext("part of what is read", "three quarters")),
        (0.9, pgettext("part of what is read", "nearly all")),
        (1.0, pgettext("part of what is read", "all")),
    ]
    return min(parts, key=lambda part: abs(part[0] - share))[1]


@require_POST
def add(request: Request) -> HttpResponse:
    """Name one, as lightly as typing five words."""
    text, now = given.words(request, "text", LONGEST), utc_now()
    try:
        rows = do.add(request.user, text, now)
    except Trouble as trouble:
        return _list(request, text=text, problem=trouble.problem, status=422)
    added(request, rows, now)
    return redirect(given.next_page(request) or url("interests", at=rows[0].pk))


def added(request: Request, rows: list[Interest], now: datetime) -> None:
    """Say what was named, with the way back where it is one and new."""
    if len(rows) > 1:
        names = ", ".join(row.name for row in rows)
        say(request, _("You want to learn about: %(names)s.") % {"names": names})
        return
    row = rows[0]
    undo = url("interest-remove", row.pk) if row.created_at == now else ""
    found = {"name": row.name, "terms": ", ".join(row.terms)}
    text = _("“%(name)s” is among your interests. Kith looks for: %(terms)s.") % found
    say(request, text, undo=undo, fields={"next": url("interests")})


@require_safe
def interest(request: Request, interest: int) -> HttpResponse:
    """One of them: what is new, what was kept, who speaks about it, how much attention it got."""
    return _one(request, access.interest(request.user, interest))


def _one(
    request: Request, found: Interest, *, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    now = utc_now()
    got = ask.attention(request.user, month(now), now)[found.pk]
    return page(
        request,
        "interest.html",
        here="learn",
        status=status,
        interest=found,
        about=ask.about(request.user, found, now),
        got=got,
        said=attention(got),
        against=against(got),
        weights=weights(),
        weight=dict(weights())[found.weight],
        problem=problem,
    )


@require_safe
def entries(request: Request, interest: int) -> HttpResponse:
    """All that is about it, one page at a time: what is unread, what is kept, or everything."""
    found = access.interest(request.user, interest)
    shelf = where_of(request.GET).shelf
    after = cursor_of(request.GET.get("after", ""))
    before = cursor_of(request.GET.get("before", ""))
    shown = ask.listed(request.user, found, shelf, after=after, before=before)
    return page(
        request,
        "interest_entries.html",
        here="learn",
        interest=found,
        shelves=shelves(),
        shelf=shelf.value,
        lines=shown.lines,
        older=cursor_text(shown.older) if shown.older else "",
        newer=cursor_text(shown.newer) if shown.newer else "",
    )


@require_POST
def describe(request: Request, interest: int) -> HttpResponse:
    """Change its name, sentence, terms and weight."""
    found = access.interest(request.user, interest)
    try:
        do.describe(
            found,
            name=given.line(request, "name", 100),
            description=given.line(request, "description", do.LONGEST_DESCRIPTION),
            terms=terms(given.words(request, "terms", LONGEST_TERMS)),
            weight=given.number(request, "weight") or found.weight,
        )
    except Trouble as trouble:
        found.refresh_from_db()
        return _one(request, found, problem=trouble.problem, status=422)
    say(request, _("Changed."))
    return redirect("interest", found.pk)


@require_POST
def move(request: Request, interest: int) -> HttpResponse:
    """More or less attention: one place up or down, or to the place it was dragged to."""
    found = access.interest(request.user, interest)
    way = given.one_of(request, "way", ("up", "down"))
    weight, place = given.number(request, "weight"), given.number(request, "place")
    if way:
        do.move(found, up=way == "up")
    elif weight is not None and weight in do.WEIGHTS:
        do.put(found, weight, do.LAST if place is None else min(place, do.LAST))
    return redirect(url("interests", at=found.pk, way=way))


@require_POST
def rest(request: Request, interest: int) -> HttpResponse:
    """Let it rest."""
    found = access.interest(request.user, interest)
    do.rest(found)
    text = _("“%(name)s” rests. Nothing is chosen for it until you take it up again.")
    say(request, text % {"name": found.name}, undo=url("interest-wake", found.pk))
    return redirect(given.next_page(request) or url("interests"))


@require_POST
def wake(request: Request, interest: int) -> HttpResponse:
    """Take it up again."""
    found = access.interest(request.user, interest)
    do.wake(found)
    say(request, _("“%(name)s” is taken up again.") % {"name": found.name})
    return redirect(given.next_page(request) or url("interests", at=found.pk))


@require_POST
def remove(request: Request, interest: int) -> HttpResponse:
    """Take it away, with the way back."""
    found = access.interest(request.user, interest)
    do.remove(found, utc_now())
    text = _("“%(name)s” is no longer among your interests.") % {"name": found.name}
    say(request, text, undo=url("interest-put-back", found.pk))
    return redirect("interests")


@require_POST
def put_back(request: Request, interest: int) -> HttpResponse:
    """Undo `remove` and `part`."""
    found = access.removed_interest(request.user, interest)
    made = given.words(request, "made", LONGEST).split()
    try:
        row = do.put_back(found, [int(one) for one in made if one.isascii() and one.isdigit()])
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
        return redirect("interests")
    say(request, _("“%(name)s” is back.") % {"name": row.name})
    return redirect(url("interests", at=row.pk))


@require_POST
def part(request: Request, interest: int) -> HttpResponse:
    """Make each of its terms an interest of its own, with the way back."""
    found, now = access.interest(request.user, interest), utc_now()
    try:
        rows = do.part(found, now)
    except Trouble as trouble:
        return _one(request, found, problem=trouble.problem, status=422)
    names = ", ".join(row.name for row in rows)
    made = " ".join(str(row.pk) for row in rows if row.created_at == now)
    text = _("“%(name)s” became: %(names)s.") % {"name": found.name, "names": names}
    say(request, text, undo=url("interest-put-back", found.pk), fields={"made": made})
    return redirect("interests")
