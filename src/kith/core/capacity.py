"""How many voices an account makes room for, and how long new ones are on trial."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

PEOPLE, SOURCES, WEEKS = 50, 100, 6  # by default
MOST, MOST_WEEKS = 9_999, 52


@dataclass(frozen=True, slots=True)
class Capacity:
    """People, and publications and communities, that are to be heard at a time; weeks of trial."""

    people: int = PEOPLE
    sources: int = SOURCES
    trial_weeks: int = WEEKS  # 0: new voices come without a trial

    def trial_until(self, now: datetime) -> datetime | None:
        """When the trial of a voice that comes now is over; None where there is none."""
        return now + timedelta(weeks=self.trial_weeks) if self.trial_weeks else None


@dataclass(frozen=True, slots=True)
class Room:
    """How many are heard of how many that the account makes room for."""

    heard: int
    of: int

    @property
    def free(self) -> int:
        """How many more there is room for."""
        return max(self.of - self.heard, 0)

    @property
    def over(self) -> int:
        """How many more are heard than there is room for."""
        return max(self.heard - self.of, 0)


def read(given: object) -> Capacity:
    """A capacity out of plain JSON, as `written` made it; what makes no sense is left out."""
    if not isinstance(given, dict):
        return Capacity()
    return Capacity(
        people=_number(given, "people", PEOPLE, MOST),
        sources=_number(given, "sources", SOURCES, MOST),
        trial_weeks=_number(given, "trial_weeks", WEEKS, MOST_WEEKS),
    )


def _number(given: Mapping[str, object], name: str, usual: int, most: int) -> int:
    found = given.get(name)
    return found if type(found) is int and 0 <= found <= most else usual


def written(capacity: Capacity) -> dict[str, int]:
    """The same as plain JSON."""
    return {
        "people": capacity.people,
        "sources": capacity.sources,
        "trial_weeks": capacity.trial_weeks,
    }
