"""Walks along an index that the ORM cannot say in one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from kith.db.models import Mark

_NEWEST = (
    "SELECT i.id FROM db_voice v JOIN db_mark i ON i.id IN (SELECT j.id FROM db_mark j"
    " WHERE j.voice_id = v.id{only} ORDER BY j.at DESC, j.entry_id DESC LIMIT %s)"
    " WHERE v.id IN ({voices})"
)


def newest_unread(voices: Sequence[int], few: int) -> QuerySet[Mark]:
    """The newest `few` unread marks of each of these voices; of each a walk of its own."""
    return _newest(voices, few, " AND j.state = 0")


def newest(voices: Sequence[int], few: int) -> QuerySet[Mark]:
    """The newest `few` marks of each of these voices."""
    return _newest(voices, few, "")


def _newest(voices: Sequence[int], few: int, only: str) -> QuerySet[Mark]:
    if not voices:
        return Mark.objects.none()
    sql = _NEWEST.format(only=only, voices=", ".join(["%s"] * len(voices)))
    return Mark.objects.filter(pk__in=RawSQL(sql, [few, *voices]))  # noqa: S611 (no text from outside)


Place = tuple[datetime, int]  # a mark's time and entry: where it stands in a list


def ordered(rows: QuerySet[Mark], *, up: bool = False) -> QuerySet[Mark]:
    """Marks with the newest first, or the oldest if `up`."""
    return rows.order_by("at", "entry_id") if up else rows.order_by("-at", "-entry_id")


# Said so that an index can begin at the place: of two alternatives it would have to read it all.
def beyond(rows: QuerySet[Mark], place: Place | None, *, up: bool) -> QuerySet[Mark]:
    """The marks older than a place in a list, or newer if `up`."""
    if place is None:
        return rows
    at, entry = place
    if up:
        return rows.filter(Q(at__gte=at) & ~Q(at=at, entry__lte=entry))
    return rows.filter(Q(at__lte=at) & ~Q(at=at, entry__gte=entry))


_MARKS = ' FROM "db_mark" WHERE '


def condition(rows: QuerySet[Mark]) -> tuple[str, tuple[Any, ...]]:
    """What is asked of marks, as SQL of one table, and its values."""
    sql, params = rows.order_by().values_list("pk").query.sql_with_params()
    _, found, where = sql.partition(_MARKS)
    assert found, sql
    return where, tuple(params)
