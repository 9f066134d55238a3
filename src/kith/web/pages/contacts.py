"""Bring contacts: look at what a file holds, decide about each, take decisions back."""

from collections.abc import Callable, Mapping
from datetime import datetime
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
from django_htmx.http import HttpResponseClientRedirect

from kith.actions import contacts
from kith.actions.clock import utc_now
from kith.core.problems import Problem, Trouble
from kith.db.models import BroughtContact, BroughtContacts
from kith.queries import access
from kith.queries import contacts as known
from kith.sources.contacts import MOST_MEGABYTES, read_contacts
from kith.web import given, words
from kith.web.jinja import url
from kith.web.render import Request, complain, page, say

MOST_BYTES = MOST_MEGABYTES * 2**20
_AROUND_A_FILE = 2**20  # the other fields, and what separates them
STATES = ("waiting", "kept", "followed", "joined", "ignored")


@require_safe
def start(request: Request) -> HttpResponse:
    """Ask for a file; those brought before stand below."""
    return page(
        request,
        "contacts_bring.html",
        here="people",
        files=known.brought(request.user),
        most_bytes=MOST_BYTES,
    )


@csrf_exempt  # only so that size comes first: the token is asked for one step further in
@require_POST
def bring(request: Request) -> HttpResponse:
    """Read a file and show what it holds. What is far too large is not even read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > MOST_BYTES + _AROUND_A_FILE:
        return _not_taken(request, words.problem(_too_large()))
    try:
        return _with_token(request)
    except RequestDataTooBig:
        return _not_taken(request, words.problem(_too_large()))


def _bring(request: Request) -> HttpResponse:
    file = request.FILES.get("file")
    if not file:
        return _not_taken(request, _("Choose a file."))
    try:
        row = _stored(request, file)
    except Trouble as trouble:
        return _not_taken(request, words.problem(trouble.problem))
    return _go(request, url("contacts", row.pk))


_with_token = csrf_protect(_bring)


def _stored(request: Request, file: "File[Any]") -> BroughtContacts:
    name = file.name or ""
    stream: Any = file.file  # never read whole: the largest are pictures, and lie in a file
    return contacts.bring(request.user, read_contacts(stream, name), name, utc_now())


def _too_large() -> Problem:
    return Problem("contacts-too-large", {"megabytes": MOST_MEGABYTES})


def _not_taken(request: Request, problem: str) -> HttpResponse:
    complain(request, _("Nothing was taken. %(problem)s") % {"problem": problem})
    return _go(request, url("contacts-bring"))


def _go(request: Request, address: str) -> HttpResponse:
    """On to a page. A script that watches the way of a large file goes there by itself."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(headers={"X-Go": address})
    return redirect(address)


@require_safe
def brought(request: Request, pk: int) -> HttpResponse:
    """What a file holds, before anything is taken; then its contacts, to decide about."""
    row = access.brought_contacts(request.user, pk)
    return _triage(request, row) if row.accepted_at else _preview(request, row)


def _preview(request: Request, row: BroughtContacts) -> HttpResponse:
    cards, total = known.glimpse(row)
    return page(request, "contacts_preview.html", here="people", row=row, cards=cards, total=total)


def _triage(request: Request, row: BroughtContacts) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in STATES else STATES[0]
    shown = known.triage(row, state, after=given.number(request, "after", anywhere=True) or 0)
    return page(
        request,
        "contacts.html",
        here="people",
        row=row,
        shown=shown,
        state=state,
        states=[(name, shown.counts.get(name, 0)) for name in STATES],
    )


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """What was recognised is right."""
    contacts.accept(access.brought_contacts(request.user, pk), utc_now())
    return redirect("contacts", pk)


@vary_on_headers("HX-Request")
@require_POST
def decide(request: Request, contact: int) -> HttpResponse:
    """Follow, keep, join or ignore one contact."""
    row = access.brought_contact(request.user, contact)
    verb, _dot, what = request.POST.get("do", "").partition(".")
    try:
        if verb in _VERBS:
            _VERBS[verb](request, row, what)
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
        there = url("contacts", row.brought_id)  # the page says it, so it is no answer for a row
        return HttpResponseClientRedirect(there) if request.htmx else redirect(there)
    return _answer(request, row, _decided(row))


