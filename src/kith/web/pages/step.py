"""One step of a session: its page, and what can be done with it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.actions import reading
from kith.actions import sessions as do
from kith.actions.clock import utc_now
from kith.db.models import Mark, Session, Step
from kith.queries import access, sessions
from kith.queries.steps import Way, verb_named
from kith.queries.steps.settled import number_of
from kith.web import given
from kith.web.flow import to_next
from kith.web.jinja import url
from kith.web.pages import step_people
from kith.web.pages.thanks import reword
from kith.web.render import Request, page, say


@require_safe
def step(request: Request, pk: int) -> HttpResponse:
    """Where a step is done: the reader for what is to be read, else a page of its own."""
    row = access.step(request.user, pk)
    if verb_named(row.verb).way == Way.READER and row.entry_id:
        return redirect(url("entry", row.entry_id, step=pk))
    return page(
        request,
        f"steps/{row.verb}.html",
        here="today",
        row=row,
        step=sessions.listed(row),
        flow=sessions.flow(row),
        entry=row.entry,
        highlight=row.highlight,
        **step_people.facts(request, row),
    )


_SETTLE: Mapping[str, Callable[[Step, datetime], object]] = {
    "done": do.done,
    "not-now": do.not_now,
    "not-for-me": do.not_for_me,
    "take-back": do.take_back,
}


@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    """Change one step; answers with the step as it stands in the plan where htmx asks."""
    row, now, verb = access.step(request.user, pk), utc_now(), request.POST.get("do", "")
    if verb == "next":
        return _next(request, row, now)
    if verb in {"keep", "let-go"} and row.entry_id:
        _keep(access.mark(request.user, row.entry_id), verb, now)
    elif verb == "swap":
        return _swap(request, row, now)
    elif verb in _SETTLE:
        _SETTLE[verb](row, now)
    return _answer(request, row)


def _keep(mark: Mark, verb: str, now: datetime) -> None:
    if verb == "keep":
        reading.keep(mark, now)
    else:
        reading.let_go(mark)


def _swap(request: Request, row: Step, now: datetime) -> HttpResponse:
    found = do.swap(row, now)
    if found is None and not request.htmx:
        say(request, _("There is nothing else that fits."))
    return _answer(request, found or row, nothing_else=found is None)


def _next(request: Request, row: Step, now: datetime) -> HttpResponse:
    """Done with this one, or not now: on to the next."""
    if given.one_of(request, "skip", ("yes",)):
        do.not_now(row, now)
    else:
        do.done(row, now)
    return _onward(request, row)


def _answer(request: Request, row: Step, *, nothing_else: bool = False) -> HttpResponse:
    if request.htmx:
        return page(
            request,
            "today.html",
            block="changed",
            step=sessions.listed(row),
            shown=sessions.shown(row.session),
            nothing_else=nothing_else,
        )
    _tell(request, row)
    return redirect(given.next_page(request) or url("today") + f"#step-{row.pk}")


def _tell(request: Request, row: Step) -> None:
    said = {
        Step.State.NOT_NOW: _("Put aside for today: %(title)s"),
        Step.State.NOT_FOR_ME: _("Put away, not for you: %(title)s"),
        Step.State.DONE: _("Done: %(title)s"),
    }.get(Step.State(row.state))
    if said:
        undo = url("step-act", row.pk)
        say(request, said % {"title": row.title}, undo=undo, fields={"do": "take-back"})


@require_POST
def recall(request: Request, pk: int) -> HttpResponse:
    """A highlight was recalled, or was not."""
    row = access.step(request.user, pk)
    do.recall(row, utc_now(), remembered=request.POST.get("remembered") == "yes")
    return _onward(request, row)


@require_POST
def reflect(request: Request, pk: int) -> HttpResponse:
    """Write the line that the step asks for."""
    row = access.step(request.user, pk)
    line = given.line(request, "line", do.LONGEST_LINE)
    if not line:
        return redirect("step", pk)
    do.reflect(row, line, utc_now())
    return _onward(request, row)


@require_POST
def thank(request: Request, pk: int) -> HttpResponse:
    """Word the thanks that the step is about, and say that they were said."""
    row = access.step(request.user, pk)
    reword(request, access.thanks(request.user, number_of(row)))
    if request.POST.get("do") != "said":
        return redirect("step", pk)
    do.done(row, utc_now())
    return _onward(request, row)


def _onward(request: Request, row: Step) -> HttpResponse:
    """To the next step while the session runs, else back to the plan."""
    if row.session.state == Session.State.RUNNING:
        return to_next(row.session)
    _tell(request, row)
    return redirect("today")
