"""The way from step to step, whatever page a step is done on."""

from django.http import HttpResponse
from django.shortcuts import redirect

from kith.db.models import Mark, Session
from kith.queries import access, sessions
from kith.queries.sessions import Flow
from kith.web.render import Request


def to_next(session: Session) -> HttpResponse:
    """The page of the next step; after the last one, the end."""
    following = sessions.shown(session).next
    return redirect("step", following.pk) if following else redirect("session-end")


def step_asked(request: Request) -> int | None:
    """The step that an entry's address names."""
    number = request.GET.get("step", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None


def flow_of(request: Request, mark: Mark) -> Flow | None:
    """Where the session stands that an entry was opened from, as long as it is a step of it."""
    number = step_asked(request)
    if number is None:
        return None
    try:
        step = access.step(request.user, number)
    except access.NotYours:
        return None
    return sessions.flow(step) if step.entry_id == mark.entry_id else None
