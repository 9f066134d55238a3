"""Look after the network: a channel that fails, a voice that repeats itself."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from django.db.models import Q

from kith.core.schedule import ASKED_AFTER
from kith.db import prepared
from kith.db.models import Following, Mark, Step, Voice
from kith.db.prepared import Prepared, Values
from kith.queries import judging
from kith.queries.judging import Because
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
    known = lately(around)
    yield from _failing(around, known)
    yield from _repeating(around, known)


def _failing(around: Around, known: set[int]) -> Iterator[Candidate]:
    """The voice whose channel has failed longest."""
    long_ago = around.now - timedelta(seconds=ASKED_AFTER)
    rows = (
        Following.objects.filter(owner=around.user, voice__state__in=Voice.HEARD)
        .filter(Q(channel__failing_since__lte=long_ago) | Q(channel__gone=True))
        .exclude(voice__in=known)
        .select_related("voice", "channel")
        .order_by("channel__failing_since", "pk")
    )
    for row in rows[:1]:
        since = row.channel.failing_since
        code = "channel-gone" if row.channel.gone or not since else "channel-fails"
        reason = Because(code, {"at": since.isoformat() if since else None})
        yield _candidate(row.voice, row.voice.name or row.channel.title, reason)


def _repeating(around: Around, known: set[int]) -> Iterator[Candidate]:
    """Of the voices that speak most, the first that mostly returns to what it wrote before."""
    for voice in _loudest(around, known):
        returns, last = judging.repetition(voice, around.now)
        if last and returns >= MOSTLY * last:
            reason = Because("repeats", {"n": returns, "of": last})
            yield _candidate(voice, voice.name, reason)
            return


def _loudest(around: Around, known: set[int]) -> list[Voice]:
    values: Values = {prepared.OWNER: around.user.pk, prepared.MOMENT: around.now - LATELY}
    said = Counter(voice for (voice,) in _lately().rows(values) if voice not in known)
    most = sorted(said, key=lambda voice: (-said[voice], voice))[:LOUD]
    numbers = [voice for voice in most if said[voice] >= LEAST]
    rows = Voice.objects.filter(state__in=Voice.HEARD, trust=Voice.Trust.ANY)
    found = rows.exclude(name="").in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


@cache
def _lately() -> Prepared:
    """Who spoke lately, once for each entry: as many as say who speaks most."""
    heard = Mark.objects.filter(owner=prepared.OWNER, at__gte=prepared.MOMENT)
    newest = heard.order_by("-at", "-entry").values_list("voice_id")[:ENOUGH]
    return Prepared(newest, [prepared.OWNER, prepared.MOMENT])


def _candidate(voice: Voice, name: str, reason: Because) -> Candidate:
    return Candidate(
        subject=f"voice:{voice.pk}",
        title=name,
        minutes=1,
        value=VALUE,
        because=[reason],
        voice=voice.pk,
    )


def lately(around: Around) -> "set[int]":
    """The voices that were looked after lately, or that were not to be brought up now."""
    rows = Step.objects.filter(
        session__owner=around.user, verb="tidy", changed_at__gte=around.now - PAUSE
    )
    return {voice for voice in rows.values_list("voice", flat=True) if voice}
