"""A word of thanks: what for, how it is said, and that it was."""

from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kith.actions import thanks as do
from kith.actions.clock import utc_now
from kith.core.problems import Trouble
from kith.db.models import Thanks
from kith.queries import access, acquaintance, roster
from kith.web import brought, given, words
from kith.web.jinja import url
from kith.web.render import Request, complain, page, say


@require_http_methods(["GET", "HEAD", "POST"])
def thank(request: Request, voice: int) -> HttpResponse:
    """Ask what the thanks are for, with the entry they came from where one is named."""
    found, entry = access.voice(request.user, voice), brought.entry(request)
    if request.method == "POST":
        try:
            row = do.owe(
                found,
                given.line(request, "reason", 1000),
                utc_now(),
                effect=given.words(request, "effect", 5000),
                entry=entry,
            )
        except Trouble as trouble:
            complain(request, words.problem(trouble.problem))
            return redirect(url("thank", found.pk, entry=entry.pk if entry else None))
        return _onward(request, row)
    return page(
        request,
        "thank.html",
        here="people",
        voice=found,
        name=roster.called(found),
        entry=entry,
        reason=given.line(request, "reason", 1000, anywhere=True),
    )


def _onward(request: Request, row: Thanks) -> HttpResponse:
    if request.POST.get("do") == "later":
        text = _("Kept for later: it stands among what is owed.")
        say(request, text, undo=url("thanks-settle", row.pk), fields={"do": "release"})
        return redirect(given.next_page(request) or url("voice", row.voice_id))
    return redirect("thanks", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: Request, pk: int) -> HttpResponse:
    """How it is said: a draft to change, ways to send it, and a word that it was sent."""
    row = access.thanks(request.user, pk)
    if request.method == "POST":
        reword(request, row)
        if request.POST.get("do") == "said":
            return _said(request, row)
        return redirect("thanks", row.pk)
    return page(request, "thanks.html", here="people", **ways_to_say(request, row))


def reword(request: Request, row: Thanks) -> None:
    """Write down what a form says of thanks: what for, what came of it, in which words."""
    do.word(
        row,
        reason=given.line(request, "reason", 1000),
        effect=given.words(request, "effect", 5000),
        wording=given.words(request, "wording", 10_000),
    )


def ways_to_say(request: Request, row: Thanks) -> dict[str, Any]:
    """What a page needs to have thanks worded and sent."""
    name, reach = roster.called(row.voice), acquaintance.reach(row.voice)
    wording = row.wording or draft(request, row, name)
    return {
        "thanks": row,
        "voice": row.voice,
        "name": name,
        "wording": wording,
        "mails": [(one.value, _mail(one.link, wording)) for one in reach if one.kind == "mail"],
        "reach": [one for one in reach if one.kind in {"profile", "web"} and one.link],
    }


def _mail(link: str, wording: str) -> str:
    return f"{link}?{urlencode({'subject': _('Thank you'), 'body': wording}, quote_via=quote)}"


def draft(request: Request, row: Thanks, name: str) -> str:
    """A first wording that names what it was for, and what came of it where that is known."""
    lines = [
        _("Dear %(name)s,") % {"name": name},
        "",
        _for_what(row),
    ]
    if row.entry and row.entry.url:
        lines.append(row.entry.url)
    if row.effect:
        lines += ["", row.effect]
    return "\n".join([*lines, "", str(request.user)])


def _for_what(row: Thanks) -> str:
    what = row.reason.rstrip(".")
    if what.endswith(("?", "？")):  # thanks for an answer bear the question's words
        return _("thank you for your answer to “%(what)s”") % {"what": what}
    return _("thank you for %(what)s.") % {"what": what}


def _said(request: Request, row: Thanks) -> HttpResponse:
    do.said(row, utc_now())
    text = _("Noted: you thanked %(name)s.") % {"name": roster.called(row.voice)}
    say(request, text, undo=url("thanks-settle", row.pk), fields={"do": "unsay"})
    return redirect(given.next_page(request) or url("voice", row.voice_id))


@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """Release thanks that are owed, take that back, or take back that they were said."""
    row, verb = access.thanks(request.user, pk), request.POST.get("do", "")
    if verb == "release":
        do.release(row, utc_now())
        text = _("Released; nothing is owed.")
        say(request, text, undo=url("thanks-settle", row.pk), fields={"do": "take-back"})
    elif verb == "unsay":
        do.unsay(row, utc_now())
    elif verb == "take-back":
        do.take_back(row)
    return redirect(given.next_page(request) or url("voice", row.voice_id))
