"""Today: the minutes set aside, what they are for, and why."""

from datetime import datetime, time

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.actions import planning
from kith.actions import sessions as do
from kith.actions.clock import utc_now
from kith.core import habits
from kith.core.pauses import USUAL
from kith.db.models import Session, User
from kith.queries import access, interests, pauses, relief, roster, sessions
from kith.queries.sessions import MINUTES, Shown
from kith.web import given
from kith.web.flow import to_next
from kith.web.render import Request, page, say

SOON = 3  # planned sessions that are named


@require_safe
def today(request: Request) -> HttpResponse:
    """The plan of today, made where there is none; after its end what was done."""
    user, now = request.user, utc_now()
    if pauses.is_on(user, now):
        return page(request, "today_pause.html", here="today", pause=pauses.pause(user))
    return _page(request, sessions.shown(planning.of_today(user, now)), now)


def _page(request: Request, shown: Shown, now: datetime) -> HttpResponse:
    user = request.user
    return page(
        request,
        "today.html",
        here="today",
        shown=shown,
        greeting=_greeting(user, now),
        choices=MINUTES,
        own=shown.minutes if shown.minutes not in MINUTES else "",
        most=habits.MOST,
        empty=_why_empty(user, shown),
        names_interests=interests.has_any(user),
        attention=_attention(user, now),
        soon=_soon(user, now),
        over=shown.state == Session.State.OVER,
        offer=relief.offer(user, now),
        usual_pause=USUAL,
    )


def _greeting(user: User, now: datetime) -> str:
    hour = timezone.localtime(now).hour
    if 5 <= hour < 12:
        named, plain = _("Good morning, %(name)s."), _("Good morning.")
    elif 12 <= hour < 18:
        named, plain = _("Good afternoon, %(name)s."), _("Good afternoon.")
    else:
        named, plain = _("Good evening, %(name)s."), _("Good evening.")
    return named % {"name": user.name} if user.name else plain


def _why_empty(user: User, shown: Shown) -> str:
    if shown.steps:
        return ""
    if sessions.unread(user):
        return "rest"
    return "read" if roster.has_voices(user) else "nobody"


def _attention(user: User, now: datetime) -> list[object]:
    """How much attention each interest that does not rest had this month."""
    month = timezone.localtime(now).date().replace(day=1)
    since = datetime.combine(month, time(), sessions.zone_of(user))
    spent = interests.attention(user, since, now)
    rows = [one for one in interests.interests(user) if not one.resting]
    return [(one, spent[one.pk]) for one in rows if one.pk in spent]


def _soon(user: User, now: datetime) -> list[datetime]:
    """The next planned sessions."""
    habit, zone = sessions.habit(user), sessions.zone_of(user)
    found, after = list[datetime](), now
    while len(found) < SOON:
        following = habits.following(habit, zone, after)
        if following is None:
            break
        found.append(following)
        after = following
    return found


@require_POST
def minutes(request: Request) -> HttpResponse:
    """Another number of minutes: what waits is chosen anew."""
    wanted = given.number(request, "own") or given.number(request, "minutes")
    if wanted:
        planning.plan(request.user, utc_now(), min(max(wanted, habits.LEAST), habits.MOST))
    return redirect("today")


@require_POST
def anew(request: Request) -> HttpResponse:
    """Choose what waits anew; after the end of a session, plan another one."""
    now = utc_now()
    session = sessions.open_session(request.user, now)
    if session:
        planning.anew(session, now)
    else:
        planning.plan(request.user, now)
    return redirect("today")


@require_POST
def start(request: Request) -> HttpResponse:
    """Begin, or go on: to the first step that waits."""
    now = utc_now()
    session = planning.plan(request.user, now)
    do.start(session, now)
    return to_next(session)


@require_POST
def pause(request: Request) -> HttpResponse:
    """Leave the session for a while."""
    session = sessions.open_session(request.user, utc_now())
    if session:
        do.pause(session)
        say(request, _("It waits for you here."))
    return redirect("today")


@require_safe
def end(request: Request) -> HttpResponse:
    """The end of a session: what was done, and a line about it."""
    session = sessions.open_session(request.user, utc_now())
    if session is None or session.started_at is None:
        return redirect("today")
    return page(request, "session_end.html", here="today", shown=sessions.shown(session))


@require_POST
def finish(request: Request) -> HttpResponse:
    """It is over; what was not done expires quietly."""
    now = utc_now()
    session = sessions.open_session(request.user, now)
    if session:
        do.finish(session, now, given.line(request, "reflection", do.LONGEST_LINE))
    return redirect("today")


@require_POST
def spent(request: Request, pk: int) -> HttpResponse:
    """Count time on the screen; a script tells, now and then."""
    session = access.session(request.user, pk)
    seconds, step = given.number(request, "seconds"), given.number(request, "step")
    if seconds is None:
        return HttpResponse(status=400)
    do.spend(session, access.step(request.user, step) if step else None, seconds)
    return HttpResponse(status=204)
