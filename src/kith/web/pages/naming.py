"""Where interests come from: the first question, labels, and the words of an entry."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.actions import interests as do
from kith.actions.accounts import set_profile
from kith.actions.clock import utc_now
from kith.core.interests import Draft, distinct, terms
from kith.core.problems import Problem, Trouble
from kith.db.models import Mark
from kith.queries import access, fitting
from kith.queries import interests as ask
from kith.queries.fitting import Fit
from kith.web import given, words
from kith.web.jinja import url
from kith.web.pages.interests import LONGEST_TERMS, added
from kith.web.render import Request, complain, page, say
from kith.web.where import Query, query_of, where_of

ASKED = "asked_interests"  # a preference: the first question was answered, or skipped
LONGEST = 2000  # characters of the first answer


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Request) -> HttpResponse:
    """The first question: what one would like to learn. It may stay unanswered."""
    if request.method != "POST":
        return page(request, "begin_interests.html", text="", problem=None)
    text, now = given.words(request, "text", LONGEST), utc_now()
    if "skip" not in request.POST:
        try:
            added(request, do.add(request.user, text, now), now)
        except Trouble as trouble:
            return page(
                request, "begin_interests.html", status=422, text=text, problem=trouble.problem
            )
    set_profile(request.user, name=request.user.name, preferences={ASKED: "yes"})
    return redirect("begin")


@require_http_methods(["GET", "HEAD", "POST"])
def labels(request: Request) -> HttpResponse:
    """Labels that could be interests, with terms out of what their voices write."""
    if request.method != "POST":
        return page(request, "interest_labels.html", here="learn", offers=ask.offers(request.user))
    chosen = [number for number in request.POST.getlist("offer") if number.isdigit()]
    drafts = [draft for number in chosen[: do.MOST] if (draft := _offered(request, number))]
    try:
        rows = do.together(request.user, drafts, utc_now())
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
        return redirect("interests")
    text = ngettext("%(n)s interest is new.", "%(n)s interests are new.", len(rows))
    say(request, text % {"n": words.number(len(rows))})
    return redirect("interests")


def _offered(request: Request, number: str) -> Draft | None:
    name = given.line(request, f"name-{number}", 100)
    found = terms(given.line(request, f"terms-{number}", LONGEST_TERMS))
    return Draft(name, found or (name,)) if distinct([name]) else None


class Typed(NamedTuple):
    """What the form about an entry's words held."""

    chosen: tuple[str, ...] = ()
    interest: int | None = None
    name: str = ""


@require_safe
def best(request: Request, entry: int) -> HttpResponse:
    """The interest that an entry fits best, for its page."""
    mark = access.mark(request.user, entry)
    return page(request, "interest_terms.html", block="best", best=_best(request, mark))


def _best(request: Request, mark: Mark) -> Fit | None:
    return fitting.best(request.user, [mark.entry_id], utc_now()).get(mark.entry_id)


@require_http_methods(["GET", "HEAD", "POST"])
def from_entry(request: Request, entry: int) -> HttpResponse:
    """Propose the terms of an entry; add those that are chosen to an interest, or to a new one."""
    mark = access.mark(request.user, entry)
    query = query_of(where_of(request.GET))
    if request.method != "POST":
        return _terms_form(request, mark, query)
    ticked = request.POST.getlist("term")[: 3 * ask.PROPOSED]
    typed = given.line(request, "more", LONGEST_TERMS)
    chosen = distinct([*(one[:100] for one in ticked), *terms(typed)])
    wanted = Typed(chosen, given.number(request, "interest"), given.line(request, "name", 100))
    if not chosen:
        return _terms_form(request, mark, query, Problem("interest-empty"), wanted)
    try:
        _take(request, wanted)
    except Trouble as trouble:
        return _terms_form(request, mark, query, trouble.problem, wanted)
    return redirect(url("entry", entry, **query))


def _take(request: Request, wanted: Typed) -> None:
    """Add the chosen terms, and say so with the way back."""
    if not wanted.interest:
        name = wanted.name or wanted.chosen[0]
        draft = Draft(name[:1].upper() + name[1:], wanted.chosen)
        now = utc_now()
        added(request, [do.name_it(request.user, draft, now)], now)
        return
    row = access.interest(request.user, wanted.interest)
    before = {"terms": "\n".join(row.terms)}
    do.add_terms(row, wanted.chosen)
    said = {"terms": ", ".join(wanted.chosen), "name": row.name}
    text = _("“%(name)s” is known by these too: %(terms)s.") % said
    say(request, text, undo=url("interest-terms", row.pk), fields=before)


def _terms_form(
    request: Request,
    mark: Mark,
    query: Query,
    problem: Problem | None = None,
    typed: Typed | None = None,
) -> HttpResponse:
    best = _best(request, mark)
    return page(
        request,
        "interest_terms.html",
        block="form" if request.htmx and not request.htmx.history_restore_request else "",
        here="read",
        status=422 if problem else 200,
        mark=mark,
        entry=mark.entry,
        query=query,
        best=best,
        proposed=ask.proposed(request.user, mark),
        interests=ask.interests(request.user),
        typed=typed or Typed(interest=best.interest.pk if best else None),
        problem=problem,
    )


@require_POST
def set_terms(request: Request, interest: int) -> HttpResponse:
    """Undo that terms were added."""
    found = access.interest(request.user, interest)
    do.set_terms(found, terms(given.words(request, "terms", LONGEST_TERMS)) or [found.name])
    say(request, _("“%(name)s” is as it was.") % {"name": found.name})
    return redirect(given.next_page(request) or url("interest", found.pk))
