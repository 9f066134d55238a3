"""What the browser asks while a passkey is made or used; the pages are Settings and Sign in."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kith.actions import accounts, passkeys
from kith.actions.clock import utc_now
from kith.actions.passkeys import NotAccepted
from kith.web import render
from kith.web.jinja import url
from kith.web.pages.signin import after_sign_in
from kith.web.place import place_of
from kith.web.render import Request

MOST_BYTES = 65536
MINUTES = 10  # that a challenge holds
_ADDING, _SIGNING_IN = "passkey_added", "passkey_used"


View = Callable[[Request], HttpResponse]


def _spoken(view: View) -> View:
    """Answer in JSON, in words where a passkey is not accepted."""

    @wraps(view)
    def answer(request: Request) -> HttpResponse:
        try:
            return view(request)
        except NotAccepted:
            words = _("This passkey could not be used here. Try again, or use another way in.")
            return JsonResponse({"problem": words}, status=422)

    return answer


@require_POST
@_spoken
def begin_add(request: Request) -> HttpResponse:
    """What the browser needs to make a passkey for the reader."""
    options, state = passkeys.begin_add(request.user, place_of(request).site)
    return _challenge(request, _ADDING, options, state)


@require_POST
@_spoken
def complete_add(request: Request) -> HttpResponse:
    """Keep the passkey that the browser made."""
    state, sent = _state(request, _ADDING), _sent(request)
    name = str(sent.get("name") or "")
    name = "".join(letter for letter in name if letter.isprintable())
    site = place_of(request).site
    answer = _part(sent, "credential")
    passkeys.complete_add(request.user, site, state, answer, name=name, now=utc_now())
    render.say(request, _("The passkey is yours now. You can sign in with it from here on."))
    return JsonResponse({"next": resolve_url("settings") + "#passkeys"})


@login_not_required
@require_POST
@_spoken
def begin_sign_in(request: Request) -> HttpResponse:
    """What the browser needs to sign in with a passkey it holds."""
    options, state = passkeys.begin_sign_in(place_of(request).site)
    return _challenge(request, _SIGNING_IN, options, state)


@login_not_required
@require_POST
@_spoken
def complete_sign_in(request: Request) -> HttpResponse:
    """Sign in whoever holds the passkey."""
    state, sent = _state(request, _SIGNING_IN), _sent(request)
    site, answer = place_of(request).site, _part(sent, "credential")
    user = passkeys.complete_sign_in(site, state, answer, utc_now())
    login(request, user)
    wanted = str(sent.get("next") or "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return JsonResponse({"next": after_sign_in(user, wanted if ours else "")})


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Forget a passkey of the reader."""
    accounts.drop_passkey(request.user, pk)
    render.say(request, _("That passkey no longer opens this account."))
    return redirect(resolve_url("settings") + "#passkeys")


@never_cache
@require_POST
def move(request: Request) -> HttpResponse:
    """From this machine's number to its name, still signed in: the session stays behind."""
    place = place_of(request)
    if not place.elsewhere:
        raise Http404
    secret = accounts.make_ticket(request.user, utc_now())
    there = place.elsewhere.removesuffix(request.path) + url("sign-in-link", secret)
    return render.page(request, "passkey_move.html", there=f"{there}?next={url('settings')}")


def _challenge(
    request: Request, purpose: str, options: passkeys.JSON, state: passkeys.JSON
) -> HttpResponse:
    request.session[purpose] = {"state": state, "at": utc_now().timestamp()}
    return JsonResponse(options)


def _state(request: Request, purpose: str) -> passkeys.JSON:
    """The challenge that was given, once."""
    kept = request.session.pop(purpose, None)
    if kept is None or utc_now().timestamp() - kept["at"] > MINUTES * 60:
        raise NotAccepted
    state: passkeys.JSON = kept["state"]
    return state


def _sent(request: Request) -> dict[str, Any]:
    try:
        sent = json.loads(request.body) if len(request.body) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise NotAccepted
    return sent


def _part(sent: dict[str, Any], name: str) -> dict[str, Any]:
    part = sent.get(name)
    if not isinstance(part, dict):
        raise NotAccepted
    return part
