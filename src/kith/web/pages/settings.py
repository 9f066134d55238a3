"""Settings: how Kith greets, looks and lets in; what is taken away; who else is here."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings as django
from django.contrib.auth import password_validation, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import dates
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from kith import __version__
from kith.actions import accounts as actions
from kith.actions import habits, mailing
from kith.actions.clock import utc_now
from kith.core.pauses import USUAL
from kith.queries import accounts, capacity, pauses, sessions
from kith.web import given
from kith.web.jinja import url
from kith.web.pages.invite import INVITATION
from kith.web.place import place_of
from kith.web.render import Request, page, say

THEMES = ("light", "dark")  # and, with neither, the system's
LANGUAGES = ("en",)  # that the words were translated to

Errors = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class About:
    """What this installation is; the owner alone is told where it lies."""

    version: str
    data: str


@never_cache
@require_safe
def settings(request: Request) -> HttpResponse:
    """Everything that can be set, on one page."""
    return _page(request)


def _page(request: Request, errors: Errors | None = None) -> HttpResponse:
    user, now = request.user, utc_now()
    secret = request.session.pop(INVITATION, None)
    planner = habits.planner_of(user)
    return page(
        request,
        "settings.html",
        here="settings",
        status=422 if errors else 200,
        errors=errors or {},
        preferences=user.preferences,
        time_zones=_time_zones(request.user.preferences.get("time_zone", "")),
        server_zone=django.TIME_ZONE,
        languages=LANGUAGES,
        has_password=user.has_usable_password(),
        passkeys=accounts.passkeys(user),
        place=place_of(request),
        bookmarklet=_bookmarklet(request, "keep"),
        watching=_bookmarklet(request, "watch"),
        opml_address=request.build_absolute_uri(url("opml-live", user.opml_key)),
        habit=sessions.habit(user),
        weekdays=list(dates.WEEKDAYS.items()),
        planner=planner,
        calendar_address=request.build_absolute_uri(url("calendar", planner.calendar_key)),
        mails=mailing.is_configured(),
        capacity=capacity.chosen(user),
        pause=pauses.pause(user) if pauses.is_on(user, now) else None,
        usual_pause=USUAL,
        accounts=accounts.accounts(user),
        invitations=accounts.open_invitations(user, now),
        invitation=request.build_absolute_uri(url("join", secret)) if secret else "",
        about=About(__version__, str(django.KITH.data) if user.is_owner else ""),
    )


def _bookmarklet(request: Request, name: str) -> str:
    """The address of a bookmark that offers the page one is on to a page of Kith."""
    there = request.build_absolute_uri(url(name))
    return (
        f"javascript:location.href='{there}?url='+encodeURIComponent(location.href)"
        "+'&title='+encodeURIComponent(document.title)"
    )


@lru_cache(maxsize=100)
def _time_zones(chosen: str) -> Markup:
    """The choices; to render six hundred of them takes as long as all else on the page."""
    said = Markup("<option{}>{}</option>").format
    selected = Markup(" selected")
    return Markup("\n").join(
        said(selected if zone == chosen else "", zone) for zone in given.time_zones()
    )


@require_POST
def profile(request: Request) -> HttpResponse:
    """Keep name, time zone, looks and language."""
    chosen = {
        "time_zone": given.time_zone(request),
        "theme": given.one_of(request, "theme", THEMES),
        "language": given.one_of(request, "language", LANGUAGES),
        "pictures": given.one_of(request, "pictures", ("click",)),
    }
    actions.set_profile(request.user, name=given.line(request, "name", 120), preferences=chosen)
    habits.reschedule(request.user, utc_now())
    say(request, _("Saved."))
    return redirect("settings")


@sensitive_post_parameters("old", "password")
@require_POST
def password(request: Request) -> HttpResponse:
    """Set or change the password. Other sessions of the account end, this one stays."""
    errors = _password_errors(request)
    if errors:
        return _page(request, errors)
    actions.set_password(request.user, request.POST["password"])
    update_session_auth_hash(request, request.user)
    say(request, _("Your password is set. Other places where you were signed in are signed out."))
    return redirect(resolve_url("settings") + "#way-in")


def _password_errors(request: Request) -> Errors:
    user = request.user
    if user.has_usable_password():
        if not actions.guesses_left(user.username, utc_now()):
            return {"old": [_("That was not right several times. Wait a quarter of an hour.")]}
        if not user.check_password(request.POST.get("old", "")):
            actions.wrong_guess(user.username, utc_now())
            return {"old": [_("This is not your password so far.")]}
    try:
        password_validation.validate_password(request.POST.get("password", ""), user)
    except ValidationError as error:
        return {"password": list(error.messages)}
    return {}


@require_POST
def renew_opml(request: Request) -> HttpResponse:
    """Make the live list's address anew."""
    actions.new_opml_address(request.user)
    say(request, _("The list has a new address. The old one no longer works."))
    return redirect(resolve_url("settings") + "#list")
