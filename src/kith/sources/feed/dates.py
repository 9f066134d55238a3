"""Every way of writing a date that feeds have been seen to use, read to an aware time in UTC."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from kith.sources.feed.almanac import MONTHS, ZONES

EARLIEST, LATEST = 1900, 2200
LONGEST = 100  # characters; no date is longer

USUAL = re.compile(
    r"(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d)"
    r"(?: (?:([+-])(\d\d)(\d\d)|GMT|UTC|Z))?"
)
ORDINAL = re.compile(r"(\d{4})-?(\d{3})((?:[t ].*)?)")
DOTTED_CLOCK = re.compile(r"(?<=\d{4} )(\d{1,2})\.(\d\d)(?:\.(\d\d))?(?!\.?\d)")
CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:h](\d{1,2})(?::(\d{1,2}))?(?:[.,]\d+)?")
HALF = re.compile(r"\b[ap]\.?\s?m\b\.?|[πμ]\.?μ\b")
ASIAN_HALF = re.compile(r"오전|오후|上午|下午|午前|午後")
AFTERNOON = ("p", "μ", "오후", "下午", "午後")
HANGUL = re.compile(r"[가-힣]")
OFFSET = re.compile(r"(?:^|(?<=[\sa-z(]))([+-])\s?(\d{1,2})(?::?(\d\d))?(?!\d)")
WORD = re.compile(r"[^\W\d_]+")
EAST_ASIAN = re.compile(r"(\d{4})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日]")
WITH_YEAR = re.compile(
    r"(?<!\d)(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{1,2})([-/.])(\d{1,2})\6(\d{4}))(?!\d)"
)
SHORT = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
YEAR_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?$")
DIGITS = re.compile(r"\d+")

Found = tuple[datetime, str]  # the day that a text names, and what else it says


def parse_date(text: str | None) -> datetime | None:
    """An aware time in UTC, or None where the text says none or a senseless one.

    A time without a zone is taken as UTC. Outside the years 1900 to 2200 nothing is believed.
    """
    if not text or len(text) > LONGEST:
        return None
    return _parse(text)


@lru_cache(maxsize=4096)
def _parse(text: str) -> datetime | None:
    text = text.strip()
    try:
        when = _usual(text) or _iso(text) or _odd(_plain(text))
        if when is None:
            return None
        when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return when if EARLIEST <= when.year <= LATEST else None


def _usual(text: str) -> datetime | None:
    """RFC 822 as nearly everyone writes it."""
    match = USUAL.fullmatch(text)
    if match is None:
        return None
    day, name, year, hour, minute, second, sign, hours, minutes = match.groups()
    month = MONTHS.get(name.lower())
    if month is None or int(hour) > 23 or int(second) > 59:
        return None
    when = datetime(int(year), month, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    if sign is None:
        return when
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return when - offset if sign == "+" else when + offset


def _iso(text: str) -> datetime | None:
    """RFC 3339 and the rest of ISO 8601 that the standard library reads."""
    if not text[:4].isdigit() or (len(text) != 8 and text.isdigit()):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Lower case, accents off, odd dashes and spaces made ordinary."""
    text = unicodedata.normalize("NFKC", text).lower()
    bare = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = unicodedata.normalize("NFC", "".join(bare)).replace("−", "-").replace("–", "-")
    return DOTTED_CLOCK.sub(r"\1:\2:\3", " ".join(text.split()))


def _odd(text: str) -> datetime | None:
    if ordinal := ORDINAL.fullmatch(text):
        start = datetime(int(ordinal[1]), 1, 1, tzinfo=UTC)
        return _at(start + timedelta(days=int(ordinal[2]) - 1), ordinal[3])
    if DIGITS.fullmatch(text):
        return _digits(text)
    found = _with_year(text) or _named(text) or _short(text) or _year_month(text)
    if found is None:
        return None
    # Where no zone is given, a date in Korean was written in Korea.
    return _at(found[0], found[1] + (" kst" if HANGUL.search(text) else ""))


