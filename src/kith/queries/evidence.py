"""What voices brought their reader within a year: for many at once, so without their texts.

How new and how repetitive a voice is takes its texts, and is asked voice by voice: see
queries.judging.figures.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from kith.db import prepared
from kith.db.models import Exchange, Feature, Highlight, Mark, User, Voice

MOST = 30  # voices that are asked for at once
OVER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a voice brought, and what there would not have been without it."""

    offered: int = 0
    opened: int = 0
    kept: int = 0
    used: int = 0  # pieces with highlights, or about which something passed between them
    minutes: int = 0
    missed: int = 0  # of those kept: nobody else who is heard told it


def evidence(user: User, voices: Sequence[int], now: datetime) -> Mapping[int, Evidence]:
    """The evidence of each of the account's voices given, MOST at the most; as many statements
    for thirty as for one.
    """
    since = now - OVER
    used = Counter(_made_of(voices, since))
    missed = _missed(user, _kept(voices, since))
    found = {voice: Evidence() for voice in voices}
    for voice, offered, opened, kept, seconds in _sums(voices, since):
        minutes = round((seconds or 0) / 60)
        found[voice] = Evidence(offered, opened, kept, used[voice], minutes, missed[voice])
    return found


# Their SQL is written once: to write it takes longer than the answer.


def _marks(voices: Sequence[int], since: datetime) -> QuerySet[Mark]:
    return Mark.objects.filter(voice__in=voices, at__gte=since).order_by()


@prepared.query
def _sums(voices: Sequence[int], since: datetime) -> QuerySet[Mark, tuple[Any, ...]]:
    each = _marks(voices, since).values("voice")
    sums = each.annotate(a=Count("pk"), b=Count("opened_at"), c=Count("kept_at"), d=Sum("seconds"))
    return sums.values_list("voice", "a", "b", "c", "d")


@prepared.query
def _made_of(voices: Sequence[int], since: datetime) -> QuerySet[Mark, int]:
    """The voice of each piece of which something was made."""
    mine = {"owner": OuterRef("owner"), "entry": OuterRef("entry")}
    made = Exists(Highlight.objects.filter(**mine)) | Exists(Exchange.objects.filter(**mine))
    looked_at = Q(opened_at__isnull=False) | Q(kept_at__isnull=False)
    return _marks(voices, since).filter(made, looked_at).values_list("voice", flat=True)


@prepared.query
def _kept(voices: Sequence[int], since: datetime) -> QuerySet[Mark, tuple[int, Any]]:
    """Voice and story of each piece that was kept."""
    rows = _marks(voices, since).filter(kept_at__isnull=False)
    return rows.values_list("voice", "entry__feature__story")


def _missed(user: User, kept: Sequence[tuple[int, Any]]) -> Counter[int]:
    """How many of the kept pieces of each voice tell a story that nobody else who is heard told."""
    tellers = _tellers(user, {story for _, story in kept if story})
    return Counter(voice for voice, story in kept if not tellers.get(story, set()) - {voice})


def _tellers(user: User, stories: Collection[int]) -> dict[int, set[int]]:
    """The voices that told each story which has several tellings."""
    if not stories:
        return {}
    told = Feature.objects.filter(story__in=stories).values_list("entry", "story")
    story_of = dict(told)
    marks = Mark.objects.filter(owner=user, entry__in=_together(story_of))
    found: dict[int, set[int]] = {}
    for entry, voice in marks.filter(voice__state__in=Voice.HEARD).values_list("entry", "voice"):
        found.setdefault(story_of[entry], set()).add(voice)
    return found


def _together(story_of: Mapping[int, int]) -> Iterable[int]:
    """The entries that do not tell their story alone."""
    tellings = Counter(story_of.values())
    return [entry for entry, story in story_of.items() if tellings[story] > 1]
