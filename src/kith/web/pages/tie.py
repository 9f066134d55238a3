"""What a reader knows of a voice, and wants with it."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kith.actions import exchanges, ties
from kith.actions.clock import utc_now
from kith.actions.ties import Known
from kith.core.problems import Trouble
from kith.core.reaching import line
from kith.core.ties import ROLES
from kith.db.models import Occasion, Voice
from kith.queries import access, acquaintance, roster
from kith.queries.access import NotYours
from kith.web import given, tie_words, words
from kith.web.jinja import url
from kith.web.render import Request, complain, page, say

MOST_DAYS = 365


@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: Request, voice: int) -> HttpResponse:
    """The form of all that is known of a voice."""
    found = access.voice(request.user, voice)
    if request.method == "POST":
        return _remember(request, found)
    return page(
        request,
        "tie.html",
        here="people",
        voice=found,
        name=roster.called(found),
        roles=[(name, tie_words.role(name)) for name in ROLES],
        own_roles=[name for name in found.roles if name not in ROLES],
        stages=[(name, tie_words.stage(name)) for name in Voice.Stage.values],
        led_by=roster.called(found.led_by) if found.led_by else "",
        likely=acquaintance.lately(request.user),
        communities=roster.names(request.user, kind=Voice.Kind.COMMUNITY),
        belongs={one.pk for one in found.communities.all()},
        zones=given.time_zones(),
        ways=[line(one.value, one.label) for one in acquaintance.reach(found)],
        days=acquaintance.days(found, timezone.localdate()),
        months=[(n, date_format(date(2000, n, 1), "F")) for n in range(1, 13)],
    )


def _remember(request: Request, voice: Voice) -> HttpResponse:
    """Keep what the form says; what cannot be kept stays as it was, and is said to."""
    ties.describe(voice, _known(request, voice))
    say(request, _("Remembered."))
    return redirect("voice", voice.pk)


def _led_by(request: Request, voice: Voice) -> Voice | None:
    """Who led to them, as it was where nobody, or several, bear the name."""
    name, before = given.line(request, "led-by"), voice.led_by
    if not name or (before and name == roster.called(before)):
        return before if name else None
    try:
        return acquaintance.meant(request.user, name)
    except Trouble as trouble:
        complain(request, words.problem(trouble.problem))
        return before


def _zone(request: Request, voice: Voice) -> str:
    """Their time zone, as it was where there is none of this name."""
    name = given.line(request, "zone", 60)
    if not name or name in given.time_zones():
        return name
    complain(request, _("There is no time zone called “%(name)s”.") % {"name": name})
    return voice.zone


def _known(request: Request, voice: Voice) -> Known:
    chosen = [name for name in request.POST.getlist("role") if name in ROLES]
    communities = [_voice(request, text) for text in request.POST.getlist("community")[:100]]
    return Known(
        roles=[*chosen, *given.parts(request, "own-roles")],
        stage=given.one_of(request, "stage", Voice.Stage.values),
        why=given.words(request, "why", ties.LONGEST_TEXT),
        knows=given.parts(request, "knows"),
        met=given.words(request, "met", ties.LONGEST_TEXT),
        organisation=given.line(request, "organisation"),
        job=given.line(request, "job"),
        zone=_zone(request, voice),
        led_by=_led_by(request, voice),
        communities=[one for one in communities if one],
    )


def _voice(request: Request, text: str) -> Voice | None:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    try:
        return access.voice(request.user, int(text))
    except NotYours:
        return None


@require_POST
def reach(request: Request, voice: int) -> HttpResponse:
    """Say how a voice can be reached: a way on each line."""
    found = access.voice(request.user, voice)
    lines = given.words(request, "ways", ties.LONGEST_TEXT).splitlines()
    before = [line(one.value, one.label) for one in acquaintance.reach(found)]
    ties.set_reach(found, lines)
    fields = {"ways": "\n".join(before)}
    say(request, _("Remembered."), undo=url("voice-reach", found.pk), fields=fields)
    return redirect("voice", found.pk)


@require_POST
def add_day(request: Request, voice: int) -> HttpResponse:
    """Remember a day that comes back each year."""
    found = access.voice(request.user, voice)
    added = ties.add_day(
        found,
        given.one_of(request, "kind", Occasion.Kind.values, Occasion.Kind.OTHER),
        given.number(request, "month") or 0,
        given.number(request, "day") or 0,
        year=given.number(request, "year"),
        label=given.line(request, "label", 100),
    )
    if added:
        say(request, _("Remembered."))
    else:
        complain(request, _("There is no such day."))
    return redirect(given.next_page(request) or url("tie", found.pk))


@require_POST
def forget_day(request: Request, pk: int) -> HttpResponse:
    """Forget a day, with a way back."""
    row = access.occasion(request.user, pk)
    told = {name: getattr(row, name) for name in ("kind", "month", "day", "year", "label")}
    fields = {name: str(value) for name, value in told.items() if value}
    ties.forget_day(row)
    say(request, _("Forgotten."), undo=url("voice-add-day", row.voice_id), fields=fields)
    return redirect("tie", row.voice_id)


@require_POST
def notes(request: Request, voice: int) -> HttpResponse:
    """Write the private notes on a voice."""
    found = access.voice(request.user, voice)
    text, before = given.words(request, "notes", ties.LONGEST_TEXT), found.notes
    ties.write_notes(found, text)
    undo = "" if text else url("voice-notes", found.pk)  # what was emptied
    say(request, _("Saved."), undo=undo, fields={"notes": before} if undo else {})
    return redirect(url("voice", found.pk, view="notes"))


@require_POST
def touch(request: Request, voice: int) -> HttpResponse:
    """Say in which circle a voice is, and how often a word is wanted."""
    found = access.voice(request.user, voice)
    exchanges.keep_in_touch(
        found,
        circle=given.one_of(request, "circle", Voice.Circle.values),
        touch=given.one_of(request, "touch", Voice.Touch.values),
        paused="paused" in request.POST,
        now=utc_now(),
    )
    say(request, _("Changed."))
    return redirect(given.next_page(request) or url("voice", found.pk))


@require_POST
def just_did(request: Request, voice: int) -> HttpResponse:
    """A word was said just now."""
    found = access.voice(request.user, voice)
    row = exchanges.just_did(found, utc_now())
    text = _("Noted: a word with %(name)s.") % {"name": roster.called(found)}
    say(request, text, undo=url("exchange-forget", row.pk))
    return redirect(given.next_page(request) or url("voice", found.pk))


@require_POST
def snooze(request: Request, voice: int) -> HttpResponse:
    """Ask for no word for some days."""
    found = access.voice(request.user, voice)
    days = min(given.number(request, "days") or 7, MOST_DAYS)
    before = exchanges.snooze(found, days, utc_now())
    fields = {"until": before.isoformat() if before else ""}
    say(request, _("Later, then."), undo=url("voice-unsnooze", found.pk), fields=fields)
    return redirect(given.next_page(request) or url("voice", found.pk))


@require_POST
def unsnooze(request: Request, voice: int) -> HttpResponse:
    """Undo `snooze`."""
    found = access.voice(request.user, voice)
    exchanges.wake(found, given.moment(request.POST.get("until", "")), utc_now())
    return redirect(given.next_page(request) or url("voice", found.pk))
