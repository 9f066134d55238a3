"""Recall what was highlighted, before it fades."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from kith.core import spacing
from kith.db import prepared
from kith.db.models import Highlight, Review
from kith.queries.judging import Because
from kith.queries.steps.kinds import Around, Candidate

FIRST = timedelta(days=spacing.FIRST)
VALUE = 0.6  # of the first; each further one of a day is worth less
LESS = 0.75


def find(around: Around) -> Iterator[Candidate]:
    """Highlights that are due, the longest waiting first; no more than are left of the day's."""
    morning = datetime.combine(around.today, time(), around.zone)
    left = max(spacing.A_DAY - _reviewed.count(around.user.pk, morning), 0)
    due = _due(around.user.pk, around.now - FIRST, around.now) if left else []
    for n, row in enumerate(due[:left]):
        yield Candidate(
            subject=f"highlight:{row.pk}",
            title=row.entry.title or row.exact[:80],
            minutes=1,
            value=VALUE * LESS**n,
            because=[_reason(row)],
            entry=row.entry_id,
            highlight=row.pk,
        )


@prepared.query
def _reviewed(owner: int, since: datetime) -> QuerySet[Review, int]:
    return Review.objects.filter(owner=owner, reviewed_at__gte=since).values_list("pk", flat=True)


@prepared.query
def _due(owner: int, made: datetime, now: datetime) -> QuerySet[Highlight]:
    never = Q(review=None, created_at__lte=made)
    rows = Highlight.objects.filter(never | Q(review__due_at__lte=now), owner=owner)
    rows = rows.select_related("entry", "review")
    return rows.order_by(Coalesce("review__due_at", F("created_at")), "pk")[: spacing.A_DAY]


def _reason(row: Highlight) -> Because:
    review = getattr(row, "review", None)
    if review is None:
        return Because("highlighted", {"at": row.created_at.isoformat()})
    return Because("recalled", {"at": review.reviewed_at.isoformat(), "times": review.times})
