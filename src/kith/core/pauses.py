"""A pause: days on which nothing is planned, and after which what mattered comes back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

USUAL = 5  # days
LEAST, MOST = 1, 60


@dataclass(frozen=True, slots=True)
class Pause:
    """From when until when; the last one is remembered after its end."""

    since: datetime
    until: datetime

    def is_on(self, now: datetime) -> bool:
        """Whether it goes on."""
        return self.since <= now < self.until


def away_since(pause: Pause | None, last: datetime | None) -> datetime | None:
    """Since when a reader was away who was `last` here then: since a pause, if none came after it.

    Reading during a pause is no end of it.
    """
    if pause is None or (last is not None and last > pause.until):
        return last
    return pause.since if last is None else min(last, pause.since)


def ended(pause: Pause, now: datetime) -> Pause | None:
    """The pause with its end now; None where it hardly began, as if it had not been."""
    return Pause(pause.since, now) if now - pause.since >= timedelta(days=1) else None


def read(given: object) -> Pause | None:
    """A pause out of plain JSON, as `written` made it; None where that makes no sense."""
    if not isinstance(given, dict):
        return None
    since, until = (_moment(given.get(name)) for name in ("since", "until"))
    return Pause(since, until) if since and until and since <= until else None


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def written(pause: Pause | None) -> dict[str, str] | None:
    """The same as plain JSON."""
    if pause is None:
        return None
    return {"since": pause.since.isoformat(), "until": pause.until.isoformat()}
