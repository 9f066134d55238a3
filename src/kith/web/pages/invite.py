"""Other people: invitations of the owner, and the page where an invited person comes in."""

import re

from django.contrib.auth import login, password_validation
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kith.actions import accounts as actions
from kith.actions.clock import utc_now
from kith.db.models import User
from kith.web import given
from kith.web.render import Request, page, say

INVITATION = "invitation"  # in the session, until it was shown
_USERNAME = re.compile(r"[\w.-]{1,60}")


@require_POST
def invite(request: Request) -> HttpResponse:
    """Make a link that makes one new account. It is shown once."""
    _owner_only(request)
    request.session[INVITATION] = actions.invite(request.user, utc_now())
    return redirect(resolve_url("settings") + "#people")


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """An invitation that nobody has used holds no longer."""
    _owner_only(request)
    actions.withdraw_invitation(request.user, pk)
    say(request, _("That invitation no longer works."))
    return redirect(resolve_url("settings") + "#people")


def _owner_only(request: Request) -> None:
    if not request.user.is_owner:
        raise PermissionDenied


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Come in with an invitation: choose a username and a password."""
    if not actions.invited(secret, utc_now()):
        return page(request, "invitation_over.html", status=404)
    return _join(request, secret) if request.method == "POST" else _form(request)


def _join(request: HttpRequest, secret: str) -> HttpResponse:
    username, name = given.line(request, "username", 61), given.line(request, "name", 120)
    password = request.POST.get("password", "")
    errors = _errors(username, name, password)
    if errors:
        return _form(request, errors, username, name)
    try:
        user = actions.join(secret, username, name, password, utc_now())
    except IntegrityError:
        taken = _("Somebody here is called that already. Choose another username.")
        return _form(request, {"username": [taken]}, username, name)
    if user is None:  # used since the page was opened
        return page(request, "invitation_over.html", status=404)
    login(request, user)
    return redirect("welcome" if not user.name else "home")


def _errors(username: str, name: str, password: str) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not _USERNAME.fullmatch(actions.tidy_username(username)):
        words = _("A username has up to 60 letters, digits, dots, hyphens and underscores.")
        errors["username"] = [words]
    try:
        somebody = User(username=username, name=name)
        password_validation.validate_password(password, somebody)
    except ValidationError as error:
        errors["password"] = list(error.messages)
    return errors


def _form(
    request: HttpRequest,
    errors: dict[str, list[str]] | None = None,
    username: str = "",
    name: str = "",
) -> HttpResponse:
    # Always 200: the log would keep the address of anything else, and with it a good invitation.
    return page(
        request,
        "join.html",
        errors=errors or {},
        username=username,
        name=name,
    )
