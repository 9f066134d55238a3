"""People: everybody an account listens to."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kith.db.models import Voice
from kith.queries import roster
from kith.web import words
from kith.web.render import Request, page

MOST_TEXT = 100  # characters of a search


@require_safe
def people(request: Request) -> HttpResponse:
    """The roster, a hundred names a page, filtered by part of a name, by kind or by label."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:MOST_TEXT]
    label = request.GET.get("label", "").replace("\x00", "")[:300]
    kind = request.GET.get("kind", "")
    kind = kind if kind in Voice.Kind.values else ""
    number = request.GET.get("page", "")
    shown = roster.roster(
        request.user,
        label=label,
        kind=kind,
        text=text,
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
    )
    filtered = bool(text or label or kind)
    return page(
        request,
        "people.html",
        here="people",
        shown=shown,
        query={"q": text, "label": label, "kind": kind},
        filtered=filtered,
        labels=roster.labels(request.user) if shown.voices or filtered else [],
        kinds=[(name, words.kinds(name)) for name in Voice.Kind.values],
    )
