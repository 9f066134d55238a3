"""How far the worker has looked through what an account heard: stories are told apart after it."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from kith.db import prepared
from kith.db.models import Mark, User
from kith.queries.judging import spaces

RECENT = timedelta(days=14)  # older entries are not folded into stories any more
NEWEST = 100


def looked_through() -> int:
    """The newest entry of which it is known whether others tell the same."""
    return spaces.worked().told


def is_understood(user: User, now: datetime) -> bool:
    """Whether most of what is new and unread was looked through, or there is nothing new."""
    newest, told = _newest(user.pk, now - RECENT), looked_through()
    return 2 * sum(entry > told for entry in newest) <= len(newest)


@prepared.query
def _newest(owner: int, since: datetime) -> QuerySet[Mark, int]:
    rows = Mark.objects.filter(owner=owner, state=Mark.State.UNREAD, at__gte=since)
    return rows.order_by("-at", "-entry").values_list("entry_id", flat=True)[:NEWEST]
