"""The door: links that sign in once, passwords, the way out, and the first question."""

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.actions import accounts as actions
from kith.actions.clock import utc_now
from kith.db.models import User
from kith.queries import accounts
from kith.web import given, render
from kith.web.place import place_of
from kith.web.render import Request

WELCOMED = "welcomed"


@login_not_required
@never_cache
@require_safe
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign in whoever follows a link that Kith printed; it works once, for half an hour.

    That a GET changes something is wanted: the link is opened from a terminal or by the browser
    that `kith serve` starts, and a page in between with one button would guard against nobody who
    holds the link. What a program may open unasked (HEAD, a preview, a prefetch) does not use it
    up, and the address leaves no trace in a Referer.
    """
    if request.method == "HEAD":
        return HttpResponse()
    if _looks_ahead(request):
        return _not_ahead()
    user = actions.use_ticket(secret, utc_now())
    if user is None:
        response = render.page(request, "link_used.html", status=404)
    else:
        login(request, user)
        response = redirect(after_sign_in(user, given.next_page(request)))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _looks_ahead(request: HttpRequest) -> bool:
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return any("prefetch" in purpose or "preview" in purpose for purpose in purposes)


def _not_ahead() -> HttpResponse:
    """An answer no browser keeps for the real click, and that leaves no good link in the log."""
    response = HttpResponse(status=503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def after_sign_in(user: User, wanted: str = "") -> str:
    """Where to go: the page that was asked for; whoever has no name yet is asked for it first."""
    if not user.name and not user.preferences.get(WELCOMED):
        return resolve_url("welcome")
    return wanted or resolve_url("home")


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a passkey or a password, or say how to get a link."""
    if request.user.is_authenticated:
        return redirect(given.next_page(request) or "home")
    if request.method == "POST":
        return _with_password(request)
    return _door(request)


def _with_password(request: HttpRequest) -> HttpResponse:
    username = actions.tidy_username(given.line(request, "username", 60))
    if not actions.guesses_left(username, utc_now()):
        words = _(
            "That was not right several times. Wait a quarter of an hour, or use another way in."
        )
        return _door(request, problem=words, username=username, status=429)
    user = authenticate(request, username=username, password=request.POST.get("password", ""))
    if not isinstance(user, User):
        actions.wrong_guess(username, utc_now())
        words = _("This username and this password do not belong together.")
        return _door(request, problem=words, username=username, status=422)
    actions.forgive(username)
    login(request, user)
    return redirect(after_sign_in(user, given.next_page(request)))


def _door(
    request: HttpRequest, *, problem: str = "", username: str = "", status: int = 200
) -> HttpResponse:
    return render.page(
        request,
        "sign_in.html",
        status=status,
        problem=problem,
        username=username,
        next=given.next_page(request),
        passwords=accounts.has_passwords(),
        passkeys=accounts.has_passkeys(),
        place=place_of(request),
    )


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    return redirect("sign-in")


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: Request) -> HttpResponse:
    """The one question to somebody new: what to call them. It may stay unanswered."""
    if request.method != "POST":
        return render.page(request, "welcome.html")
    preferences = {WELCOMED: "yes"}
    zone = given.time_zone(request)
    if zone:
        preferences["time_zone"] = zone
    name = given.line(request, "name", 120)
    actions.set_profile(request.user, name=name or request.user.name, preferences=preferences)
    return redirect("home")
