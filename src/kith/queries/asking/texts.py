"""The texts in which a question's words stand: what voices wrote, answered, were noted for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from kith.core.judgement.features import Features, features
from kith.db import prepared
from kith.db import search as index
from kith.db.models import Exchange, Mark, MarkText, User, Voice
from kith.db.search_words import folded, needle
from kith.queries.asking.words import Word, forms, rare
from kith.queries.judging import candidates

ENTRIES = 160
_FILLED = 60  # entries: with fewer, those with common words are looked at as well
_NOTED = 50  # entries of which the account's own words hold one of the question's
_LATEST, _PASSED = 1_500, 100  # exchanges in which they are looked for, and that are taken
_KNOWING = (  # in these they show what they know
    *("answer", "help", "feedback", "share", "comment", "reply"),
    *("meeting", "collaboration"),
)
_THEIRS = (Exchange.Direction.RECEIVED, Exchange.Direction.MUTUAL)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a voice: an entry, what an exchange was about, or what the account noted."""

    voice: int
    at: datetime | None  # None for what the account noted
    features: Features
    mark: int = 0  # of an entry
    entry: int = 0
    about: str = ""  # of an exchange
    own: bool = False  # the account's own words on the entry hold a word of the question


def gathered(user: User, wanted: Sequence[Word]) -> list[Text]:
    """All of them: the entries with rare words first, and the newest with the others."""
    if not wanted:
        return []
    return [*_entries(user, wanted), *_passed(user, wanted), *_noted(user, wanted)]


def _entries(user: User, wanted: Sequence[Word]) -> list[Text]:
    rows = Mark.objects.filter(owner=user)
    telling, others = rare(wanted, ENTRIES)
    found = index.newest_of_any(rows, forms(telling), ENTRIES)
    if len(found) < _FILLED:
        found += index.newest_of_any(rows, forms(others), _FILLED - len(found))
    own = set(_annotated(user, telling))
    columns = ("pk", "entry_id", "voice_id", "at")
    marks = list(Mark.objects.filter(pk__in={*found, *own}).values_list(*columns))
    there = candidates.profiles(entry for _, entry, _, _ in marks)
    return [
        Text(voice, at, there[entry], mark, entry, own=mark in own)
        for mark, entry, voice, at in sorted(marks)
        if entry in there
    ]


def _annotated(user: User, wanted: Sequence[Word]) -> list[int]:
    """Marks to whose entries the account added one of the words."""
    rows = MarkText.objects.filter(_any("body__contains", map(needle, forms(wanted))), owner=user)
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:_NOTED])


def _any(lookup: str, texts: Iterable[str]) -> Q:
    return reduce(or_, (Q(**{lookup: text}) for text in texts))


def _passed(user: User, wanted: Sequence[Word]) -> list[Text]:
    telling, _ = rare(wanted, ENTRIES)
    holds = _any("about__icontains", (form.text for form in forms(telling)))
    latest = Exchange.objects.filter(owner=user).order_by("-at", "-pk").values("pk")[:_LATEST]
    rows = Exchange.objects.filter(pk__in=latest, kind__in=_KNOWING, direction__in=_THEIRS)
    columns = rows.exclude(about="").filter(holds).order_by("pk")
    return [
        Text(voice, at, features(about), about=about)
        for voice, at, about in columns.values_list("voice_id", "at", "about")[:_PASSED]
    ]


def _noted(user: User, wanted: Sequence[Word]) -> list[Text]:
    """What the account says that somebody knows, or why it follows them."""
    needles = [needle(form) for form in forms(wanted)]
    found = []
    for voice, knows, why in _said_of(user.pk):
        said = folded([*knows, why])
        if any(one in said for one in needles):
            found.append(Text(voice, None, features(". ".join(knows), why)))
    return found


@prepared.query
def _said_of(owner: int) -> QuerySet[Voice, tuple[int, list[str], str]]:
    rows = Voice.objects.filter(owner=owner, state__in=Voice.HERE)
    return rows.exclude(knows=[], why="").values_list("pk", "knows", "why")
