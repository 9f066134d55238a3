"""People: everybody at a glance, and what is changed of several at once."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kith.actions import exchanges
from kith.actions import roster as do
from kith.actions.clock import utc_now
from kith.core.ties import ROLES
from kith.db.models import Interest, User, Voice
from kith.queries import access, acquaintance, interests, people, roster
from kith.queries.access import NotYours
from kith.queries.people import View, Wanted
from kith.web import given, words
from kith.web.jinja import url
from kith.web.render import Request, page, say

MOST_TEXT = 100  # characters of a search
CIRCLES = (*Voice.Circle.values, "none")
_SALT = "people"


@require_safe
def all_of_them(request: Request) -> HttpResponse:
    """The roster, a hundred names a page; whom one loses touch with stands beside it."""
    wanted, query = _wanted(request)
    now, number = utc_now(), request.GET.get("page", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 7
    shown = people.roster(request.user, wanted, now, int(number) if is_number else 1)
    there = bool(shown.voices or wanted.narrow)
    return page(
        request,
        "people.html",
        here="people",
        shown=shown,
        query=query,
        filtered=wanted.narrow,
        losing=people.losing_touch(request.user, now) if there else [],
        coming=acquaintance.coming(request.user, timezone.localdate()) if there else [],
        labels=roster.labels(request.user) if there else [],
        roles=list(dict.fromkeys([*ROLES, *people.roles(request.user)])) if there else [],
        interests=interests.interests(request.user) if there else [],
        kinds=[(name, words.kinds(name)) for name in Voice.Kind.values],
    )


def _wanted(request: Request) -> tuple[Wanted, dict[str, str]]:
    """Whom the address asks for, and the query that says so again."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:MOST_TEXT]
    interest = _interest(request.user, request.GET.get("interest", ""))
    query = {
        "q": text,
        "show": _of(request, "show", list(View)),
        "circle": _of(request, "circle", CIRCLES),
        "role": request.GET.get("role", "").replace("\x00", "")[:60],
        "kind": _of(request, "kind", Voice.Kind.values),
        "label": request.GET.get("label", "").replace("\x00", "")[:300],
        "interest": str(interest.pk) if interest else "",
    }
    wanted = Wanted(
        view=View(query["show"]),
        circle=query["circle"],
        role=query["role"],
        kind=query["kind"],
        label=query["label"],
        text=text,
        interest=interest,
    )
    return wanted, query


def _of(request: Request, name: str, choices: Collection[str]) -> str:
    text = request.GET.get(name, "")
    return text if text in choices else ""


def _interest(user: User, text: str) -> Interest | None:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    try:
        return access.interest(user, int(text))
    except NotYours:
        return None


@require_POST
def change(request: Request) -> HttpResponse:
    """Change several voices at once."""
    numbers = given.numbers(request, "voice", people.PAGE)
    voices = access.voices(request.user, numbers)
    verb, _dot, what = request.POST.get("do", "").partition(".")
    if voices and verb in _CHANGES:
        _CHANGES[verb](request, voices, what)
    return redirect(given.next_page(request) or "people")


def _circle(request: Request, voices: list[Voice], what: str) -> None:
    circle = what if what in Voice.Circle.values else ""
    before = exchanges.keep_all_in_touch(voices, circle, utc_now())
    if before:
        _changed(request, voices, "circles-back", before)


def _circles_back(request: Request, voices: list[Voice], _what: str) -> None:
    exchanges.keep_as_before(voices, _before(request, "circles-back"), utc_now())


def _label(request: Request, voices: list[Voice], _what: str) -> None:
    names = given.labels(request)
    new = {str(voice.pk): do.put_labels(voice, names) for voice in voices}
    if names:
        _changed(request, voices, "labels-back", new)


def _labels_back(request: Request, voices: list[Voice], _what: str) -> None:
    new = _before(request, "labels-back")
    for voice in voices:
        do.take_labels(voice, new.get(str(voice.pk), []))


def _let_go(request: Request, voices: list[Voice], _what: str) -> None:
    now = utc_now()
    for voice in voices:
        do.let_go(voice, now)
    n = len(voices)
    text = ngettext("You let go of %(n)s voice.", "You let go of %(n)s voices.", n) % {"n": n}
    resting = _numbers([voice for voice in voices if voice.state == Voice.State.RESTING])
    fields = {"do": "take-back", "voice": _numbers(voices), "resting": resting}
    say(request, text, undo=url("people-change"), fields=fields)


def _take_back(request: Request, voices: list[Voice], _what: str) -> None:
    resting = set(given.numbers(request, "resting", people.PAGE))
    for voice in voices:
        do.take_back(voice, utc_now(), resting=voice.pk in resting)


def _changed(request: Request, voices: list[Voice], back: str, before: dict[str, Any]) -> None:
    """Say how many were changed, with a way back to how each was before."""
    n = len(voices)
    text = ngettext("%(n)s voice changed.", "%(n)s voices changed.", n) % {"n": words.number(n)}
    told = signing.dumps(before, salt=_SALT + back, compress=True)
    fields = {"do": back, "voice": _numbers(voices), "before": told}
    say(request, text, undo=url("people-change"), fields=fields)


def _numbers(voices: list[Voice]) -> str:
    return ".".join(str(voice.pk) for voice in voices)


def _before(request: Request, back: str) -> dict[str, Any]:
    """How each voice was before a change, as its undo tells it; nothing of another undo."""
    try:
        told: dict[str, Any] = signing.loads(request.POST.get("before", ""), salt=_SALT + back)
    except signing.BadSignature:
        return {}
    return told


_CHANGES: Mapping[str, Callable[[Request, list[Voice], str], None]] = {
    "circle": _circle,
    "circles-back": _circles_back,
    "label": _label,
    "labels-back": _labels_back,
    "let-go": _let_go,
    "take-back": _take_back,
}
