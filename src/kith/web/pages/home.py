"""The first page: where there is something to read, or where one begins."""

from django.http import HttpResponse
from django.shortcuts import redirect

from kith.queries import roster
from kith.web.render import Request


def home(request: Request) -> HttpResponse:
    """The list of what there is to read; before anybody is followed, the choice how."""
    return redirect("read" if roster.has_voices(request.user) else "begin")
