"""Dates, lengths and problems in the reader's words; the filters that templates use."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from kith.core.judgement.signals import SIGNALS
from kith.core.problems import WORDS, Problem
from kith.queries.reading import COUNTED

LABELS = {signal.name: signal.label for signal in SIGNALS}


def day_of(moment: datetime) -> date:
    """The reader's own date at this moment."""
    return timezone.localtime(moment).date()


def when(moment: datetime | date | None) -> str:
    """The day in words: "today", "yesterday", "March 3", "March 3, 2024"."""
    if moment is None:
        return gettext("never")
    day = day_of(moment) if isinstance(moment, datetime) else moment
    return _when(day, timezone.localdate(), get_language())


@lru_cache(maxsize=2000)
def _when(day: date, today: date, _language: str | None) -> str:
    if day == today:
        return gettext("today")
    if day == today - timedelta(days=1):
        return gettext("yesterday")
    if day == today + timedelta(days=1):
        return gettext("tomorrow")
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")


def moment(at: datetime | None) -> str:
    """Day and time in full, for a title that explains a word such as "yesterday"."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else ""


def local_day(at: datetime) -> str:
    """The reader's own date, for a field of a form."""
    return day_of(at).isoformat()


def clock(at: datetime) -> str:
    """A time of day, as it is given."""
    return date_format(at, "TIME_FORMAT")


def iso(at: datetime) -> str:
    """For the datetime attribute of <time>."""
    return at.isoformat(timespec="seconds")


def ago(at: datetime | None) -> str:
    """How long ago, up to a week; then the day."""
    if at is None:
        return gettext("never")
    seconds = (timezone.now() - at).total_seconds()
    if seconds < 60:
        return gettext("just now")
    if seconds > 7 * 86400:
        return when(at)
    return gettext("%(length)s ago") % {"length": length(seconds)}


def until(at: datetime | None) -> str:
    """How soon, up to a week; then the day."""
    if at is None:
        return gettext("not by itself")
    seconds = (at - timezone.now()).total_seconds()
    if seconds < 60:
        return gettext("any moment")
    if seconds > 7 * 86400:
        return when(at)
    return gettext("in %(length)s") % {"length": length(seconds)}


def length(seconds: float) -> str:
    """A span in its largest unit: "5 minutes", "3 hours", "2 days", "4 weeks"."""
    if seconds < 3600:
        n = max(1, round(seconds / 60))
        return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": number(n)}
    if seconds < 36 * 3600:
        n = round(seconds / 3600)
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": number(n)}
    n = round(seconds / 86400)
    if n < 21:
        return ngettext("%(n)s day", "%(n)s days", n) % {"n": number(n)}
    if n < 60:
        n = round(n / 7)
        return ngettext("%(n)s week", "%(n)s weeks", n) % {"n": number(n)}
    n = round(n / 30.4)
    return ngettext("%(n)s month", "%(n)s months", n) % {"n": number(n)}


def rhythm(seconds: int | None) -> str:
    """How often a channel speaks: "about every 3 days"."""
    if seconds is None:
        return gettext("too little heard to tell")
    if seconds < 3600:
        return gettext("several times an hour")
    if seconds < 20 * 3600:
        return gettext("several times a day")
    if seconds < 36 * 3600:
        return gettext("about every day")
    return gettext("about every %(length)s") % {"length": length(seconds)}


def minutes(n: int) -> str:
    """How long an entry takes, short: "6 min"."""
    return _minutes(n, get_language())


@lru_cache(maxsize=2000)
def _minutes(n: int, _language: str | None) -> str:
    return pgettext("minutes, short", "%(n)s min") % {"n": number(n)}


def minutes_in_full(n: int) -> str:
    """How long an entry takes: "6 minutes"."""
    return length(n * 60) if n < 60 else minutes(n)


def number(n: int) -> str:
    """A whole number as the reader's language writes it."""
    return str(n) if n < 1000 else number_format(n, force_grouping=True)


def megabytes(n: int) -> str:
    """The size of a file: "12 MB"."""
    return gettext("%(n)s MB") % {"n": number_format(max(n / 1e6, 0.1), 0 if n > 2e6 else 1)}


