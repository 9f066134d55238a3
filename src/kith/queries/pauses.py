"""Pauses: days on which an account is away by choice."""

from datetime import datetime

from kith.core import pauses
from kith.core.pauses import Pause
from kith.db.models import User


def pause(user: User) -> Pause | None:
    """The account's last pause, over or not."""
    return pauses.read(user.preferences.get("pause"))


def is_on(user: User, now: datetime) -> bool:
    """Whether the account makes a pause."""
    found = pause(user)
    return found is not None and found.is_on(now)