def _digits(text: str) -> datetime | None:
    """Seconds or thousandths since 1970, or a date and time written without separators."""
    if len(text) in (12, 14) and text[:2] in ("19", "20"):
        return datetime.strptime(text.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if len(text) in (9, 10, 13, 16):
        return datetime.fromtimestamp(int(text) / 10 ** max(0, len(text) - 10), UTC)
    if len(text) in (4, 6, 8):
        return datetime(int(text[:4]), int(text[4:6] or 1), int(text[6:8] or 1), tzinfo=UTC)
    return None


def _with_year(text: str) -> Found | None:
    """Three numbers, one of four digits."""
    if match := EAST_ASIAN.search(text):
        year, month, day = match.groups()
    elif match := WITH_YEAR.search(text):
        year, month, day = match[1], match[3], match[4]
        if year is None:
            year = match[8]
            month, day = _order(match[5], match[6], match[7])
    else:
        return None
    rest = text[: match.start()] + " " + text[match.end() :]
    return datetime(int(year), int(month), int(day), tzinfo=UTC), rest


def _order(first: str, mark: str, second: str) -> tuple[str, str]:
    """Month and day. Between slashes the month comes first where it can; else it never does."""
    month_first = int(second) > 12 or (mark == "/" and int(first) <= 12)
    return (first, second) if month_first else (second, first)


def _short(text: str) -> Found | None:
    """Three numbers of two digits: with hyphens the year leads, otherwise it trails."""
    match = SHORT.search(text)
    if match is None:
        return None
    first, mark, second, third = match.groups()
    if mark == "-" or int(first) > 31:
        year, month, day = first, second, third
    else:
        year = third
        month, day = _order(first, mark, second)
    rest = text[: match.start()] + " " + text[match.end() :]
    return datetime(_year(year), int(month), int(day), tzinfo=UTC), rest


def _year_month(text: str) -> Found | None:
    match = YEAR_MONTH.fullmatch(text)
    return (datetime(int(match[1]), int(match[2] or 1), 1, tzinfo=UTC), "") if match else None


def _named(text: str) -> Found | None:
    """A day whose month is a word. Some weekdays look like months: the last such word is it."""
    words = [match for match in WORD.finditer(text) if _month(match[0])]
    if not words:
        return None
    start, end = words[-1].span()
    clock = CLOCK.search(text)
    bare = text if clock is None else _without(text, clock)
    before, after = DIGITS.findall(bare[:start]), DIGITS.findall(bare[end:])
    if len(before) + len(after) < 2:
        return None
    day, year = _sort(before, after)
    rest = text[clock.start() :] if clock else ""
    return datetime(_year(year), _month(words[-1][0]), int(day), tzinfo=UTC), rest


def _without(text: str, clock: re.Match[str]) -> str:
    """The text with blanks in place of the time of day and of the zone's numbers after it."""
    tail = OFFSET.sub(_blank, text[clock.end() :])
    return text[: clock.start()] + _blank(clock) + tail


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _sort(before: list[str], after: list[str]) -> tuple[str, str]:
    """The day and the year among the numbers around a month's name."""
    near, far = (before[-1], after[0]) if before and after else (before or after)[:2]
    return (far, near) if len(near) > 2 or int(near) > 31 else (near, far)


def _month(word: str) -> int:
    whole = MONTHS.get(word, 0)
    return whole or (MONTHS.get(word[:3], 0) if len(word) > 3 and word not in WEEKDAYS else 0)


# Weekdays whose first three letters some language uses for a month.
WEEKDAYS = {"mardi", "martes", "martedi", "marts", "lunedi", "sunday", "samedi", "setmana"}


def _year(text: str) -> int:
    """Two digits are of this age; 103 is 2003 counted from 1900 by a careless program."""
    year = int(text)
    if len(text) <= 2:
        return year + (2000 if year < 70 else 1900)
    return year + 1900 if 100 <= year < 200 else year


def _at(day: datetime, text: str) -> datetime:
    """The time of day in what is left of a text, on that day, moved to UTC."""
    clock = CLOCK.search(text)
    if clock is None:
        return day
    hour, minute, second = (int(part or 0) for part in clock.groups())
    rest = text[clock.end() :]
    if half := HALF.search(rest) or ASIAN_HALF.search(text):
        hour = _half(hour, half[0])
        rest = rest.replace(half[0], " ")
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError(text)
    return day + timedelta(hours=hour, minutes=minute, seconds=second) - _zone(rest)


def _half(hour: int, mark: str) -> int:
    if mark.startswith(AFTERNOON):
        return hour + 12 if hour < 12 else hour
    return 0 if hour == 12 else hour


def _zone(text: str) -> timedelta:
    """How far ahead of UTC: a number, or the first name that is known."""
    if offset := OFFSET.search(text):
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        # Nowhere is further than 14 hours; what claims to be is noise.
        signed = -away if offset[1] == "-" else away
        return signed if away <= timedelta(hours=14) else timedelta()
    names = (ZONES[word] for word in WORD.findall(text) if word in ZONES)
    return timedelta(hours=next(names, 0))
