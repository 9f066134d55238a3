"""What could be given to a voice, and that it was: noted at one stroke."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from kith.actions import giving as do
from kith.actions.clock import utc_now
from kith.core import gifts as core
from kith.queries import access, roster
from kith.queries import gifts as giving
from kith.queries.access import NotYours
from kith.web import gift_words, given
from kith.web.jinja import url
from kith.web.pages.log import tell_logged
from kith.web.render import Request, page


@vary_on_headers("HX-Request")
@require_safe
def gifts(request: Request, voice: int) -> HttpResponse:
    """What could be given to a voice; beside its own page it comes by itself."""
    found, here = access.voice(request.user, voice), request.get_full_path()
    beside = request.htmx and not request.htmx.history_restore_request
    return page(
        request,
        "gifts.html",
        block="beside" if beside else "",
        here="people",
        voice=found,
        name=roster.called(found),
        gifts=gift_words.told(giving.gifts(found, utc_now()), found.pk, timezone.localdate()),
        back=url("voice", found.pk) if beside else here,
    )


@require_POST
def gave(request: Request, voice: int) -> HttpResponse:
    """Note that a gift was given; an introduction with both."""
    to = access.voice(request.user, voice)
    kind = given.one_of(request, "kind", core.KINDS)
    number, other = given.number(request, "entry"), given.number(request, "other")
    if not kind:
        raise NotYours
    rows = do.gave(
        to,
        kind,
        utc_now(),
        about=given.line(request, "about", 1000),
        entry=access.mark(request.user, number).entry if number else None,
        other=access.voice(request.user, other) if other else None,
    )
    tell_logged(request, rows)
    return redirect(given.next_page(request) or url("voice", to.pk))
