"""Look after the network: a channel that fails, a voice that repeats itself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kith.core.schedule import ASKED_AFTER
from kith.db import prepared
from kith.db.models import Following, Mark, Voice
from kith.queries import judging
from kith.queries.judging import Because
from kith.queries.steps.acquainted import brought_up
from kith.queries.steps.kinds import Around, Candidate

VALUE = 0.45
LOUD = 5  # voices that are looked at for repetition
LATELY = timedelta(days=60)
LEAST = 4  # entries within that time
ENOUGH = 2_000  # entries, the newest
MOSTLY = 0.6
PAUSE = timedelta(days=14)  # before the same voice is brought up again


def find(around: Around) -> Iterator[Candidate]:
    """A channel that has failed for long, a voice that repeats itself; none brought up lately."""
    known = brought_up(around, "tidy", PAUSE)
    yield from _failing(around, known)
    yield from _repeating(around, known)


def _failing(around: Around, known: set[int]) -> Iterator[Candidate]:
    """The voice whose channel has failed longest."""
    long_ago = around.now - timedelta(seconds=ASKED_AFTER)
    for voice, name, title, since, gone in _failed(around.user.pk, long_ago):
        if voice not in known:
            code = "channel-gone" if gone or not since else "channel-fails"
            reason = Because(code, {"at": since.isoformat() if since else None})
            yield _candidate(voice, name or title, reason)
            return


@prepared.query
def _failed(
    owner: int, since: datetime
) -> QuerySet[Following, tuple[int, str, str, datetime | None, bool]]:
    rows = Following.objects.filter(owner=owner, voice__state__in=Voice.HEARD)
    rows = rows.filter(Q(channel__failing_since__lte=since) | Q(channel__gone=True))
    told = ("voice_id", "voice__name", "channel__title", "channel__failing_since", "channel__gone")
    return rows.order_by("channel__failing_since", "pk").values_list(*told)


def _repeating(around: Around, known: set[int]) -> Iterator[Candidate]:
    """Of the voices that speak most, the first that mostly returns to what it wrote before."""
    for voice in _loudest(around, known):
        returns, last = judging.repetition(voice, around.now)
        if last and returns >= MOSTLY * last:
            reason = Because("repeats", {"n": returns, "of": last})
            yield _candidate(voice.pk, voice.name, reason)
            return


def _loudest(around: Around, known: set[int]) -> list[Voice]:
    heard = _heard(around.user.pk, around.now - LATELY)
    said = Counter(voice for voice in heard if voice not in known)
    most = sorted(said, key=lambda voice: (-said[voice], voice))[:LOUD]
    numbers = [voice for voice in most if said[voice] >= LEAST]
    found = {voice.pk: voice for voice in _named(numbers)}
    return [found[number] for number in numbers if number in found]


@prepared.query
def _named(voices: Sequence[int]) -> QuerySet[Voice]:
    rows = Voice.objects.filter(pk__in=voices, state__in=Voice.HEARD, trust=Voice.Trust.ANY)
    return rows.exclude(name="")


@prepared.query
def _heard(owner: int, since: datetime) -> QuerySet[Mark, int]:
    """Who spoke lately, once for each entry: as many as say who speaks most."""
    rows = Mark.objects.filter(owner=owner, at__gte=since)
    return rows.order_by("-at", "-entry").values_list("voice_id", flat=True)[:ENOUGH]


def _candidate(voice: int, name: str, reason: Because) -> Candidate:
    return Candidate(
        subject=f"voice:{voice}",
        title=name,
        minutes=1,
        value=VALUE,
        because=[reason],
        voice=voice,
    )
