"""The full text of an entry, fetched from its own address when it is asked for."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kith.actions import full_text as do
from kith.actions.clock import utc_now
from kith.core.problems import Trouble
from kith.queries import access
from kith.web.jinja import url
from kith.web.pages.entry import show
from kith.web.render import Request
from kith.web.where import query_of, where_of


@require_POST
def fetch(request: Request, entry: int) -> HttpResponse:
    """Fetch it, and show it; where that fails the page says why, and the feed's text stays."""
    mark, where = access.mark(request.user, entry), where_of(request.GET)
    try:
        do.fetch(mark.entry, utc_now())
    except Trouble as trouble:
        status = 200 if request.htmx else 422  # htmx shows no other
        return show(request, mark, where, unfetched=trouble.problem, status=status)
    if request.htmx:
        mark.entry.refresh_from_db()
        return show(request, mark, where, done=_("This is the full text."))
    return redirect(url("entry", entry, **query_of(where)))
