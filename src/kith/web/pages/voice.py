"""A voice: who it is, what passed between it and the reader, what it said, where it is heard."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.actions import roster as do
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.core import ladder
from kith.core.problems import Trouble
from kith.db.models import Voice
from kith.queries import (
    access,
    acquaintance,
    channels,
    giving,
    joining,
    judging,
    roster,
    ties,
    timeline,
    topics,
)
from kith.queries.owed import owed
from kith.queries.timeline import Place, View
from kith.web import given, words
from kith.web.jinja import url
from kith.web.markdown import rendered
from kith.web.render import Request, complain, page, say

NOTES = "notes"  # a view of its own: what the reader wrote about them


@require_safe
def voice(request: Request, voice: int) -> HttpResponse:
    """One voice, released ones too: what is owed, its timeline, what is known of it."""
    found, now = access.voice(request.user, voice), utc_now()
    if found.pk != voice:  # it was joined to another one
        return redirect("voice", found.pk)
    view, heard = request.GET.get("view", ""), channels.health_of(found, now)
    tie = ties.tie(found, now, followed=bool(heard))
    told = view if view in {*View, NOTES} else View.ALL.value
    return page(
        request,
        "voice.html",
        here="people",
        voice=found,
        name=found.name or (heard[0].name if heard else _("Without a name")),
        labels=sorted(label.name for label in found.labels.all()),
        channels=heard,
        figures=judging.figures(found, now),
        tie=tie,
        next_step=ladder.next_step(tie.acts, tie.rung, found.kind or Voice.Kind.PERSON),
        owed=owed(request.user, now, timezone.localdate(), found),
        balance=giving.balance_with(found, now),
        perhaps=joining.perhaps(found, now),
        can_be_split=len(heard) > 1 or joining.was_joined(found),
        known=acquaintance.known(found, timezone.localdate()),
        topics=topics.topics_of(found),
        view=told,
        notes=acquaintance.notes_on(found) if told == NOTES else [],
        private=rendered(found.notes) if told == NOTES else "",
        timeline=_timeline(request, found, told),
        there=_local(found.zone, now),
        kinds=[(name, words.kind(name)) for name in Voice.Kind.values],
        trusts=[(name, words.trust(name)) for name in Voice.Trust.values],
        cadences=[(name, words.cadence(name)) for name in Voice.Cadence.values],
        released=found.state == Voice.State.RELEASED,
        now=now,
    )


def _timeline(request: Request, voice: Voice, view: str) -> timeline.Timeline | None:
    if view == NOTES:
        return None
    return timeline.timeline(voice, View(view), place_of(request.GET.get("after", "")))


def place_of(text: str) -> Place | None:
    """The place that `Place.text` wrote, or none."""
    moment, _sep, number = text.rpartition(".")
    is_entry, number = number.startswith("e"), number.removeprefix("e")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    at = given.moment(moment)
    return Place(at, int(number), is_entry) if at else None


def _local(zone: str, now: datetime) -> datetime | None:
    """What the clocks show where they are; to be shown as it is."""
    return (
        now.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if zone in given.time_zones() else None
    )


@require_POST
def describe(request: Request, voice: int) -> HttpResponse:
    """Change what the account calls a voice and what it is, how often to look, which texts."""
    found = access.voice(request.user, voice)
    do.describe(
        found,
        name=given.line(request, "name"),
        kind=given.one_of(request, "kind", Voice.Kind.values, found.kind),
        cadence=given.one_of(request, "cadence", Voice.Cadence.values, found.cadence),
        labels=given.labels(request),
    )
    do.fetch_full_texts(found, always=request.POST.get("texts") == "full")
    say(request, _("Changed."))
    return redirect("voice", found.pk)


@require_POST
def trust(request: Request, voice: int) -> HttpResponse:
    """Say how far a voice is to be trusted."""
    found = access.voice(request.user, voice)
    how = given.one_of(request, "trust", Voice.Trust.values, found.trust)
    do.trust(found, Voice.Trust(how))
    say(request, _("Remembered."))
    return redirect("voice", found.pk)


@require_POST
def let_go(request: Request, voice: int) -> HttpResponse:
    """Release a voice."""
    found = access.voice(request.user, voice)
    do.let_go(found, utc_now())
    released(request, found)
    return redirect(given.next_page(request) or "people")


def released(request: Request, voice: Voice) -> None:
    """Say that a voice was let go, with the way back; `voice` is as it was before."""
    text = _("You let go of %(name)s. Its history stays.") % {"name": roster.called(voice)}
    fields = {"resting": str(voice.pk)} if voice.state == Voice.State.RESTING else {}
    say(request, text, undo=url("voice-take-back", voice.pk), fields=fields)


@require_POST
def take_back(request: Request, voice: int) -> HttpResponse:
    """Hear a released voice again, or let it rest again where it rested before."""
    found, resting = access.voice(request.user, voice), "resting" in request.POST
    do.take_back(found, utc_now(), resting=resting)
    text = _("%(name)s rests again.") if resting else _("You hear %(name)s again.")
    say(request, text % {"name": roster.called(found)})
    return redirect(given.next_page(request) or url("voice", found.pk))


@require_POST
def hear(request: Request, voice: int) -> HttpResponse:
    """Take a channel back that was let go of: one that Kith knows, heard with this voice again."""
    found = access.voice(request.user, voice)
    channel = channels.by_address(given.line(request, "address", 2000))
    if channel is None:
        return redirect("voice", found.pk)
    again = Speaking(channel.address, channel.kind, channel.title)
    try:
        do.follow(request.user, [again], utc_now(), voice=found)
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
    else:
        say(request, _("It is heard again."))
    return redirect("voice", found.pk)