def counted(n: int) -> str:
    """A count that stops: "30", "1,000+"."""
    return number(n) if n <= COUNTED else f"{number(COUNTED)}+"


def unread(n: int) -> str:
    """How much of a voice is not read yet: "12 unread", "1,000+ unread"."""
    return _unread(n, get_language())


@lru_cache(maxsize=2000)
def _unread(n: int, _language: str | None) -> str:
    return gettext("%(n)s unread") % {"n": counted(n)}


def problem(found: Problem | Mapping[str, Any]) -> str:
    """The sentence of a problem, given as such or as the mapping a table holds."""
    if not isinstance(found, Problem):
        found = Problem(found["code"], found.get("params", {}))
    words = WORDS.get(found.code)
    if words is None:  # written by a newer version
        return gettext("Something went wrong (%(code)s).") % {"code": found.code}
    return gettext(words) % dict(found.params)


def kind(name: str) -> str:
    """What a voice is, in a word."""
    return _names(get_language())[name] if name else pgettext("kind of voice", "Not heard yet")


def kinds(name: str) -> str:
    """Voices of a kind, in a word."""
    return _names(get_language())[f"{name}s"]


def cadence(name: str) -> str:
    """How often a voice is looked for, in words."""
    return _names(get_language())[name]


def trust(how: str) -> str:
    """How far a voice is trusted, in its reader's words."""
    return _names(get_language())[how]


def tuned(word: str) -> str:
    """How much a signal counts."""
    return _names(get_language())[word]


def signal(name: str) -> str:
    """What a signal looks at, in its reader's words; the table of signals holds them."""
    label = LABELS.get(name)
    return gettext(label) if label else gettext("how much the interest asks for")


def part(name: str, strength: int) -> str:
    """What a signal did to an entry: how much, and by what."""
    much = {1: gettext("a little"), 2: gettext("clearly"), 3: gettext("strongly")}[strength]
    return gettext("%(what)s (%(much)s)") % {"what": signal(name), "much": much}


@cache
def _names(_language: str | None) -> dict[str, str]:
    return {
        "person": pgettext("kind of voice", "Person"),
        "community": pgettext("kind of voice", "Community"),
        "publication": pgettext("kind of voice", "Publication"),
        "persons": pgettext("kind of voices", "People"),
        "communitys": pgettext("kind of voices", "Communities"),
        "publications": pgettext("kind of voices", "Publications"),
        "as-it-happens": pgettext("cadence", "as it happens"),
        "daily": pgettext("cadence", "daily"),
        "weekly": pgettext("cadence", "weekly"),
        "monthly": pgettext("cadence", "monthly"),
        "now-and-then": pgettext("cadence", "now and then"),
        "trusted": pgettext("trust in a voice", "I trust them"),
        "any": pgettext("trust in a voice", "As any"),
        "salt": pgettext("trust in a voice", "With a grain of salt"),
        "off": pgettext("a signal is", "off"),
        "less": pgettext("a signal counts", "less"),
        "normal": pgettext("a signal counts", "normal"),
        "more": pgettext("a signal counts", "more"),
    }


@lru_cache(maxsize=5000)
def initials(name: str) -> str:
    """One or two letters that stand for a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    return "".join(letters).upper() or "·"


def web(address: str) -> str:
    """The address where a browser may be sent there, else nothing."""
    return address if address.startswith(("https://", "http://")) and host(address) else ""


@lru_cache(maxsize=5000)
def host(address: str) -> str:
    """The host of an address, as people say it; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # "https://[x"
        return ""


FILTERS = {
    "ago": ago,
    "cadence": cadence,
    "clock": clock,
    "counted": counted,
    "host": host,
    "initials": initials,
    "iso": iso,
    "kind": kind,
    "kinds": kinds,
    "local_day": local_day,
    "length_in_words": length,
    "megabytes": megabytes,
    "minutes": minutes,
    "minutes_in_full": minutes_in_full,
    "moment": moment,
    "number": number,
    "problem": problem,
    "rhythm": rhythm,
    "trust": trust,
    "unread": unread,
    "until": until,
    "web": web,
    "when": when,
}
