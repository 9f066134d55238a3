"""What an account owes its network: promises, thanks, answers, and a word now and then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from kith.core import touch
from kith.db import prepared
from kith.db.models import Promise, Thanks, Thread, User, Voice
from kith.queries import ties

MOST = 30  # of each kind

Kind = Literal["promise", "reply", "thanks", "touch"]


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that is owed. `number` is that of its promise, thread, thanks or voice."""

    kind: Kind
    number: int
    voice: int | None
    voice_name: str
    voice_kind: str
    text: str  # the promise, the thread's title, what the thanks are for; empty for a word
    since: datetime  # when it was promised, received, kept for later; of the last exchange
    due: date | None = None  # of a promise
    late: bool = False
    address: str = ""  # where it can be answered
    passed: bool = True  # whether there was an exchange at all, for a word
    who: tuple[str, ...] = ()  # who waits for a reply, as they are called there
    asks: bool = False  # whether one of them asks something


def owed(user: User, now: datetime, today: date, voice: Voice | None = None) -> list[Owed]:
    """Everything owed, promises first; to one voice where it is named.

    Of the words that are due only those that are due by now, the longest waiting first.
    """
    return [
        *promises(user, today, voice),
        *replies(user, now, voice),
        *thanks(user, voice),
        *_words(user, now, voice),
    ]


def promises(user: User, today: date, voice: Voice | None = None) -> Iterator[Owed]:
    """Promises that stand, the earliest due first; those without a date come last."""
    rows = _promised(user.pk)
    for row in rows.filter(voice=voice)[:MOST] if voice else _all_promised(user.pk):
        yield Owed(
            "promise",
            row.pk,
            *_whom(row.voice),
            text=row.text,
            since=row.made_at,
            due=row.due_on,
            late=row.due_on is not None and row.due_on < today,
        )


def _promised(owner: int) -> QuerySet[Promise]:
    rows = Promise.objects.filter(owner=owner, kept_at=None, released_at=None)
    rows = rows.select_related("voice")
    return rows.order_by(Coalesce("due_on", date.max), "made_at", "pk")


@prepared.query
def _all_promised(owner: int) -> QuerySet[Promise]:
    return _promised(owner)[:MOST]


def replies(user: User, now: datetime, voice: Voice | None = None) -> Iterator[Owed]:
    """Threads in which it is the account's turn, the longest waiting first."""
    rows = _waiting(user.pk, now)
    for row in rows.filter(voice=voice)[:MOST] if voice else _all_waiting(user.pk, now):
        since = row.turn_since or row.last_at or row.watched_at
        whom = _whom(row.voice)
        yield Owed(
            "reply",
            row.pk,
            *whom,
            text=row.title,
            since=since,
            address=row.address,
            who=tuple(row.summary.get("owed", ())),
            asks=row.summary.get("asks", False),
        )


def _waiting(owner: int, now: datetime) -> QuerySet[Thread]:
    rows = Thread.objects.filter(owner=owner, closed_at=None, turn=Thread.Turn.MINE)
    rows = rows.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))
    return rows.select_related("voice").order_by("turn_since", "pk")


@prepared.query
def _all_waiting(owner: int, now: datetime) -> QuerySet[Thread]:
    return _waiting(owner, now)[:MOST]


def thanks(user: User, voice: Voice | None = None) -> Iterator[Owed]:
    """Thanks that were kept for later, the longest waiting first."""
    rows = _unsaid(user.pk)
    for row in rows.filter(voice=voice)[:MOST] if voice else _all_unsaid(user.pk):
        yield Owed("thanks", row.pk, *_whom(row.voice), text=row.reason, since=row.created_at)


def _unsaid(owner: int) -> QuerySet[Thanks]:
    rows = Thanks.objects.filter(owner=owner, said_at=None, released_at=None)
    return rows.select_related("voice").order_by("created_at", "pk")


@prepared.query
def _all_unsaid(owner: int) -> QuerySet[Thanks]:
    return _unsaid(owner)[:MOST]


def _words(user: User, now: datetime, voice: Voice | None) -> Iterator[Owed]:
    for row in due(user, now, voice)[:MOST]:
        stands = ties.standing(row, now)
        yield Owed(
            "touch",
            row.pk,
            *_whom(row),
            text="",
            since=stands.since,
            late=stands.state == touch.OVERDUE,
            passed=row.last_exchange_at is not None,
        )


def due(user: User, now: datetime, voice: Voice | None = None) -> list[Voice]:
    """Voices with whom a word is due, the longest waiting first; MOST at the most."""
    if voice:
        return list(_unheard_of(user.pk, now).filter(pk=voice.pk))
    return _all_unheard_of(user.pk, now)


def _unheard_of(owner: int, now: datetime) -> QuerySet[Voice]:
    rows = Voice.objects.filter(owner=owner, touch_due_at__lte=now, state__in=Voice.HEARD)
    return rows.order_by("touch_due_at", "pk")


@prepared.query
def _all_unheard_of(owner: int, now: datetime) -> QuerySet[Voice]:
    return _unheard_of(owner, now)[:MOST]


def _whom(voice: Voice | None) -> tuple[int | None, str, str]:
    return (voice.pk, voice.name, voice.kind) if voice else (None, "", "")
