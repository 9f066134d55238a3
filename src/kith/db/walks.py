"""Walks along an index that the ORM cannot say in one statement."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kith.db.models import Mark

_NEWEST = (
    "SELECT i.id FROM db_voice v JOIN db_mark i ON i.id IN (SELECT j.id FROM db_mark j"
    " WHERE j.voice_id = v.id AND j.state = 0 ORDER BY j.at DESC, j.entry_id DESC LIMIT %s)"
    " WHERE v.id IN ({})"
)


def newest_unread(voices: Sequence[int], few: int) -> QuerySet[Mark]:
    """The newest `few` unread marks of each of these voices; of each a walk of its own."""
    if not voices:
        return Mark.objects.none()
    sql = _NEWEST.format(", ".join(["%s"] * len(voices)))
    return Mark.objects.filter(pk__in=RawSQL(sql, [few, *voices]))  # noqa: S611 (no text from outside)
