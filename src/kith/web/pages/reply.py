"""Reply to an entry where it was published: the way there, and whether it was done."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.actions import exchanges
from kith.actions.clock import utc_now
from kith.actions.exchanges import Happened
from kith.core.exchanges import GIVEN
from kith.db.models import Entry, Voice
from kith.queries import access, roster
from kith.web import given, words
from kith.web.jinja import url
from kith.web.render import Request, ask, say


@require_safe
def reply(request: Request, entry: int) -> HttpResponse:
    """Go where the entry can be answered; the next page of Kith asks whether that was done."""
    found = access.mark(request.user, entry).entry
    there = words.web(found.comments_url) or words.web(found.url)
    if not there:
        return redirect("entry", found.pk)
    text = _("Did you reply to “%(title)s”?") % {"title": _called(found)}
    ask(request, text, _("Yes, I replied"), url("entry-replied", found.pk), {})
    return HttpResponseRedirect(there)


@require_POST
def replied(request: Request, entry: int) -> HttpResponse:
    """It was done: an exchange, once a day and entry."""
    mark, now = access.mark(request.user, entry), utc_now()
    happened = Happened(
        "reply" if mark.voice.kind == Voice.Kind.PERSON else "comment",
        GIVEN,
        now,
        about=_called(mark.entry),
        url=mark.entry.comments_url or mark.entry.url,
        entry=mark.entry,
        captured="reply",
        act=f"reply:{entry}:{timezone.localdate()}",
    )
    row = exchanges.record(mark.voice, happened, now)
    text = _("Noted with %(name)s.") % {"name": roster.called(mark.voice)}
    say(request, text, undo=url("exchange-forget", row.pk) if row else "")
    return redirect(given.next_page(request) or url("entry", entry))


def _called(entry: Entry) -> str:
    return entry.title or entry.excerpt[:80] or words.host(entry.url)
