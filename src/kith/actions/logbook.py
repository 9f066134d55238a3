"""The logbook: what passed between people, written down once its writer saw it understood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from kith.actions import exchanges, promises
from kith.actions.alone import AT_ONCE, one_at_a_time
from kith.actions.exchanges import Happened
from kith.core.problems import Trouble
from kith.db.fit import storable
from kith.db.models import Entry, Exchange, Promise, User, Voice

NOON = time(12)


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be written down: an exchange of a kind with voices, or a promise to them.

    An empty `kind` is a promise. `day` is the account's own; what happened today happened now.
    `new` are the names of people who are not known yet.
    """

    voices: Sequence[Voice] = ()
    new: Sequence[str] = ()
    kind: str = ""
    direction: str = ""
    day: date | None = None
    minutes: int | None = None
    about: str = ""
    due: date | None = None
    chat: bool = False
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was written down."""

    exchanges: Sequence[Exchange] = ()
    promises: Sequence[Promise] = ()


@transaction.atomic
def write(user: User, page: Page, zone: ZoneInfo, now: datetime) -> Written:
    """Write a page of the logbook; the same page twice at once is one.

    Trouble("log-nobody") for an exchange with nobody; nobody new is added then either.
    """
    one_at_a_time(user.pk)
    new = [_person(user, name, now) for name in page.new]
    voices = list({voice.pk: voice for voice in (*page.voices, *new)}.values())
    if not page.kind:
        to: Sequence[Voice | None] = voices or [None]
        made = [promises.promise(user, page.about, now, voice=one, due=page.due) for one in to]
        return Written(promises=made)
    if not voices:
        raise Trouble("log-nobody")
    happened = Happened(
        page.kind,
        page.direction,
        moment(page.day, zone, now),
        minutes=page.minutes,
        about=exchanges.named(page.about),
        url=page.entry.url if page.entry else "",
        entry=page.entry,
        chat=page.chat,
    )
    return Written(exchanges=exchanges.say(voices, happened, now))


def moment(day: date | None, zone: ZoneInfo, now: datetime) -> datetime:
    """When something happened of which the day is known: at noon, or now if that is today."""
    if day is None or day >= now.astimezone(zone).date():
        return now
    return datetime.combine(day, NOON, zone)


def _person(user: User, name: str, now: datetime) -> Voice:
    """Somebody who is known by name alone so far: heard nowhere, kept as a contact.

    Who was added of that name just before is the same. Raises Trouble("log-nobody") where nothing
    of the name can be seen.
    """
    seen = "".join(letter if letter.isprintable() else " " for letter in name)
    called = storable(" ".join(seen.split()), 300)
    if not called:
        raise Trouble("log-nobody")
    told = {"owner": user, "name": called, "kind": Voice.Kind.PERSON}
    just_added = Voice.objects.filter(**told, followings=None, created_at__gt=now - AT_ONCE)
    return just_added.first() or Voice.objects.create(**told, created_at=now)
