"""Whom the reader knows from reading only: what was read of whom lately."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from kith.db import prepared
from kith.db.models import Mark, Step
from kith.queries.steps.kinds import Around

WITHIN = timedelta(days=180)
MOST = 1_000  # entries, the newest first
A_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one voice."""

    n: int
    since: datetime
    last: int  # the entry that was read last


def read_for_a_month(around: Around, least: int) -> dict[int, Read]:
    """Voices of which so many entries were opened, the first of them a month ago or longer."""
    counts, first, last = Counter[int](), dict[int, datetime](), dict[int, int]()
    for voice, entry, at in _read(around.user.pk, around.now - WITHIN):
        counts[voice] += 1
        first[voice] = at or around.now
        last.setdefault(voice, entry)
    return {
        voice: Read(n, first[voice], last[voice])
        for voice, n in counts.items()
        if n >= least and first[voice] <= around.now - A_MONTH
    }


def brought_up(around: Around, verb: str, within: timedelta) -> set[int]:
    """The voices for which such a step was done or put aside lately."""
    return {voice for voice in _changed(around.user.pk, verb, around.now - within) if voice}


@prepared.query
def _read(owner: int, since: datetime) -> QuerySet[Mark, tuple[int, int, datetime | None]]:
    rows = Mark.objects.filter(owner=owner, read_at__gte=since, opened_at__isnull=False)
    return rows.order_by("-read_at").values_list("voice_id", "entry_id", "read_at")[:MOST]


@prepared.query
def _changed(owner: int, verb: str, since: datetime) -> QuerySet[Step, int | None]:
    rows = Step.objects.filter(session__owner=owner, verb=verb, changed_at__gte=since)
    return rows.values_list("voice", flat=True)
