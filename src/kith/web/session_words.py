"""What a session says of itself, on pages, in calendars and by mail; filters that templates use."""

from datetime import datetime
from functools import cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from kith.queries.sessions import Shown
from kith.web.words import number, when


def day_and_time(at: datetime) -> str:
    """A day that comes, with its time: "tomorrow, 8:30 a.m."."""
    here = timezone.localtime(at)
    days = (here.date() - timezone.localdate()).days
    day = date_format(here, "l") if 1 < days < 7 else when(at)
    facts = {"day": day, "time": date_format(here, "TIME_FORMAT")}
    return pgettext("day and time", "%(day)s, %(time)s") % facts


def minutes_chosen(n: int) -> str:
    """The minutes of a session, at the beginning of a sentence: "Twenty minutes"."""
    usual = {
        10: gettext("Ten minutes"),
        20: gettext("Twenty minutes"),
        40: gettext("Forty minutes"),
    }
    return usual.get(n) or ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": number(n)}


def lede(shown: Shown) -> str:
    """What the minutes were chosen from, in a sentence; it says so where the steps take fewer."""
    posts = ngettext("%(n)s new post", "%(n)s new posts", shown.entries)
    voices = ngettext("%(n)s voice", "%(n)s voices", shown.voices)
    facts = {
        "minutes": minutes_chosen(shown.taken),
        "taken": number(shown.planned),
        "set_aside": number(shown.minutes),
        "posts": posts % {"n": number(shown.entries)},
        "voices": voices % {"n": number(shown.voices)},
    }
    if shown.catches_up:
        text = gettext("You were away for a while. %(minutes)s for what mattered of %(posts)s.")
    elif shown.is_short:
        text = ngettext(
            "%(taken)s of your %(set_aside)s minutes, chosen from %(posts)s by %(voices)s.",
            "%(taken)s of your %(set_aside)s minutes, chosen from %(posts)s by %(voices)s.",
            shown.planned,
        )
    else:
        text = gettext("%(minutes)s, chosen from %(posts)s by %(voices)s.")
    return text % facts


def group_name(name: str) -> str:
    """A group of a session's steps, in a word."""
    return _groups(get_language())[name]


@cache
def _groups(_language: str | None) -> dict[str, str]:
    return {
        "read": pgettext("group of steps", "Read"),
        "give": pgettext("group of steps", "Give"),
        "grow": pgettext("group of steps", "Grow"),
        "prepare": pgettext("group of steps", "Prepare"),
    }


FILTERS = {"day_and_time": day_and_time, "group_name": group_name, "lede": lede}
