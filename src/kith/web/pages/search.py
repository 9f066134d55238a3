"""Search: the newest entries that hold what is asked for, and what was understood."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kith.core import asking
from kith.core.asking import Part
from kith.queries import questions, roster, searching
from kith.web import given, words
from kith.web.render import Request, page
from kith.web.where import cursor_of, cursor_text


@dataclass(frozen=True, slots=True)
class Wider:
    """A way to ask for more: what goes, in words, and what is left to type."""

    without: str
    typed: str


@require_safe
def search(request: Request) -> HttpResponse:
    """One page of what is found, or what can be typed, or how to ask for more."""
    typed = given.search(request)
    asked = asking.parse(typed)
    after = cursor_of(request.GET.get("after", ""))
    before = cursor_of(request.GET.get("before", ""))
    zone = timezone.get_current_timezone()
    shown = searching.search(request.user, asked, zone, after=after, before=before)
    parts = _in_order(asking.parts(asked))
    return page(
        request,
        "search.html",
        here="read",
        typed=typed,
        asked=bool(asked),
        found=searching.fitted(request.user, shown.found),
        questions=[] if after or before else questions.search(request.user, asked, zone),
        total=shown.total,
        older=cursor_text(shown.older) if shown.older else "",
        newer=cursor_text(shown.newer) if shown.newer else "",
        alone=not shown.found and not roster.has_voices(request.user),
        turned=bool(after or before),
        understood=_sentence(parts),
        nobody=[] if shown.found else searching.unknown(request.user, asked),
        wider=[Wider(condition(part), asking.write(part.without)) for part in parts],
        examples=_examples(),
    )


def _in_order(parts: Iterable[Part]) -> list[Part]:
    """As a sentence has them: whose, when, what."""
    return sorted(parts, key=lambda part: part.what in {"words", "title", "author", "not"})


def _sentence(parts: Iterable[Part]) -> str:
    """All conditions in words; those that only name a word are said at once."""
    said = []
    for what, group in groupby(parts, lambda part: part.what):
        each = list(group)
        if what == "words":
            quoted = [pgettext("quoted", "“%(text)s”") % {"text": part.value} for part in each]
            said.append(pgettext("search", "with %(words)s") % {"words": ", ".join(quoted)})
        else:
            said += map(condition, each)
    return " ".join(said)


def condition(part: Part) -> str:
    """One condition of a search in words: "by “Ines”", "before March 2026", "with “recall”"."""
    value = part.value
    if isinstance(value, bool):
        return _yes_or_no(part.what, yes=value)
    if isinstance(value, date):
        since = pgettext("search", "since %(day)s")
        return (since if part.what == "since" else pgettext("search", "before %(day)s")) % {
            "day": _day(value)
        }
    if part.what == "kind":
        return pgettext("search", "from %(kinds)s") % {"kinds": words.kinds(value).lower()}
    return _named(part.what) % {"text": value}


def _named(what: str) -> str:
    return {
        "voice": pgettext("search", "by “%(text)s”"),
        "label": pgettext("search", "labelled “%(text)s”"),
        "title": pgettext("search", "with “%(text)s” in the title"),
        "author": pgettext("search", "with “%(text)s” as the author"),
        "not": pgettext("search", "without “%(text)s”"),
        "words": pgettext("search", "with “%(text)s”"),
    }[what]


def _yes_or_no(what: str, *, yes: bool) -> str:
    if what == "kept":
        return pgettext("search", "that you keep") if yes else pgettext("search", "not kept")
    return pgettext("search", "not read yet") if yes else pgettext("search", "no longer unread")


def _day(day: date) -> str:
    if day.year < 1000:  # before any calendar that a browser shows
        return day.isoformat()
    return date_format(day, "YEAR_MONTH_FORMAT" if day.day == 1 else "DATE_FORMAT")


def _examples() -> list[tuple[str, str]]:
    """What can be typed, and what it finds."""
    return [
        (
            "recall practice",
            _("both words, anywhere in a title, a text, an author’s name or your own notes"),
        ),
        ('"spaced practice"', _("these words in this order")),
        ("rememb*", _("words that begin so")),
        ("recall -quiz", _("the first word without the second")),
        ("title:recall author:ines", _("a word in the title; a word in the author’s name")),
        ('voice:ines voice:"Monday Podcast"', _("only these voices")),
        ("label:teaching kind:person", _("only voices with this label; only people")),
        ("kept: is:unread", _("only what you keep; only what you have not read")),
        ("after:2026-01 before:2026-03-15", _("only from these days, months or years")),
        ("on:2025", _("only from that year, month or day")),
    ]
