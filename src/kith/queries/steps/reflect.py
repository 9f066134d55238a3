"""Write a line about what stayed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kith.db import prepared
from kith.db.models import Mark, Step
from kith.queries.judging import Because
from kith.queries.steps.kinds import Around, Candidate

SINCE = timedelta(days=7)
VALUE = 0.5


def find(around: Around) -> Iterator[Candidate]:
    """The entry kept within a week that was highlighted most, where no line was written yet."""
    for entry, title, url, voice, kept_at, passages in _kept(around.user.pk, around.now - SINCE):
        assert kept_at
        reason = Because("kept-silently", {"at": kept_at.isoformat(), "passages": passages})
        yield Candidate(
            subject=f"line:{entry}",
            title=title or url,
            minutes=2,
            value=VALUE,
            because=[reason],
            entry=entry,
            voice=voice,
        )


@prepared.query
def _kept(
    owner: int, since: datetime
) -> QuerySet[Mark, tuple[int, str, str, int, datetime | None, int]]:
    settled = (Step.State.DONE, Step.State.NOT_FOR_ME)
    written = Step.objects.filter(
        session__owner=owner, verb="reflect", entry=OuterRef("entry"), state__in=settled
    )
    passages = Count("entry__highlights", filter=Q(entry__highlights__owner=owner))
    rows = Mark.objects.filter(owner=owner, kept_at__gte=since)
    rows = rows.filter(~Exists(written), read_at__isnull=False).annotate(passages=passages)
    told = ("entry_id", "entry__title", "entry__url", "voice_id", "kept_at", "passages")
    return rows.order_by("-passages", "-kept_at", "-pk").values_list(*told)[:1]
