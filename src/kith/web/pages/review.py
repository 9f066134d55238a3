"""The roster review: the evidence on each voice, what to decide about it, and the way back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kith.actions import deciding as do
from kith.actions.clock import utc_now
from kith.db.models import Decision, Session, Step, Voice
from kith.queries import access, judging, roster, sessions
from kith.queries import review as asked
from kith.queries.judging import Figures
from kith.queries.review import Reviewed, Show
from kith.web import given, review_words
from kith.web.flow import to_next
from kith.web.jinja import url
from kith.web.render import Request, complain, page, say

REST = timedelta(days=91)  # unless another day is named
LONGEST_REST = timedelta(days=5 * 366)
MOST = 50  # decisions that are taken back at once
SLOWER = {
    "as-it-happens": "weekly",
    "daily": "weekly",
    "weekly": "monthly",
    "monthly": "now-and-then",
}


@require_safe
def review(request: Request) -> HttpResponse:
    """The voices to look at, thirty a page; or those on trial, at rest, or decided lately."""
    text = request.GET.get("show", "")
    show = Show(text) if text in set(Show) else Show.OPEN
    number = given.number(request, "page", anywhere=True) or 1
    now = utc_now()
    found = asked.review(request.user, show, now, number)
    return page(
        request,
        "review.html",
        here="people",
        review=found,
        show=show,
        rest=_rest_until(),
        slower=SLOWER,
        now=now,
    )


def _rest_until() -> date:
    return timezone.localdate() + REST


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page of a step that asks about a voice shows besides."""

    one: Reviewed | None  # None where the voice is gone
    figures: Figures | None = None
    rest: date | None = None
    slower: Mapping[str, str] | None = None


def of_step(step: Step) -> Asked:
    """The evidence on the voice that a step asks about."""
    voice, now = step.voice, utc_now()
    if voice is None or voice.state not in Voice.HERE:
        return Asked(None)
    return Asked(asked.one(voice, now), judging.figures(voice, now), _rest_until(), SLOWER)


@require_safe
def newness(request: Request, voice: int) -> HttpResponse:
    """How new and how repetitive a voice is, asked for one by one: that takes its texts."""
    found = access.voice(request.user, voice)
    if not request.htmx:
        return redirect(resolve_url("voice", found.pk) + "#light")
    figures = judging.figures(found, utc_now())
    return page(request, "review.html", block="newness", figures=figures)


Decide = Callable[[Request, Voice, datetime, str], Decision | None]


def _keep(_request: Request, voice: Voice, now: datetime, reason: str) -> Decision | None:
    return do.keep(voice, now, reason)


def _slow(request: Request, voice: Voice, now: datetime, reason: str) -> Decision | None:
    usual = SLOWER.get(voice.cadence, voice.cadence)
    cadence = given.one_of(request, "cadence", Voice.Cadence.values, usual)
    return do.slow(voice, cadence, now, reason)


def _rest(request: Request, voice: Voice, now: datetime, reason: str) -> Decision | None:
    until = given.day(request, "until")
    return do.rest(voice, _midnight(request, until) if until else None, now, reason)


def _release(_request: Request, voice: Voice, now: datetime, reason: str) -> Decision | None:
    return do.release(voice, now, reason)


_DECIDE: Mapping[str, Decide] = {
    "keep": _keep,
    "slow": _slow,
    "rest": _rest,
    "release": _release,
}


def _midnight(request: Request, day: date) -> datetime:
    return datetime.combine(day, time(), sessions.zone_of(request.user))


@require_POST
def decide(request: Request, voice: int) -> HttpResponse:
    """Keep, slow down, rest or release a voice; answers with its row where htmx asks."""
    found, now = access.voice(request.user, voice), utc_now()
    number = given.number(request, "step")
    step = access.step(request.user, number) if number else None
    verb = request.POST.get("do", "")
    wrong = _wrong(request) if verb == "rest" else ""
    if wrong:
        complain(request, wrong)
        return _back(request, None)
    reason = given.line(request, "reason", do.LONGEST_REASON)
    decision = _DECIDE[verb](request, found, now, reason) if verb in _DECIDE else None
    if decision is None:
        return _back(request, step)
    text = review_words.sentence(roster.called(found), found, decision)
    if request.htmx:
        return page(request, "review.html", block="settled", said=text, decision=decision.pk)
    fields = {"decisions": str(decision.pk)}
    say(request, text, undo=url("decisions-undo"), fields=fields)
    return _back(request, step)


def _back(request: Request, step: Step | None) -> HttpResponse:
    """To the next step of a session that runs, to where it was decided, or to the review."""
    if request.htmx:  # which has asked for a row, and there is none: its script says so
        return HttpResponse(status=422)
    if step and step.session.state == Session.State.RUNNING:
        return to_next(step.session)
    return redirect(given.next_page(request) or "people-review")


def _wrong(request: Request) -> str:
    """What is wrong with the day until which a voice is to rest."""
    today, text = timezone.localdate(), request.POST.get("until", "")
    until = given.day(request, "until")
    if text and until is None:
        return _("Give a day such as %(day)s.") % {"day": (today + REST).isoformat()}
    if until and not today < until <= today + LONGEST_REST:
        return _("Give a day that comes, within five years.")
    return ""


@require_POST
def undo(request: Request) -> HttpResponse:
    """Take decisions back; answers with the row where htmx asks."""
    texts = request.POST.get("decisions", "").split()[:MOST]
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
    decisions, now = [access.decision(request.user, number) for number in numbers], utc_now()
    undone = [decision for decision in decisions if do.undo(decision, now)]
    if request.htmx and undone:
        one = asked.one(access.voice(request.user, undone[0].voice_id), now)
        return page(
            request,
            "review.html",
            block="again",
            one=one,
            rest=_rest_until(),
            slower=SLOWER,
            now=now,
        )
    if undone:
        say(request, _("All is as it was before."))
    elif any(do.joined_since(decision) for decision in decisions):
        text = _("It was joined with another voice since. Take the two apart, then undo this.")
        complain(request, text)
    else:
        complain(request, _("Something else was decided since; nothing was changed."))
    return _back(request, None)
