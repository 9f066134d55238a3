"""A first hello to somebody who was read for a month."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q

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
    rows = Voice.objects.filter(owner=around.user, state__in=Voice.HEARD, pk__in=numbers)
    rows = rows.filter(kind=Voice.Kind.PERSON, last_exchange_at=None).exclude(name="")
    rows = rows.exclude(Q(touch_due_at__lte=around.now))  # asked for as a word already
    for voice in sorted(rows, key=lambda voice: (-read[voice.pk].n, voice.pk)):
        yield _candidate(voice, read[voice.pk])


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
