"""Write a line about what stayed."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q

from kith.db.models import Mark, Step
from kith.queries.judging import Because
from kith.queries.steps.kinds import Around, Candidate

SINCE = timedelta(days=7)
VALUE = 0.5


def find(around: Around) -> Iterator[Candidate]:
    """The entry kept within a week that was highlighted most, where no line was written yet."""
    settled = (Step.State.DONE, Step.State.NOT_FOR_ME)
    written = Step.objects.filter(
        session__owner=around.user, verb="reflect", entry=OuterRef("entry"), state__in=settled
    )
    passages = Count("entry__highlights", filter=Q(entry__highlights__owner=around.user))
    rows = (
        Mark.objects.filter(owner=around.user, kept_at__gte=around.now - SINCE)
        .filter(~Exists(written), read_at__isnull=False)
        .annotate(passages=passages)
        .select_related("entry")
        .order_by("-passages", "-kept_at", "-pk")
    )
    for mark in rows[:1]:
        yield Candidate(
            subject=f"line:{mark.entry_id}",
            title=mark.entry.title or mark.entry.url,
            minutes=2,
            value=VALUE,
            because=[_reason(mark, mark.passages)],
            entry=mark.entry_id,
            voice=mark.voice_id,
        )


def _reason(mark: Mark, passages: int) -> Because:
    assert mark.kept_at
    return Because("kept-silently", {"at": mark.kept_at.isoformat(), "passages": passages})
