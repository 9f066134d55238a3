"""Keeping in touch: how often, when it is due, and what lets it rest.

Any exchange, in whichever direction, begins the time anew. A circle has a rhythm, and a tie may
have words of its own that go before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

INNER, ACTIVE, OUTER = "inner", "active", "outer"
CIRCLES: Mapping[str, int] = {INNER: 30, ACTIVE: 90, OUTER: 365}  # days

NEVER = "never"
CADENCES: Mapping[str, int | None] = {  # days
    "weekly": 7,
    "monthly": 30,
    "quarterly": 91,
    "twice-a-year": 182,
    "yearly": 365,
    NEVER: None,
}
LATE = 1.5  # times its span: then it is overdue

RESTING, SNOOZED, FINE, DUE, OVERDUE = "resting", "snoozed", "fine", "due", "overdue"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a reader wants to keep in touch with one voice."""

    circle: str = ""  # of CIRCLES; empty: none, then only own words count
    own: str = ""  # of CADENCES; empty: as the circle has it
    paused: bool = False
    snoozed_until: datetime | None = None

    @property
    def days(self) -> int | None:
        """The days between exchanges; None where nothing is asked for."""
        if self.paused:
            return None
        return CADENCES[self.own] if self.own else CIRCLES.get(self.circle)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether to get in touch, and the facts it rests on."""

    state: str  # RESTING, SNOOZED, FINE, DUE or OVERDUE
    days: int | None  # of the rhythm
    since: datetime  # the last exchange, or the beginning
    due_at: datetime | None = None
    overdue_at: datetime | None = None

    @property
    def asks(self) -> bool:
        """Whether it is due by now."""
        return self.state in (DUE, OVERDUE)


def standing(rhythm: Rhythm, last: datetime | None, began: datetime, now: datetime) -> Standing:
    """How it stands now: `last` is the last exchange, None if there was none since it `began`."""
    since = began if last is None else last
    days = rhythm.days
    if days is None:
        return Standing(RESTING, None, since)
    due_at, overdue_at = since + timedelta(days=days), since + timedelta(days=days * LATE)
    state = OVERDUE if now >= overdue_at else DUE if now >= due_at else FINE
    snoozed = rhythm.snoozed_until is not None and now < rhythm.snoozed_until
    if snoozed and state != FINE:
        state = SNOOZED
    return Standing(state, days, since, due_at, overdue_at)
