"""What a reader sees when there is no page: plain words and a way out."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kith.web import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404, also for what belongs to somebody else."""
    text = _("There is nothing at this address, or it is not yours to see.")
    return _error(request, 404, _("Nothing here"), text)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """403."""
    return _error(request, 403, _("Not allowed"), _("This is not yours to do."))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403: a form without the token of a page of ours, most often one left open for long."""
    text = _("This form was open for too long, or your browser sends no cookies to Kith.")
    hint = _("Go back, reload the page, and send the form again.")
    return _error(request, 403, _("Please send this again"), text, hint)


def misunderstood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400."""
    text = _("Kith could not make sense of what the browser sent.")
    return _error(request, 400, _("That did not work"), text)


def only_sent(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the address of a form, most often opened anew by the browser or after signing in."""
    text = _("This address takes what a form sends; there is nothing to look at.")
    hint = _("Go back and press the button again.")
    answer = _error(request, 405, _("Nothing to see here"), text, hint)
    answer.headers["Allow"] = allowed
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """500: asks nothing of the database, for that may be what is broken."""
    text = _("Kith has a fault of its own. It is written down in the server’s log.")
    hint = _("Nothing you had stored is lost. Try again in a moment.")
    words = {"title": _("Something broke"), "text": text, "hint": hint}
    return render.page(request, "error.html", status=500, bare=True, **words)


def _error(
    request: HttpRequest, status: int, title: str, text: str, hint: str = ""
) -> HttpResponse:
    return render.page(request, "error.html", status=status, title=title, text=text, hint=hint)
