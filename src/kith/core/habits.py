"""Planned days: on which days of the week, at what time, for how many minutes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

USUAL = 20  # minutes
LEAST, MOST = 1, 240
WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Habit:
    """Days of the week (0 is Monday), a time of day, minutes; no days: nothing is planned."""

    days: frozenset[int] = frozenset()
    at: time = time(8, 30)
    minutes: int = USUAL
    mail: str = ""  # where the plan goes to as well, once that was confirmed; empty: nowhere
    asked: str = ""  # an address that was typed and has not been confirmed yet
    people: bool = False  # once a week, what is owed to people goes to `mail` too

    def on(self, day: date) -> bool:
        """Whether a session is planned for this day."""
        return day.weekday() in self.days


def moment(habit: Habit, day: date, zone: ZoneInfo) -> datetime:
    """When a day's session begins, in UTC.

    An hour that the clocks leave out counts from before the change; of one they repeat, the first.
    """
    return datetime.combine(day, habit.at, zone).astimezone(UTC)


def following(habit: Habit, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The first planned moment after this one; None where nothing is planned."""
    first = after.astimezone(zone).date()
    for day in days_from(habit, first):
        found = moment(habit, day, zone)
        if found > after:
            return found
    return None


def next_week(habit: Habit, zone: ZoneInfo, after: datetime) -> datetime:
    """The time of day of a habit on the first Monday after this moment, in UTC."""
    day = after.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    weeks = (moment(habit, monday + timedelta(weeks=n), zone) for n in range(3))
    return next(found for found in weeks if found > after)


def days_from(habit: Habit, first: date, count: int = 9) -> Iterator[date]:
    """The planned days among the `count` days from this one on."""
    days = (first + timedelta(days=n) for n in range(count))
    return (day for day in days if habit.on(day))


def read(given: object) -> Habit:
    """A habit out of plain JSON, as `written` made it; what makes no sense is left out."""
    if not isinstance(given, dict):
        return Habit()
    usual = Habit()
    days, minutes = given.get("days", []), given.get("minutes")
    mail, asked = given.get("mail"), given.get("asked")
    return Habit(
        days=frozenset(day for day in EVERY_DAY if isinstance(days, list) and day in days),
        at=time_of(given.get("at")) or usual.at,
        minutes=minutes if isinstance(minutes, int) and LEAST <= minutes <= MOST else usual.minutes,
        mail=mail if isinstance(mail, str) else "",
        asked=asked if isinstance(asked, str) else "",
        people=given.get("people") is True,
    )


def time_of(text: object) -> time | None:
    """A time of day such as "08:30"."""
    try:
        found = time.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found.replace(second=0, microsecond=0, tzinfo=None) if found else None


def written(habit: Habit) -> dict[str, list[int] | str | int | bool]:
    """The same as plain JSON."""
    return {
        "days": sorted(habit.days),
        "at": habit.at.strftime("%H:%M"),
        "minutes": habit.minutes,
        "mail": habit.mail,
        "asked": habit.asked,
        "people": habit.people,
    }
