"""What is owed: promises, replies, thanks, a word now and then."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.actions import promises as do
from kith.actions.clock import utc_now
from kith.core.problems import Trouble
from kith.queries import access, giving, roster
from kith.queries import owed as owing
from kith.web import given, words
from kith.web.jinja import url
from kith.web.render import Request, complain, page, say


@require_safe
def owed(request: Request) -> HttpResponse:
    """Everything owed, promises first, and give and take in all."""
    now = utc_now()
    return page(
        request,
        "owed.html",
        here="people",
        owed=owing.owed(request.user, now, timezone.localdate()),
        balance=giving.balance_in_all(request.user, now),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: Request, pk: int) -> HttpResponse:
    """One promise: its words, and by when."""
    row = access.promise(request.user, pk)
    if request.method == "POST":
        try:
            do.reword(row, given.line(request, "text", 1000), given.day(request, "due"))
        except Trouble as trouble:
            complain(request, words.problem(trouble.problem))
            return redirect("promise", row.pk)
        say(request, _("Changed."))
        return redirect(url("voice", row.voice_id) if row.voice_id else "owed")
    name = roster.called(row.voice) if row.voice else ""
    return page(request, "promise.html", here="people", promise=row, name=name)


@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """A promise was kept, is released, or stands again."""
    row, verb, now = access.promise(request.user, pk), request.POST.get("do", ""), utc_now()
    undo, fields = url("promise-settle", row.pk), {"do": "reopen"}
    if verb == "keep" and do.keep(row, now):
        say(request, _("Kept: “%(promise)s”.") % {"promise": row.text}, undo=undo, fields=fields)
    elif verb == "release" and do.release(row, now):
        say(
            request, _("Released: “%(promise)s”.") % {"promise": row.text}, undo=undo, fields=fields
        )
    elif verb == "reopen":
        do.reopen(row)
    return redirect(given.next_page(request) or "owed")
