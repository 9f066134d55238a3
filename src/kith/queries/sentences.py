"""Parts of sentences that reasons are made of: days, names in a row, terms in quotation marks."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext, pgettext


def day_words(moment: str, today: date) -> str:
    """When, within a sentence: "today", "on Monday", "on March 3", "in March 2024"."""
    return date_words(timezone.localtime(datetime.fromisoformat(moment)).date(), today)


def date_words(day: date, today: date) -> str:
    """When, of a day: as `day_words`, and "tomorrow" and the days to come."""
    days = (today - day).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days == -1:
        return gettext("tomorrow")
    if -7 < days < 7:
        return pgettext("day in a sentence", "on %(day)s") % {"day": date_format(day, "l")}
    if day.year == today.year or 0 < days < 180:
        day_of_month = date_format(day, "MONTH_DAY_FORMAT")
        return pgettext("day in a sentence", "on %(day)s") % {"day": day_of_month}
    month = date_format(day, "YEAR_MONTH_FORMAT")
    return pgettext("month in a sentence", "in %(month)s") % {"month": month}


def since_words(moment: str, today: date) -> str:
    """A beginning, to stand after "since": "October 3", or "March 2024" where it is long ago."""
    day = timezone.localtime(datetime.fromisoformat(moment)).date()
    near = day.year == today.year or (today - day).days < 180
    return date_format(day, "MONTH_DAY_FORMAT" if near else "YEAR_MONTH_FORMAT")


def listed(names: Iterable[str]) -> str:
    """Names in a row: "a", "a and b", "a, b and c"."""
    *others, last = list(names) or [""]
    if not others:
        return last
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(others), "last": last}


def quoted(terms: Iterable[str]) -> str:
    """Terms in a row, each in quotation marks."""
    return listed(pgettext("a term", "“%(term)s”") % {"term": term} for term in terms)


def others(n: int) -> str:
    """So many more of them, within a row of names."""
    return ngettext("%(n)s other", "%(n)s others", n) % {"n": number_format(n)}
