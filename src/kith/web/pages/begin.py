"""How one begins: with what one follows elsewhere, or by looking around in a sample network."""

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from kith.actions import sample as network
from kith.actions.clock import utc_now
from kith.queries import roster, sampling
from kith.web import words
from kith.web.jinja import url
from kith.web.pages.bring import MOST_BYTES
from kith.web.render import Request, ask, page, say


@require_safe
def begin(request: Request) -> HttpResponse:
    """The choice between the two; nothing has to be chosen."""
    return page(request, "begin.html", most_bytes=MOST_BYTES, text="", main_button=True)


@require_safe
def sample(request: Request) -> HttpResponse:
    """What there is of the sample network, and what goes with it when it is removed."""
    return page(
        request,
        "sample.html",
        here="settings",
        loaded=sampling.is_loaded(request.user),
        sample=sampling.sample(request.user),
    )


@require_POST
def load(request: Request) -> HttpResponse:
    """Follow the sample's voices; the refresh looks at them at once."""
    network.load(request.user, utc_now())
    return redirect("sample-coming")


@vary_on_headers("HX-Request")
@require_safe
def coming(request: Request) -> HttpResponse:
    """How far the sample has come; goes on to Today by itself as soon as all of it is there."""
    so_far = sampling.coming(request.user, utc_now())
    fragment = request.htmx and not request.htmx.history_restore_request
    if so_far.done:
        there = resolve_url("today")
        return HttpResponseClientRedirect(there) if fragment else redirect(there)
    return page(request, "sample_coming.html", block="progress" if fragment else "", coming=so_far)


@require_POST
def remove(request: Request) -> HttpResponse:
    """Take the sample away with all that was marked in it."""
    n = network.remove(request.user, utc_now())
    text = ngettext("%(n)s voice of the sample went.", "%(n)s voices of the sample went.", n)
    if n:  # no undo: what was marked in it does not come back
        said = text % {"n": words.number(n)}
        ask(request, said, _("Load it again"), url("sample-load"), {})
    else:
        say(request, _("There is no sample here."))
    return redirect("read" if roster.has_voices(request.user) else "begin")
