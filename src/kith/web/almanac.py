"""Planned sessions as an iCalendar document (RFC 5545, with the refresh of RFC 7986)."""

import importlib
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith import __version__
from kith.core import habits
from kith.core.habits import Habit
from kith.db.models import User
from kith.queries import pauses
from kith.queries.sessions import Shown

if TYPE_CHECKING:
    from icalendar import Event

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
REFRESH = timedelta(hours=1)
_STAMP = re.compile(rb"DTSTAMP[^\r\n]*\r\n")


@cache
def _icalendar() -> Any:
    """What writes calendars: 5 MB and 0.1 s that a server needs only once one is asked for."""
    return importlib.import_module("icalendar")


def written(
    user: User, habit: Habit, zone: ZoneInfo, shown: Shown | None, address: str, now: datetime
) -> bytes:
    """The planned days as one event that repeats; today's says what is planned.

    `address` is that of the page of today, `shown` today's session where it is made already. In a
    pause they begin after it.
    """
    calendar = _icalendar().Calendar()
    calendar.add("prodid", f"-//Kith//Kith {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _("Kith"))
    calendar.add("x-wr-calname", _("Kith"))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    pause = pauses.pause(user)
    begin_at = pause.until if pause and pause.is_on(now) else now
    first = next(habits.days_from(habit, begin_at.astimezone(zone).date()), None)
    if first is not None:
        begin = datetime.combine(first, habit.at, zone)
        event = _event(user, begin, habit.minutes, address, now)
        days = [DAYS[day] for day in sorted(habit.days)]
        event.add("rrule", {"freq": "weekly", "byday": days})
        calendar.add_component(event)
        if shown and shown.day == first and shown.steps:
            calendar.add_component(_today(user, begin, shown, address, now))
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(user: User, begin: datetime, minutes: int, address: str, now: datetime) -> "Event":
    event: Event = _icalendar().Event()
    event.add("uid", f"session-{user.pk}@kith")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", begin)
    event.add("duration", timedelta(minutes=minutes))
    words = ngettext("Kith: %(n)s minute", "Kith: %(n)s minutes", minutes)
    event.add("summary", words % {"n": minutes})
    event.add("url", address)
    event.add("transp", "OPAQUE")
    return event


def _today(user: User, begin: datetime, shown: Shown, address: str, now: datetime) -> "Event":
    """Today's among those that repeat, with what is planned in its description."""
    event = _event(user, begin, shown.minutes, address, now)
    event.add("recurrence-id", begin)
    steps = [step for part in shown.parts for step in part.steps]
    lines = [f"• {step.headline} ({step.minutes} min)" for step in steps]
    event.add("description", "\n".join([*lines, "", address]))
    return event


def without_stamps(document: bytes) -> bytes:
    """The same without the moment it was made at."""
    return _STAMP.sub(b"", document)
