"""One offer, where it seems to become too much: made at most once in two weeks, and answered."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kith.actions import deciding, preferences
from kith.core import signs
from kith.db.models import Decision, User, Voice
from kith.queries import relief


def consider(user: User, now: datetime) -> None:
    """Look at the last fortnight, and remember what to offer today, if anything.

    Asked when a day's session is made, so that it takes no time where Today is only looked at.
    """
    last = relief.remembered(user)
    if not signs.may_offer(datetime.fromisoformat(last["at"]) if last else None, now):
        return
    found = signs.sign(relief.history(user, now))
    if found is None:
        return
    voices = relief.least_read(user, now) if found.name == signs.IMMERSION else []
    offer = signs.offer(found, len(voices))
    made = {
        "at": now.isoformat(),
        "sign": found.name,
        "offer": offer,
        "facts": dict(found.facts),
        "voices": voices if offer == signs.SLOW else [],
        "closed": False,
    }
    _remember(user, made)


def close(user: User) -> None:
    """It was answered, one way or the other."""
    made = relief.remembered(user)
    if made:
        _remember(user, {**made, "closed": True})


@transaction.atomic
def slow_down(user: User, now: datetime) -> list[Decision]:
    """Take the offer: the voices that were named are looked for once a week; what was decided."""
    offer = relief.offer(user, now)
    voices = Voice.objects.filter(
        owner=user, pk__in=[pk for pk, _ in offer.voices] if offer else []
    )
    made = [_slow(voice, now) for voice in voices.order_by("pk")]
    close(user)
    return [one for one in made if one]


def _slow(voice: Voice, now: datetime) -> Decision | None:
    return deciding.slow(voice, relief.SLOWER, now)


def _remember(user: User, made: dict[str, Any]) -> None:
    preferences.remember(user, relief=made)
