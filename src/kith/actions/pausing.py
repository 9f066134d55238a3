"""Begin a pause, and come back from it."""

from datetime import datetime, time, timedelta

from kith.actions import preferences
from kith.core import pauses
from kith.core.pauses import Pause
from kith.db.models import User
from kith.queries import pauses as asked
from kith.queries import sessions


def begin(user: User, days: int, now: datetime) -> Pause:
    """Plan nothing for so many days, today included where it is young; ValueError for too many.

    It ends with the last of them, at midnight where the account lives. What is heard meanwhile
    waits: the first plan afterwards is made of what mattered.
    """
    if not pauses.LEAST <= days <= pauses.MOST:
        raise ValueError(days)
    day = sessions.day_of(user, now) + timedelta(days=days)
    pause = Pause(now, datetime.combine(day, time(), sessions.zone_of(user)))
    _remember(user, pause)
    return pause


def come_back(user: User, now: datetime) -> None:
    """End a pause before its time."""
    pause = asked.pause(user)
    if pause and pause.is_on(now):
        _remember(user, pauses.ended(pause, now))


def _remember(user: User, pause: Pause | None) -> None:
    preferences.remember(user, pause=pauses.written(pause))