def _follow(_request: Request, row: BroughtContact, _what: str) -> None:
    contacts.follow(row, utc_now())


def _keep(_request: Request, row: BroughtContact, _what: str) -> None:
    contacts.keep(row, utc_now())


def _ignore(_request: Request, row: BroughtContact, _what: str) -> None:
    contacts.ignore(row, utc_now())


def _join(request: Request, row: BroughtContact, what: str) -> None:
    """With a voice of the account's, or with an earlier contact of the same file."""
    if what == "twin":
        contacts.join_with_twin(row, utc_now())
    elif what.isascii() and what.isdigit() and len(what) < 19:
        contacts.join(row, access.voice(request.user, int(what)), utc_now())


_VERBS: Mapping[str, Callable[[Request, BroughtContact, str], None]] = {
    "follow": _follow,
    "keep": _keep,
    "ignore": _ignore,
    "join": _join,
}


def _decided(row: BroughtContact) -> str:
    texts = {
        "followed": _("You follow %(name)s now. What they say will be here in a while."),
        "kept": _("%(name)s is kept as a contact."),
        "joined": _("%(name)s was joined with whom you have already."),
        "ignored": _("%(name)s was left out."),
    }
    return texts.get(row.state, "") % {"name": row.name}


def _answer(request: Request, row: BroughtContact, text: str) -> HttpResponse:
    """The contact as it stands now, and how many are left; or the page it stood on."""
    if request.htmx:
        row = access.brought_contact(request.user, row.pk)
        one, shown = known.contact(request.user, row), known.left(row.brought)
        return page(request, "_contact_changed.html", one=one, row=row.brought, shown=shown)
    if text:
        say(request, text, undo=url("contacts-undo", row.pk))
    return redirect(given.next_page(request) or url("contacts", row.brought_id))


@vary_on_headers("HX-Request")
@require_POST
def undo(request: Request, contact: int) -> HttpResponse:
    """Take one decision back."""
    row = access.brought_contact(request.user, contact)
    contacts.undo(row, utc_now())
    return _answer(request, row, "")


@require_POST
def decide_all(request: Request, pk: int) -> HttpResponse:
    """Decide about all that are left at one stroke."""
    row = access.brought_contacts(request.user, pk)
    verb, now = request.POST.get("do", ""), utc_now()
    if verb in _STROKES:
        n = _STROKES[verb](row, now)
        text = _all_decided(verb, n) if n else _("There was nobody of whom that could be said.")
        fields = {"at": now.isoformat()}
        say(request, text, undo=url("contacts-undo-all", pk) if n else "", fields=fields)
    return redirect("contacts", pk)


_STROKES: Mapping[str, Callable[[BroughtContacts, datetime], int]] = {
    "keep": contacts.keep_all,
    "join": contacts.join_all,
    "ignore": contacts.ignore_all,
}


def _all_decided(verb: str, n: int) -> str:
    texts = {
        "keep": ngettext("%(n)s contact was kept.", "%(n)s contacts were kept.", n),
        "join": ngettext("%(n)s contact was joined.", "%(n)s contacts were joined.", n),
        "ignore": ngettext("%(n)s contact was left out.", "%(n)s contacts were left out.", n),
    }
    return texts[verb] % {"n": words.number(n)}


@require_POST
def undo_all(request: Request, pk: int) -> HttpResponse:
    """Take back what was decided at one stroke, or everything that was decided about a file."""
    row, now = access.brought_contacts(request.user, pk), utc_now()
    stroke = request.POST.get("at", "")
    at = given.moment(stroke)
    if stroke and not at:  # no moment of ours: nothing is taken back for it
        return redirect("contacts", pk)
    n = contacts.undo_stroke(row, at, now) if at else contacts.undo_all(row, now)
    text = ngettext("%(n)s decision was taken back.", "%(n)s decisions were taken back.", n)
    say(request, text % {"n": words.number(n)})
    return redirect("contacts", pk)


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a file away; what was decided about stays."""
    contacts.remove(access.brought_contacts(request.user, pk), utc_now())
    say(request, _("The file is gone from here."), undo=url("contacts-put-back", pk))
    return redirect("contacts-bring")


@require_POST
def put_back(request: Request, pk: int) -> HttpResponse:
    """Undo `remove`."""
    contacts.put_back(access.brought_contacts(request.user, pk))
    return redirect("contacts", pk)
