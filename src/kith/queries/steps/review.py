"""Recall what was highlighted, before it fades."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kith.core import spacing
from kith.db.models import Highlight, Review
from kith.queries.judging import Because
from kith.queries.steps.kinds import Around, Candidate

FIRST = timedelta(days=spacing.FIRST)
VALUE = 0.6  # of the first; each further one of a day is worth less
LESS = 0.75


def find(around: Around) -> Iterator[Candidate]:
    """Highlights that are due, the longest waiting first; no more than are left of the day's."""
    left = spacing.A_DAY - _reviewed(around)
    if left <= 0:
        return
    for n, row in enumerate(_due(around)[:left]):
        yield Candidate(
            subject=f"highlight:{row.pk}",
            title=row.entry.title or row.exact[:80],
            minutes=1,
            value=VALUE * LESS**n,
            because=[_reason(row)],
            entry=row.entry_id,
            highlight=row.pk,
        )


def _reviewed(around: Around) -> int:
    """How many were recalled today already."""
    morning = datetime.combine(around.today, time(), around.zone)
    return Review.objects.filter(owner=around.user, reviewed_at__gte=morning).count()


def _due(around: Around) -> "list[Highlight]":
    never = Q(review=None, created_at__lte=around.now - FIRST)
    rows = Highlight.objects.filter(never | Q(review__due_at__lte=around.now), owner=around.user)
    rows = rows.select_related("entry", "review").order_by(
        Coalesce("review__due_at", F("created_at")), "pk"
    )
    return list(rows[: spacing.A_DAY])


def _reason(row: Highlight) -> Because:
    review = getattr(row, "review", None)
    if review is None:
        return Because("highlighted", {"at": row.created_at.isoformat()})
    return Because("recalled", {"at": review.reviewed_at.isoformat(), "times": review.times})
