"""The first page: today's minutes, or where one begins."""

from django.http import HttpResponse
from django.shortcuts import redirect

from kith.queries import interests, roster
from kith.web.pages.naming import ASKED
from kith.web.render import Request


def home(request: Request) -> HttpResponse:
    """The plan of today; before anybody is followed, what to learn, then from whom."""
    user = request.user
    if roster.has_voices(user):
        return redirect("today")
    asked = user.preferences.get(ASKED) or interests.has_any(user)
    return redirect("begin" if asked else "begin-interests")
