"""A first hello to somebody who was read for a month."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kith.db import prepared
from kith.db.models import Voice
from kith.queries.judging import Because
from kith.queries.steps.acquainted import Read, brought_up, read_for_a_month
from kith.queries.steps.kinds import Around, Candidate

LEAST = 3  # pieces read
PAUSE = timedelta(days=90)  # before the same one is brought up again
A_WEEK = timedelta(days=7)  # between two
MINUTES = 3
VALUE = 1.0  # one a week is worth a few texts


def find(around: Around) -> Iterator[Candidate]:
    """The person who was read most and with whom no word has passed; one a week."""
    if brought_up(around, "hello", A_WEEK):
        return
    read = read_for_a_month(around, LEAST)
    numbers = read.keys() - brought_up(around, "hello", PAUSE)
    rows = _strangers(around.user.pk, list(numbers), around.now)
    for voice in sorted(rows, key=lambda voice: (-read[voice.pk].n, voice.pk)):
        yield _candidate(voice, read[voice.pk])


@prepared.query
def _strangers(owner: int, voices: Sequence[int], now: datetime) -> QuerySet[Voice]:
    rows = Voice.objects.filter(owner=owner, state__in=Voice.HEARD, pk__in=voices)
    rows = rows.filter(kind=Voice.Kind.PERSON, last_exchange_at=None).exclude(name="")
    return rows.exclude(Q(touch_due_at__lte=now))  # asked for as a word already


def _candidate(voice: Voice, read: Read) -> Candidate:
    return Candidate(
        subject=f"hello:{voice.pk}",
        title=voice.name,
        minutes=MINUTES,
        value=VALUE,
        because=[Because("read-for-long", {"n": read.n, "at": read.since.isoformat()})],
        entry=read.last,
        voice=voice.pk,
    )
