"""Whether it is becoming too much for an account, and what was offered to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, QuerySet

from kith.core.signs import SETTLED, SLOWED, SPAN, History, Visit
from kith.db import prepared
from kith.db.models import Channel, Following, Mark, User, Voice
from kith.queries import reading, roster, sessions
from kith.queries.reading import Shelf, Where
from kith.sources import sample_files

LATELY = timedelta(days=30)  # in which what was published and not read counts
_FASTER = (Voice.Cadence.AS_IT_HAPPENS, Voice.Cadence.DAILY)  # than SLOWER
SLOWER = Voice.Cadence.WEEKLY
_NOT_ADDED = (Channel.KEPT, sample_files.KIND.name)


def history(user: User, now: datetime) -> History:
    """The account's last fortnight, as core.signs looks at it."""
    since, zone = now - SPAN, sessions.zone_of(user)
    here, added = _read(user.pk, since), _added(user.pk, since, now - SETTLED)
    return History(
        now=now.astimezone(zone),
        visits=[_visit(opened or read, seconds, zone) for opened, read, seconds, _ in here if read],
        added=len(added),
        touched=_touched(added) if added else 0,
        came=_came.count(user.pk, since),
        left=_left.count(user.pk, since),
        caught_up=sum(at < since for *_, at in here),
    )


@prepared.query
def _read(
    owner: int, since: datetime
) -> QuerySet[Mark, tuple[datetime | None, datetime | None, int | None, datetime]]:
    rows = Mark.objects.filter(owner=owner, read_at__gte=since)
    return rows.values_list("opened_at", "read_at", "seconds", "at")


@prepared.query
def _came(owner: int, since: datetime) -> QuerySet[Mark, int]:
    rows = reading.marks(User(pk=owner), Where(Shelf.ALL)).filter(at__gte=since)
    return rows.values_list("pk", flat=True)


@prepared.query
def _left(owner: int, since: datetime) -> QuerySet[Mark, int]:
    rows = reading.marks(User(pk=owner), Where(Shelf.UNREAD)).filter(at__gte=since)
    return rows.values_list("pk", flat=True)


def _touched(voices: Sequence[int]) -> int:
    """Of how many of these voices anything was opened."""
    opened = Mark.objects.filter(voice=OuterRef("pk"), opened_at__isnull=False)
    return Voice.objects.filter(Exists(opened), pk__in=voices).count()


def _visit(at: datetime, seconds: int | None, zone: ZoneInfo) -> Visit:
    return Visit(at.astimezone(zone), seconds or 0)


@prepared.query
def _added(owner: int, since: datetime, until: datetime) -> QuerySet[Following, int]:
    """The voices that came by hand in between."""
    rows = Following.objects.filter(owner=owner, brought=None, voice__state__in=Voice.HEARD)
    rows = rows.filter(voice__created_at__range=(since, until))
    rows = rows.exclude(channel__kind__in=_NOT_ADDED).order_by("voice")
    return rows.values_list("voice", flat=True).distinct()


def least_read(user: User, now: datetime) -> list[int]:
    """The voices that could be looked for less often: of what they said lately least was read.

    Of those of which nothing was read, the ones that say most come first. SLOWED at the most; none
    that is trusted, stands in the inner circle, or is looked for once a week or less.
    """
    rows = Voice.objects.filter(owner=user, state__in=Voice.HEARD, cadence__in=_FASTER)
    rows = rows.exclude(trust=Voice.Trust.TRUSTED).exclude(circle=Voice.Circle.INNER)
    free = set(rows.values_list("pk", flat=True))
    heard = Mark.objects.filter(owner=user, at__gte=now - LATELY)
    each = heard.values("voice").annotate(n=Count("pk"), read=Count("read_at"))
    order = each.order_by("read", "-n", "voice").values_list("voice", flat=True)
    return [voice for voice in order if voice in free][:SLOWED]


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered today, and why."""

    sign: str  # core.signs.IMMERSION or ALL_OF_IT
    offer: str  # core.signs.PAUSE or SLOW
    facts: Mapping[str, int]
    voices: list[tuple[int, str]]  # that would be slowed down: number and name


def offer(user: User, now: datetime) -> Offer | None:
    """What is offered on the day of `now`, until it is answered."""
    made = remembered(user)
    if not made or made["closed"]:
        return None
    day = sessions.day_of(user, datetime.fromisoformat(made["at"]))
    if day != sessions.day_of(user, now):
        return None
    there = Voice.objects.filter(owner=user, pk__in=made["voices"], state__in=Voice.HEARD)
    names = roster.names_of(user, there.values_list("pk", flat=True))
    voices = [(pk, names[pk]) for pk in made["voices"] if pk in names]
    return Offer(made["sign"], made["offer"], made["facts"], voices)


def remembered(user: User) -> dict[str, Any] | None:
    """The last offer as it was written down (see actions.relief)."""
    found = user.preferences.get("relief")
    return found if isinstance(found, dict) else None
