"""Marks: read, unread, kept, archived, and each of them undone."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from kith.db.models import Mark, User

ARCHIVE_BATCH = 5000
LONGEST_PLAY = 10**7  # seconds
LONGEST_STAY = 3600  # seconds that one visit counts at the most


def open_entry(mark: Mark, now: datetime) -> None:
    """The reader opened an entry: it is read."""
    mark.opened_at = mark.opened_at or now
    mark.read_at = mark.read_at or now
    mark.state = Mark.State.READ
    mark.save(update_fields=["opened_at", "read_at", "state"])


def set_state(mark: Mark, state: Mark.State, now: datetime) -> None:
    """Mark as read, unread or archived."""
    mark.state = state
    mark.read_at = (mark.read_at or now) if state == Mark.State.READ else None
    mark.save(update_fields=["read_at", "state"])


def keep(mark: Mark, now: datetime) -> None:
    """Keep an entry for ever; keeping it twice is harmless."""
    mark.kept_at = mark.kept_at or now
    mark.save(update_fields=["kept_at"])


def let_go(mark: Mark) -> None:
    """Undo `keep`."""
    mark.kept_at = None
    mark.save(update_fields=["kept_at"])


def not_for_me(mark: Mark, now: datetime) -> None:
    """Put an entry away and remember that it was not wanted."""
    mark.not_for_me_at = mark.not_for_me_at or now
    mark.state = Mark.State.ARCHIVED
    mark.save(update_fields=["not_for_me_at", "state"])


def for_me(mark: Mark, state: Mark.State) -> None:
    """Undo `not_for_me`: back to what it was before."""
    mark.not_for_me_at = None
    mark.state = state
    mark.save(update_fields=["not_for_me_at", "state"])


def finish(mark: Mark, now: datetime) -> None:
    """The reader came to the end of an entry; coming there twice is harmless."""
    mark.finished_at = mark.finished_at or now
    mark.save(update_fields=["finished_at"])


def spend(mark: Mark, seconds: int) -> None:
    """Count the time that an entry was on the screen, LONGEST_STAY a visit at the most."""
    spent = Coalesce(F("seconds"), 0) + min(seconds, LONGEST_STAY)
    Mark.objects.filter(pk=mark.pk).update(seconds=spent)


def set_place(mark: Mark, seconds: int) -> None:
    """Remember how far something was heard; 0 is its beginning."""
    mark.place = min(seconds, LONGEST_PLAY) or None
    mark.save(update_fields=["place"])


def archive(user: User, marks: QuerySet[Mark]) -> list[int]:
    """Put unread entries of a list away; returns the marks concerned, for `unarchive`."""
    ids = list(
        marks.filter(owner=user, state=Mark.State.UNREAD).values_list("pk", flat=True)[
            :ARCHIVE_BATCH
        ]
    )
    for start in range(0, len(ids), 500):
        some = Mark.objects.filter(pk__in=ids[start : start + 500], state=Mark.State.UNREAD)
        some.update(state=Mark.State.ARCHIVED)
    return ids


def unarchive(user: User, ids: Iterable[int]) -> None:
    """Undo `archive`: what was put away is unread again."""
    away = Mark.objects.filter(owner=user, pk__in=list(ids), state=Mark.State.ARCHIVED)
    away.update(state=Mark.State.UNREAD)
