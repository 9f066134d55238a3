"""Signs that it is becoming too much, and what could be offered: a pause, or fewer looks.

Two signs are known of learning networks. *Immersion*: many voices are added in a short time, and
few of them are read. *Trying to know it all*: long evenings with it, late, while what is left
unread grows all the same. Each is a fact about a fortnight and nothing about a person; it leads to
one offer, or to nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

SPAN = timedelta(days=14)  # that is looked at
SETTLED = timedelta(days=3)  # after which a voice that was added could have been read
PATIENCE = timedelta(days=14)  # between two offers

ADDED = 15  # voices; fewer are no immersion
FEW = 0.25  # of them were read
HERE = 2  # days of the last seven with reading: who was away did not read for another reason

LATE_FROM, LATE_TO = 23, 4  # o'clock
LONG = 45  # minutes of one night
NIGHTS = 4
GROWN = 50  # pieces
MOSTLY = 0.5  # of what came

SLOWED = 10  # voices that are slowed down together
ENOUGH = 5  # fewer are not worth an offer

IMMERSION, ALL_OF_IT = "immersion", "all-of-it"
PAUSE, SLOW = "pause", "slow"


@dataclass(frozen=True, slots=True)
class Visit:
    """One piece that was opened: when, in the reader's own time, and for how long."""

    at: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class History:
    """A fortnight: what was read, what was added, what came."""

    now: datetime  # in the reader's own time
    visits: Sequence[Visit]  # within SPAN
    added: int  # voices followed by hand within SPAN, until SETTLED ago
    touched: int  # of these, how many anything was opened of
    came: int  # pieces within SPAN
    left: int  # of these, how many are unread
    caught_up: int  # older pieces that were read within SPAN

    @property
    def growth(self) -> int:
        """How many more pieces are unread than a fortnight ago, as far as reading tells."""
        return self.left - self.caught_up


@dataclass(frozen=True, slots=True)
class Sign:
    """What was seen, and the facts that say so."""

    name: str  # IMMERSION or ALL_OF_IT
    facts: Mapping[str, int]


def sign(history: History) -> Sign | None:
    """The sign of a fortnight, if there is one; immersion first, for it is younger."""
    if _is_immersed(history):
        return Sign(IMMERSION, {"added": history.added, "touched": history.touched})
    nights = long_nights(history)
    if len(nights) >= NIGHTS and _grows(history):
        return Sign(ALL_OF_IT, {"nights": len(nights), "left": history.left})
    return None


def _is_immersed(history: History) -> bool:
    week = (history.now - timedelta(days=7)).date()
    days = {visit.at.date() for visit in history.visits if visit.at.date() > week}
    few = history.touched <= FEW * history.added
    return history.added >= ADDED and few and len(days) >= HERE


def long_nights(history: History) -> list[date]:
    """The nights, by the day on which they began, with LONG minutes or more after LATE_FROM."""
    spent: Counter[date] = Counter()
    for visit in history.visits:
        if visit.at.hour >= LATE_FROM or visit.at.hour < LATE_TO:
            spent[(visit.at - timedelta(hours=LATE_TO)).date()] += visit.seconds
    return sorted(night for night, seconds in spent.items() if seconds >= 60 * LONG)


def _grows(history: History) -> bool:
    return history.growth >= GROWN and history.growth >= MOSTLY * history.came


def offer(found: Sign, slowable: int) -> str:
    """What is offered, where so many voices could be looked for less often: PAUSE or SLOW."""
    return SLOW if found.name == IMMERSION and slowable >= ENOUGH else PAUSE


def may_offer(last: datetime | None, now: datetime) -> bool:
    """Whether an offer may be made: at most one in PATIENCE."""
    return last is None or now - last >= PATIENCE
