"""Bring a whole list: take it, show how the first looks go, take it out again."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files import File
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from kith.actions import lists
from kith.actions.clock import utc_now
from kith.core.problems import Problem, Trouble
from kith.queries import access, channels, interests
from kith.queries import roster as known
from kith.sources.lists import MOST_MEGABYTES, read_list
from kith.web import words
from kith.web.jinja import url
from kith.web.render import Request, page, say

MOST_BYTES = MOST_MEGABYTES * 2**20
_AROUND_A_FILE = 2**20  # the other fields, and what separates them


@csrf_exempt  # only so that size comes first: the token is asked for one step further in
@require_POST
def bring(request: Request) -> HttpResponse:
    """Follow everything on a list, a file or a text. What is far too large is not even read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > MOST_BYTES + _AROUND_A_FILE:
        return _not_taken(request, _too_large(), status=413)
    try:
        return _with_token(request)
    except RequestDataTooBig:
        text = _("This is too long to paste. Save it as a file and bring that instead.")
        return _not_taken(request, text, status=413)


def _bring(request: Request) -> HttpResponse:
    file = request.FILES.get("file")
    text = request.POST.get("text", "")
    if not file and not text.strip():
        return _not_taken(request, _("Choose a file, or paste a list of addresses."), status=422)
    try:
        data, name = _read(file) if file else (text.encode(), "")
        brought = read_list(data, name)
    except Trouble as trouble:
        return _not_taken(request, words.problem(trouble.problem), text=text, status=422)
    row = lists.bring(request.user, brought, brought.title or name or _("Pasted list"), utc_now())
    return redirect("brought", row.pk)


_with_token = csrf_protect(_bring)


def _read(file: "File[Any]") -> tuple[bytes, str]:
    if (file.size or 0) > MOST_BYTES:
        raise Trouble("list-too-large", megabytes=MOST_MEGABYTES)
    return file.read(), file.name or ""


def _too_large() -> str:
    return words.problem(Problem("list-too-large", {"megabytes": MOST_MEGABYTES}))


def _not_taken(request: Request, problem: str, *, text: str = "", status: int) -> HttpResponse:
    return page(
        request,
        "bring.html",
        here="add",
        status=status,
        problem=problem,
        text=text,
        most_bytes=MOST_BYTES,
        main_button=True,
    )


@vary_on_headers("HX-Request")
@require_safe
def brought(request: Request, pk: int) -> HttpResponse:
    """What became of a list; asks again by itself until every channel was looked at once."""
    row = access.brought_list(request.user, pk)
    progress, voices = channels.progress(row), known.brought_by(row)
    fragment = request.htmx and not request.htmx.history_restore_request
    return page(
        request,
        "brought.html",
        here="add",
        block="progress" if fragment else "",
        brought=row,
        progress=progress,
        waiting=bool(voices.active) and not progress.done,
        asked_by_htmx=bool(fragment),
        failures=channels.failures_of(row),
        voices=voices,
        offered=interests.has_offers(request.user),
    )


@require_POST
def take_out(request: Request, pk: int) -> HttpResponse:
    """Let go of what a list brought."""
    row = access.brought_list(request.user, pk)
    n = lists.take_out(row, utc_now())
    text = ngettext("%(n)s voice was let go.", "%(n)s voices were let go.", n)
    say(request, text % {"n": words.number(n)}, undo=url("put-back", pk))
    return redirect("brought", pk)


@require_POST
def put_back(request: Request, pk: int) -> HttpResponse:
    """Undo `take_out`."""
    row = access.brought_list(request.user, pk)
    n = lists.put_back(row, utc_now())
    text = ngettext("%(n)s voice is back.", "%(n)s voices are back.", n)
    say(request, text % {"n": words.number(n)})
    return redirect("brought", pk)
