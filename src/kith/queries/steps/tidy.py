"""Look after the network: a channel that fails, a voice that repeats itself."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q

from kith.core.schedule import ASKED_AFTER
from kith.db.models import Following, Step, Voice
from kith.queries.judging import Because
from kith.queries.steps.kinds import Around, Candidate

VALUE = 0.35
PAUSE = timedelta(days=14)  # before the same voice is brought up again


def find(around: Around) -> Iterator[Candidate]:
    """The voice whose channel has failed longest, unless it was looked after lately."""
    long_ago = around.now - timedelta(seconds=ASKED_AFTER)
    rows = (
        Following.objects.filter(owner=around.user, voice__state=Voice.State.ACTIVE)
        .filter(Q(channel__failing_since__lte=long_ago) | Q(channel__gone=True))
        .exclude(voice__in=lately(around))
        .select_related("voice", "channel")
        .order_by("channel__failing_since", "pk")
    )
    for row in rows[:1]:
        since = row.channel.failing_since
        params = {"at": since.isoformat() if since else None}
        yield Candidate(
            subject=f"voice:{row.voice_id}",
            title=row.voice.name or row.channel.title or row.channel.address,
            minutes=1,
            value=VALUE,
            because=[Because("channel-gone" if row.channel.gone else "channel-fails", params)],
            voice=row.voice_id,
        )


def lately(around: Around) -> "set[int]":
    """The voices that were looked after lately, or that were not to be brought up now."""
    rows = Step.objects.filter(
        session__owner=around.user, verb="tidy", changed_at__gte=around.now - PAUSE
    )
    return {voice for voice in rows.values_list("voice", flat=True) if voice}
