"""A word where the reader only listens: a community they have read for long."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db.models import QuerySet

from kith.db import prepared
from kith.db.models import Voice
from kith.queries import ties
from kith.queries.judging import Because, Offer
from kith.queries.steps.acquainted import Read, brought_up, read_for_a_month
from kith.queries.steps.kinds import Around, Candidate

LEAST = 5  # pieces read
PAUSE = timedelta(days=14)
MINUTES = 3
VALUE = 0.4


def find(around: Around) -> Iterator[Candidate]:
    """Communities that are read and never spoken in, the most read first, each with a piece of
    today's that could be answered.
    """
    read, best = read_for_a_month(around, LEAST), _best(around)
    numbers = (read.keys() & best.keys()) - brought_up(around, "comment", PAUSE)
    rows = _communities(around.user.pk, list(numbers))
    silent = [voice for voice in rows if not ties.has_spoken(voice)]
    for voice in sorted(silent, key=lambda voice: -read[voice.pk].n):
        yield _candidate(voice, best[voice.pk], read[voice.pk])


@prepared.query
def _communities(owner: int, voices: Sequence[int]) -> QuerySet[Voice]:
    rows = Voice.objects.filter(owner=owner, state__in=Voice.HEARD, pk__in=voices)
    return rows.filter(kind=Voice.Kind.COMMUNITY).order_by("pk")


def _best(around: Around) -> dict[int, Offer]:
    """Of each voice the unread text that is worth most."""
    found: dict[int, Offer] = {}
    for one in around.offers:
        if one.kind == "read" and one.url:
            found.setdefault(one.voice, one)
    return found


def _candidate(voice: Voice, offer: Offer, read: Read) -> Candidate:
    return Candidate(
        subject=f"comment:{voice.pk}",
        title=offer.title,
        minutes=MINUTES,
        value=VALUE,
        because=[
            Because(
                "silent-there",
                {"voice": offer.voice_name, "n": read.n, "at": read.since.isoformat()},
            )
        ],
        entry=offer.entry,
        voice=voice.pk,
        features=offer.features,
    )
