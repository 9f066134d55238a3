"""Steps about people: what their pages need to be done there."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from kith.actions.clock import utc_now
from kith.db.models import Step
from kith.queries import access, acquaintance, gifts, threads
from kith.queries.steps.settled import number_of
from kith.web import gift_words
from kith.web.pages import review
from kith.web.pages.thanks import ways_to_say
from kith.web.render import Request

WAITING = 3  # posts that are shown, the latest


def facts(request: Request, row: Step) -> dict[str, Any]:
    """What the template of a step is given beside the step itself."""
    find = _FACTS.get(row.verb)
    return find(request, row) if find else {}


def _promise(request: Request, row: Step) -> dict[str, Any]:
    return {"promise": access.promise(request.user, number_of(row))}


def _thread(request: Request, row: Step) -> dict[str, Any]:
    thread = access.thread(request.user, number_of(row))
    posts = threads.conversation(request.user, thread).posts
    return {"thread": thread, "waiting": [one for one in posts if one.owed][-WAITING:]}


def _thanks(request: Request, row: Step) -> dict[str, Any]:
    return ways_to_say(request, access.thanks(request.user, number_of(row)))


def _somebody(request: Request, row: Step) -> dict[str, Any]:
    voice = access.voice(request.user, row.voice_id or 0)
    found = gifts.gifts(voice, utc_now())
    return {
        "voice": voice,
        "reach": acquaintance.reach(voice),
        "back": request.get_full_path(),
        "gifts": gift_words.told(found, voice.pk, timezone.localdate()),
    }


def _trial(_request: Request, row: Step) -> dict[str, Any]:
    return {"asked": review.of_step(row)}


_FACTS: Mapping[str, Callable[[Request, Step], dict[str, Any]]] = {
    "promise": _promise,
    "reply": _thread,
    "thank": _thanks,
    "word": _somebody,
    "hello": _somebody,
    "trial": _trial,
}
