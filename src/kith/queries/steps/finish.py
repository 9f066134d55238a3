"""Finish what was begun: a text left in the middle, an episode stopped on the way."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kith.core.minutes import minutes
from kith.db import prepared
from kith.db.models import Mark, Voice
from kith.queries.judging import Because
from kith.queries.steps.kinds import Around, Candidate

SINCE = timedelta(days=21)
A_WHILE = timedelta(hours=6)  # a page just left is not asked for again
BEGUN = 30  # seconds after which a text counts as begun
LEAST = 3  # minutes: what is shorter is not left in the middle, but left
MOST = 3
VALUE = 0.7
FADES = 0.9  # a day


def find(around: Around) -> Iterator[Candidate]:
    """What was begun lately, the latest first; neither finished nor put away."""
    for mark in _begun(around.user.pk, around.now - SINCE, around.now - A_WHILE):
        entry, left = mark.entry, _left(mark)
        assert mark.opened_at
        if left is None:
            continue
        days = (around.now - mark.opened_at).total_seconds() / 86400
        yield Candidate(
            subject=f"entry:{entry.pk}",
            title=entry.title or entry.excerpt[:80] or entry.url,
            minutes=left,
            value=VALUE * FADES**days,
            because=[Because("begun", {"at": mark.opened_at.isoformat(), "left": left})],
            entry=entry.pk,
            voice=mark.voice_id,
        )


@prepared.query
def _begun(owner: int, since: datetime, until: datetime) -> QuerySet[Mark]:
    texts = Q(seconds__gte=BEGUN, entry__seconds=None)
    return (
        Mark.objects.filter(owner=owner, read_at__isnull=False, state=Mark.State.READ)
        .filter(texts | Q(place__gt=0, entry__seconds__isnull=False))
        .filter(opened_at__gte=since, opened_at__lt=until)
        .filter(finished_at=None, not_for_me_at=None)
        .filter(voice__state__in=Voice.HEARD)
        .select_related("entry")
        .order_by("-opened_at", "-pk")[:MOST]
    )


def _left(mark: Mark) -> int | None:
    """The minutes that are left of it, where that is worth going back for."""
    entry = mark.entry
    whole = minutes(entry.words, entry.seconds)
    spent = mark.place if entry.seconds else mark.seconds
    left = whole - round((spent or 0) / 60)
    return left if whole >= LEAST and left >= 1 else None
