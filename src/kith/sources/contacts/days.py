"""Days as address books write them."""

import re
from collections.abc import Iterable

from kith.core.contacts import Day, day_of

# 19800412, 1980-04-12, 1980/4/12, --0412, --04-12; a time after it says nothing about the day.
_YEAR_FIRST = re.compile(
    r"(?:(\d{4})|--?)(?:-?(\d\d)-?(\d\d)|\s*[-./]\s*(\d{1,2})[-./]\s*(\d{1,2})\.?)(?:[T ].*)?",
    re.ASCII,
)
_DOTTED = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})?(?: .*)?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?", re.ASCII)
_NONE = re.compile(r"[0/.\-\s:T]*", re.ASCII)  # Outlook writes "0/0/00" for no date

NO_YEAR = 1604  # "no year", as Apple and others after it write it where it cannot be left out

MONTH_FIRST, DAY_FIRST = "month", "day"


def is_none(text: str) -> bool:
    """Whether a program meant to write nothing."""
    return not _NONE.sub("", text)


def read_day(text: str, order: str = "") -> Day | None:
    """The day a text says; None where it says none, or may say two.

    `order` (MONTH_FIRST, DAY_FIRST) settles what 4/12/1980 is.
    """
    text = text.strip()
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _day(found[2] or found[4], found[3] or found[5], found[1])
    found = _DOTTED.fullmatch(text)
    if found:
        return _day(found[2], found[1], found[3])
    found = _SLASHED.fullmatch(text)
    if found is None:
        return None
    order = _order(found[1], found[2]) or order
    if order == MONTH_FIRST or found[1] == found[2]:
        return _day(found[1], found[2], found[3])
    return _day(found[2], found[1], found[3]) if order else None


def order_of(texts: Iterable[str]) -> str:
    """What a column of days puts first, where any of them can be read in one way only."""
    slashed = (_SLASHED.fullmatch(text.strip()) for text in texts)
    orders = {_order(found[1], found[2]) for found in slashed if found} - {""}
    return orders.pop() if len(orders) == 1 else ""


def _order(first: str, second: str) -> str:
    """What stands first in such a day, or "" where both may be the month."""
    if int(first) > 12:
        return DAY_FIRST
    return MONTH_FIRST if int(second) > 12 else ""


def _day(month: str, day: str, year: str | None) -> Day | None:
    number = int(year) if year else None
    return day_of(int(month), int(day), None if number in {0, NO_YEAR} else number)
