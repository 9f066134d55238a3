"""Keep any page: what the bookmark button and a phone's share sheet lead to."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kith.actions.clock import utc_now
from kith.actions.keeping import keep_page
from kith.core.problems import Problem, Trouble
from kith.web import given, words
from kith.web.render import Request, page, say


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: Request) -> HttpResponse:
    """Ask before keeping a page: whatever leads here with an address changes nothing yet."""
    address, title = given.address(request), given.line(request, "title", 1000, anywhere=True)
    if request.method != "POST":
        return _form(request, address, title)
    try:
        kept = keep_page(request.user, address, utc_now(), title=title)
    except Trouble as trouble:
        return _form(request, address, title, trouble.problem)
    if kept.already:
        say(request, _("You keep this page already."))
    elif kept.problem:
        text = _("The address is kept, without the text: %(why)s")
        say(request, text % {"why": words.problem(kept.problem)})
    else:
        say(request, _("Kept."))
    return redirect("entry", kept.mark.entry_id)


def _form(
    request: Request, address: str, title: str, problem: Problem | None = None
) -> HttpResponse:
    return page(
        request,
        "keep.html",
        here="add",
        status=422 if problem else 200,
        address=address,
        title="" if title == address else title,
        problem=problem,
    )
