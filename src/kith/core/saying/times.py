"""Days and spans within a line: "3 days ago", "on Tuesday", "by the end of the week", "40 min"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kith.core.saying.language import Dates, Language

FURTHEST = 3660  # days: what is dated beyond them is not understood as a date
_LONGEST = 24 * 60  # minutes
_ISO = r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
_DOTTED = r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})?"
_START, _END = r"(?<![\w@.-])", r"(?![\w@-]|\.\w)"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it is said: it needs to be known whether what is said is over, or to come."""

    start: int  # letters
    end: int
    due: bool  # "by ..."
    past: bool  # "yesterday", "3 days ago": over in any case
    offset: int | None = None  # days from today
    weekday: int | None = None  # 0 is Monday
    given: tuple[int, int, int] | None = None  # year (0: not said), month, day
    end_of: str = ""  # of Dates.ends

    def on(self, today: date, *, ahead: bool) -> date | None:
        """The day that is meant; `ahead`: the next of its kind, else the last one. None for one
        that no calendar holds.
        """
        if self.offset is not None:
            return today + timedelta(days=self.offset)
        if self.weekday is not None:
            days = (self.weekday - today.weekday()) % 7 or 7
            return today + timedelta(days=days if ahead else days - 7 or -7)
        if self.given is not None:
            return _dated(self.given, today, ahead=ahead)
        return _end_of(self.end_of, today)


@dataclass(frozen=True, slots=True)
class Span:
    """So many minutes."""

    start: int
    end: int
    minutes: int


def _dated(given: tuple[int, int, int], today: date, *, ahead: bool) -> date | None:
    year, month, day = given
    years = [year] if year else [today.year - 1, today.year, today.year + 1]
    found = [one for one in (_day(year, month, day) for year in years) if one is not None]
    if ahead:
        return next((one for one in found if year or one >= today), None)
    return next((one for one in reversed(found) if year or one <= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end_of(what: str, today: date) -> date:
    if what.endswith("week"):
        weeks = 1 if what == "next-week" else 0
        return today + timedelta(days=6 - today.weekday() + 7 * weeks)
    months = today.year * 12 + today.month - 1 + (2 if what == "next-month" else 1)
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def find(line: str, language: Language, today: date) -> list[Day | Span]:
    """All days and spans of a line in small letters, in their order; of two that begin at one
    place the longer.
    """
    found = sorted(_all(line, language.dates), key=lambda one: (one.start, -one.end))
    kept: list[Day | Span] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return [one for one in kept if _sensible(one, today)]


def _sensible(one: Day | Span, today: date) -> bool:
    if isinstance(one, Span):
        return 0 < one.minutes <= _LONGEST
    days = [one.on(today, ahead=ahead) for ahead in (False, True)]
    return all(day is not None and abs((day - today).days) <= FURTHEST for day in days)


Pattern = tuple["re.Pattern[str]", str]


def _all(line: str, dates: Dates) -> Iterator[Day | Span]:
    for pattern, rule in _patterns(dates):
        for found in pattern.finditer(line):
            made = _made(rule, found, dates)
            if made is not None:
                yield made


def _made(rule: str, found: "re.Match[str]", dates: Dates) -> Day | Span | None:
    said = found.groupdict()
    start, end, due = found.start(), found.end(), bool(said.get("due"))
    match rule:
        case "days":
            offset = dates.days[said["word"]]
            return Day(start, end, due, past=offset < 0, offset=offset)
        case "ago" | "ahead":
            days = _number(said["n"], dates) * dates.units[said["unit"]]
            sign = -1 if rule == "ago" else 1
            past = rule == "ago"
            if days > FURTHEST:
                return None
            return Day(start, end, due, past=past, offset=sign * days)
        case "weekday":
            weekday = _place(said["weekday"], dates.weekdays)
            return Day(start, end, due, past=False, weekday=weekday)
        case "day":
            month = _month(said, dates)
            given = (int(said.get("y") or 0), month, int(said["d"]))
            return Day(start, end, due, past=False, given=given)
        case "ends":
            return Day(start, end, due, past=False, end_of=dates.ends[said["word"]])
    return Span(start, end, _minutes(rule, said, dates))


def _number(word: str, dates: Dates) -> int:
    return int(word) if word.isdecimal() else dates.numbers[word]


def _place(word: str, table: tuple[tuple[str, ...], ...]) -> int:
    return next(place for place, words in enumerate(table) if word in words)


def _month(said: "dict[str, str | None]", dates: Dates) -> int:
    if said.get("month"):
        return _place(str(said["month"]), dates.months) + 1
    return int(said["m"] or 0)


def _minutes(rule: str, said: "dict[str, str | None]", dates: Dates) -> int:
    if rule == "spans":
        return dates.spans[str(said["word"])]
    number = float(str(said["number"]).replace(",", "."))
    if rule == "hours":
        return round(number * 60) + int(said.get("more") or 0)
    return round(number)


@lru_cache(maxsize=8)
def _patterns(dates: Dates) -> list[Pattern]:
    return [(re.compile(_START + text + _END), rule) for text, rule in _texts(dates)]


def _texts(dates: Dates) -> Iterator[tuple[str, str]]:
    """What each rule looks for."""
    due = f"(?:(?P<due>{_any(dates.due)}) )?"
    yield f"{due}(?P<word>{_any(dates.days)})", "days"
    yield f"{due}(?P<word>{_any(dates.ends)})", "ends"
    for rule, patterns in (
        ("ago", dates.ago),
        ("ahead", dates.ahead),
        ("weekday", dates.on_weekday),
        ("day", dates.on_day),
    ):
        for pattern in patterns:
            yield due + _filled(pattern, dates), rule
    weekday = _any([words[0] for words in dates.weekdays])
    yield f"{due}(?P<weekday>{weekday})", "weekday"
    yield f"{due}{_ISO}", "day"
    yield f"{due}{_DOTTED}", "day"
    lasting = f"(?:(?:{_any(dates.lasting)}) )?"
    number = r"(?P<number>\d{1,4}(?:[.,]\d)?)"
    yield f"{lasting}{number} ?(?:{_any(dates.minutes)})", "minutes"
    more = rf"(?: ?(?P<more>\d{{1,2}}) ?(?:{_any(dates.minutes)})?)?"
    yield f"{lasting}{number} ?(?:{_any(dates.hours)}){more}", "hours"
    yield f"{lasting}(?P<word>{_any(dates.spans)})", "spans"


def _any(words: Iterable[str]) -> str:
    """Any of some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _filled(pattern: str, dates: Dates) -> str:
    filled = {
        "n": rf"(?P<n>\d{{1,4}}|{_any(dates.numbers)})",
        "unit": f"(?P<unit>{_any(dates.units)})",
        "weekday": f"(?P<weekday>{_any(word for words in dates.weekdays for word in words)})",
        "month": rf"(?P<month>{_any(word for words in dates.months for word in words)})\.?",
        "d": r"(?P<d>\d{1,2})(?:st|nd|rd|th)?",
        "y": r"(?P<y>\d{4})",
    }
    parts = re.split(r"\{(\w+)\}", pattern)
    return "".join(filled[part] if n % 2 else re.escape(part) for n, part in enumerate(parts))
