"""Planned days: which, when, how long; the calendar of them, the address of their mail, its end."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.actions import habits as do
from kith.actions import mailing
from kith.actions.clock import utc_now
from kith.core import habits
from kith.core.habits import Habit
from kith.db.models import User
from kith.queries import sessions
from kith.web import almanac, given, render
from kith.web.render import Request, complain, say

ICALENDAR = "text/calendar; charset=utf-8"


@require_POST
def plan(request: Request) -> HttpResponse:
    """Keep the days, the time, the minutes and where the plan is mailed to."""
    user, now = request.user, utc_now()
    habit, wrong = _given(request)
    if wrong:
        complain(request, wrong)
        return redirect(resolve_url("settings") + "#planned")
    before = sessions.habit(user)
    do.set_habit(user, _confirmed(before, habit), now)
    say(request, _("Saved."))
    if habit.mail not in {"", before.mail, before.asked} and mailing.is_configured():
        _ask(request, habit.mail, now)
    return redirect(resolve_url("settings") + "#planned")


def _confirmed(before: Habit, wished: Habit) -> Habit:
    """What is wished, with mail only to an address that was confirmed."""
    if not wished.mail:
        return wished
    asked = before.asked if wished.mail == before.asked else ""
    return replace(wished, mail=before.mail, asked=asked)


def _ask(request: Request, address: str, now: datetime) -> None:
    """Send the link that confirms an address, and say so."""
    problem = do.ask_address(request.user, address, now)
    if problem:
        complain(request, _("The link could not be sent: %(why)s") % {"why": problem})
    else:
        text = _("A link went to %(address)s. Follow it, and the plan will go there.")
        say(request, text % {"address": address})


@require_POST
def ask_again(request: Request) -> HttpResponse:
    """Send the link that confirms an address once more."""
    asked = sessions.habit(request.user).asked
    if asked and mailing.is_configured():
        _ask(request, asked, utc_now())
    return redirect(resolve_url("settings") + "#planned")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_mail(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm an address, whoever is signed in; a look at the link changes nothing yet."""
    user, address = mailing.asked_by(key, utc_now()) or (None, "")
    wished = user is not None and address in _addresses(user)
    confirmed = bool(user and request.method == "POST" and do.confirm_address(user, address))
    return render.page(
        request,
        "mail_confirm.html",
        status=200 if wished else 410,
        reader=user,
        address=address,
        wished=wished,
        confirmed=confirmed,
    )


def _addresses(user: User) -> set[str]:
    habit = sessions.habit(user)
    return {habit.mail, habit.asked}


def _given(request: Request) -> tuple[Habit, str]:
    """What the form says, and what is wrong with it."""
    before = sessions.habit(request.user)
    days = frozenset(day for day in habits.EVERY_DAY if str(day) in request.POST.getlist("days"))
    at, minutes = habits.time_of(request.POST.get("at")), given.number(request, "minutes")
    mail = given.line(request, "mail", 254)
    if at is None:
        return before, _("Give a time such as 08:30.")
    if minutes is None or not habits.LEAST <= minutes <= habits.MOST:
        most = {"least": habits.LEAST, "most": habits.MOST}
        return before, _("Give the minutes as a number from %(least)s to %(most)s.") % most
    if mail and not _is_mail(mail):
        return before, _("“%(address)s” is not a mail address.") % {"address": mail}
    return Habit(days, at, minutes, mail, people="people" in request.POST), ""


def _is_mail(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


@require_POST
def renew(request: Request) -> HttpResponse:
    """Make the calendar's address anew."""
    do.new_calendar_address(request.user)
    say(request, _("The calendar has a new address. The old one no longer works."))
    return redirect(resolve_url("settings") + "#planned")


@login_not_required
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The planned sessions for whoever knows the private address: the account's own calendar."""
    user = sessions.account_by_calendar_key(key)
    if user is None:
        raise Http404
    now = utc_now()
    session = sessions.open_session(user, now)
    shown = sessions.shown(session) if session else None
    zone = sessions.zone_of(user)
    with translation.override(user.preferences.get("language") or "en"), timezone.override(zone):
        today = request.build_absolute_uri(resolve_url("today"))
        body = almanac.written(user, sessions.habit(user), zone, shown, today, now)
    response = HttpResponse(body, content_type=ICALENDAR)
    etag = quote_etag(sha256(almanac.without_stamps(body)).hexdigest()[:32])
    response.headers["ETag"] = f"W/{etag}"  # the time it was made at differs, what it says does not
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, f"W/{etag}", response=response) or response


@login_not_required
@csrf_exempt  # a mail program asks by itself (RFC 8058); the key is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, key: str) -> HttpResponse:
    """End the mail, whoever is signed in; a look at the address changes nothing yet."""
    user: User | None = mailing.account_of(key)
    if user is None:
        raise Http404
    if request.method == "POST":
        do.stop_mail(user)
    return render.page(request, "mail_stop.html", stopped=request.method == "POST")
