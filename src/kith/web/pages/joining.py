"""Two voices become one, or one becomes two: proposals, and by hand."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.actions import identity
from kith.actions import joining as do
from kith.actions.clock import utc_now
from kith.core.problems import Trouble
from kith.db.models import Following, Proposal, Voice
from kith.queries import access, roster
from kith.queries import joining as ask
from kith.web import given, words
from kith.web.jinja import url
from kith.web.render import Request, complain, page, say


@require_safe
def proposals(request: Request) -> HttpResponse:
    """Pairs of voices that may be one, side by side, with what speaks for it."""
    found = ask.pairs(request.user, utc_now())
    return page(request, "joining.html", here="people", pairs=found)


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """A pair is one: join it."""
    row = access.proposal(request.user, pk)
    return _join(request, row.one, row.other) or redirect("joining")


@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    """A pair is not one, and is not proposed again."""
    row = access.proposal(request.user, pk)
    if row.state == Proposal.State.OPEN:
        identity.refuse(row.one, row.other, utc_now())
        text = _("%(one)s and %(other)s stay two.") % _names(row.one, row.other)
        say(request, text, undo=url("joining-again", row.pk))
    return redirect(given.next_page(request) or "joining")


@require_POST
def later(request: Request, pk: int) -> HttpResponse:
    """Decide about a pair later."""
    row = access.proposal(request.user, pk)
    if row.state == Proposal.State.OPEN:
        identity.put_off(row, utc_now())
        text = _("You are asked again in %(n)s days.") % {"n": words.number(identity.LATER.days)}
        say(request, text, undo=url("joining-again", row.pk))
    return redirect(given.next_page(request) or "joining")


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Undo `refuse` and `later`."""
    row = access.proposal(request.user, pk)
    if row.state != Proposal.State.JOINED:
        identity.ask_again(row)
        say(request, _("It is to be decided again."))
    return redirect(given.next_page(request) or "joining")


def _names(one: Voice, other: Voice) -> dict[str, str]:
    unnamed = _("Without a name")
    return {"one": roster.called(one) or unnamed, "other": roster.called(other) or unnamed}


def _join(request: Request, one: Voice, other: Voice) -> HttpResponse | None:
    """Join two voices; the one that the form names stays. None where it cannot be done."""
    stays, goes = (other, one) if given.number(request, "stays") == other.pk else (one, other)
    told = _names(stays, goes)
    try:
        joining = do.join(stays, goes, utc_now())
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
        return None
    text = _("%(one)s and %(other)s are one voice now.") % told
    say(request, text, undo=url("joined-part", joining.pk))
    return redirect(given.next_page(request) or url("voice", joining.stays_id))


@require_POST
def part(request: Request, pk: int) -> HttpResponse:
    """Take a joining apart; `for-good`: they are two, and not proposed to be joined."""
    joining = access.joining(request.user, pk)
    if do.part(joining, utc_now()):
        told = _names(joining.stays, joining.goes)
        fields = {"with": str(joining.goes_id), "stays": str(joining.stays_id)}
        if request.POST.get("for-good"):
            identity.refuse(joining.stays, joining.goes, utc_now())
        text = _("%(one)s and %(other)s are two voices again.") % told
        say(request, text, undo=url("voice-join", joining.stays_id), fields=fields)
    return redirect(given.next_page(request) or url("voice", joining.stays_id))


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Request, voice: int) -> HttpResponse:
    """Find the other voice, look at both side by side, and join them."""
    found = access.voice(request.user, voice)
    number = given.number(request, "with", anywhere=True)
    other = access.voice(request.user, number) if number else None
    if request.method == "POST" and other is not None:
        done = _join(request, found, other)
        return done or redirect("voice-join", found.pk)
    text = given.search(request)
    pair = [found, other] if other and other != found else [found]
    sides = ask.sides(pair)
    return page(
        request,
        "voice_join.html",
        here="people",
        side=sides[found.pk],
        other=sides.get(other.pk) if other and other != found else None,
        text=text,
        found=ask.found(request.user, found, text),
        asked=ask.asked(found),
    )


@require_POST
def ask_pages(request: Request, voice: int) -> HttpResponse:
    """Ask the pages of a voice whose they are, at the reader's wish."""
    found = access.voice(request.user, voice)
    identity.look_again(found, utc_now())
    say(request, _("Kith looks at their pages within some minutes."))
    return redirect("voice-join", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: Request, voice: int) -> HttpResponse:
    """Take apart what was joined, or make a voice of its own of some channels."""
    found = access.voice(request.user, voice)
    if request.method == "POST":
        return _split(request, found)
    return page(
        request,
        "voice_split.html",
        here="people",
        side=ask.sides([found])[found.pk],
        joined=ask.joined(found),
    )


def _split(request: Request, voice: Voice) -> HttpResponse:
    numbers = given.numbers(request, "channel", 1000)
    chosen = list(Following.objects.filter(owner=request.user, pk__in=numbers))
    now = utc_now()
    try:
        new = do.split(voice, chosen, now, name=given.line(request, "name"))
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
        return redirect("voice-split", voice.pk)
    identity.refuse(voice, new, now)
    text = _("%(one)s and %(other)s are two voices now.") % _names(voice, new)
    fields = {"with": str(new.pk), "stays": str(voice.pk)}
    say(request, text, undo=url("voice-join", voice.pk), fields=fields)
    return redirect("voice", new.pk)
