"""Highlights in an entry, with notes: add, write, delete, take back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.actions import notes as do
from kith.actions.clock import utc_now
from kith.core.quoting import CONTEXT, LONGEST, Quote
from kith.db.models import Highlight, Mark
from kith.queries import access, full_text
from kith.web import given
from kith.web.jinja import url
from kith.web.pages.entry import as_feed, own_query, show
from kith.web.render import Request, say
from kith.web.where import where_of


@require_POST
def add(request: Request, entry: int) -> HttpResponse:
    """Highlight the words that were selected or pasted."""
    mark = access.mark(request.user, entry)
    note = given.words(request, "note", do.LONGEST_NOTE)
    text = full_text.text(mark.entry, as_feed=as_feed(request))
    quote, now = _quote(request), utc_now()
    row = do.highlight(mark, text.html, quote, now, note=note, other=text.other)
    if row is None:
        return _not_there(request, mark)
    if request.htmx:
        return show(request, mark, where_of(request.GET), template="_highlighted.html")
    return redirect(_address(request, entry, f"highlight-{row.pk}"))


def _quote(request: Request) -> Quote:
    around = (given.words(request, name, 3 * CONTEXT) for name in ("prefix", "suffix"))
    return Quote(given.words(request, "exact", LONGEST), *around)


def _not_there(request: Request, mark: Mark) -> HttpResponse:
    """Say so, and keep what was typed."""
    wrong = _("These words are not in the text. Copy them from it as they stand there.")
    if not request.POST.get("exact", "").strip():
        wrong = _("Paste a few words of the text.")
    typed = {name: given.words(request, name, LONGEST) for name in ("exact", "note")}
    return show(request, mark, where_of(request.GET), wrong=wrong, typed=typed, status=422)


def _address(request: Request, entry: int, place: str) -> str:
    """The entry's page in the list it was opened from, at a place in it."""
    return url("entry", entry, **own_query(request, where_of(request.GET))) + f"#{place}"


@require_POST
def write(request: Request, pk: int) -> HttpResponse:
    """Write or empty the note of a highlight."""
    row = access.highlight(request.user, pk)
    do.write_note(row, given.words(request, "note", do.LONGEST_NOTE), utc_now())
    return redirect(_address(request, row.entry_id, f"note-{row.pk}"))


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    """Take a highlight away; what the undo needs goes with the message."""
    row = access.highlight(request.user, pk)
    do.delete(row)
    _tell(request, row)
    return redirect(url("entry", row.entry_id, **own_query(request, where_of(request.GET))))


def _tell(request: Request, row: Highlight) -> None:
    names = ("exact", "prefix", "suffix", "note")
    fields = {name: getattr(row, name) for name in names}
    undo = url("highlight-put-back", row.entry_id, **own_query(request, where_of(request.GET)))
    say(request, _("The highlight is deleted."), undo=undo, fields=fields)


@require_POST
def put_back(request: Request, entry: int) -> HttpResponse:
    """Undo `delete`."""
    mark = access.mark(request.user, entry)
    quote, note = _quote(request), given.words(request, "note", do.LONGEST_NOTE)
    if not quote.exact:
        return redirect(url("entry", entry, **own_query(request, where_of(request.GET))))
    row = do.put_back(mark, quote, note, utc_now())
    return redirect(_address(request, entry, f"note-{row.pk}"))
