"""How an account's entries are judged: tuned in words, begun anew."""

from collections.abc import Mapping
from datetime import datetime

from kith.actions import preferences
from kith.db.models import User
from kith.queries.judging import TUNED, tuning

_SIGNALS, _SINCE = "signals", "profile_since"


def tune(user: User, told: Mapping[str, str]) -> None:
    """Set signals, each to a word of TUNED; what is no signal or no such word changes nothing."""
    before = tuning(user)
    known = {name: word for name, word in told.items() if name in before and word in TUNED}
    preferences.remember(user, **{_SIGNALS: before | known})


def begin_anew(user: User, now: datetime) -> None:
    """What was kept, finished or not wanted until now says nothing any more. Marks stay."""
    preferences.remember(user, **{_SINCE: now.isoformat()})


def take_back(user: User) -> None:
    """Undo `begin_anew`: everything that was ever done counts again."""
    preferences.forget(user, _SINCE)
