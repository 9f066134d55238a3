"""How Kith chooses for this reader: what counts, tuned in words; why an entry is where it is."""

from collections.abc import Iterable

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kith.actions import tuning as do
from kith.actions.clock import utc_now
from kith.queries import access, judging
from kith.queries import because as reasons
from kith.queries.judging import Part
from kith.queries.sentences import day_words
from kith.queries.whynot import sentences
from kith.web import given, words
from kith.web.jinja import url
from kith.web.render import Request, page, say


@require_safe
def judgement(request: Request) -> HttpResponse:
    """The signals with what each of them is set to."""
    told = judging.tuning(request.user)
    return page(
        request,
        "judgement.html",
        here="settings",
        signals=[(name, words.signal(name), word) for name, word in told.items()],
        settings=[(word, words.tuned(word)) for word in judging.TUNED],
        since=judging.since(request.user),
    )


@require_POST
def tune(request: Request) -> HttpResponse:
    """Set the signals."""
    told = {
        name: given.one_of(request, f"signal-{name}", judging.TUNED, word)
        for name, word in judging.tuning(request.user).items()
    }
    do.tune(request.user, told)
    say(request, _("Remembered. It counts from the next session on."))
    return redirect("judgement")


@require_POST
def begin_anew(request: Request) -> HttpResponse:
    """Forget what was learned from what this reader did so far."""
    do.begin_anew(request.user, utc_now())
    text = _("What you did so far no longer counts. Your marks and interests are as they were.")
    say(request, text, undo=url("judgement-take-back"))
    return redirect("judgement")


@require_POST
def take_back(request: Request) -> HttpResponse:
    """Let everything count again."""
    do.take_back(request.user)
    say(request, _("Everything you did counts again."))
    return redirect("judgement")


@never_cache
@require_safe
def profile(request: Request) -> HttpResponse:
    """Everything that this reader's entries are judged by, to take away."""
    told = judging.profile(request.user, utc_now())
    answer = JsonResponse(told, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="kith-profile.json"'
    return answer


@require_safe
def why(request: Request, entry: int) -> HttpResponse:
    """Why an entry stands where it stands; only the answer where htmx asks."""
    mark = access.mark(request.user, entry)
    told, today = judging.why(mark, utc_now()), timezone.localdate()
    return page(
        request,
        "why.html",
        block="answer" if request.htmx else "",
        here="read",
        told=told,
        because=reasons.sentence(told.because, today),
        raised=_spoken(part for part in told.parts if part.raised),
        lowered=_spoken(part for part in told.parts if not part.raised),
        nearest=told.nearest and day_words(told.nearest.at.isoformat(), today),
        not_now=sentences(told.not_now, today),
    )


def _spoken(parts: Iterable[Part]) -> list[str]:
    return [words.part(part.signal, part.strength) for part in parts]
