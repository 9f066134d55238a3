"""The navigation: a page joins by one line."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    """A word in the navigation; `url` is the name of its page, `here` what its pages call it."""

    here: str
    url: str
    word: str | Promise
    key: str  # typed after g
    alone: str = ""  # typed by itself, where nothing nearer has it


MAIN = (
    Place("today", "today", _("Today"), "t"),
    Place("read", "read", _("Read"), "r"),
    Place("people", "people", _("People"), "p"),
    Place("learn", "interests", _("Learn"), "l"),
)
FOOT = (
    Place("add", "add", _("Add…"), "a"),
    Place("log", "log", _("Log…"), "o", alone="l"),
    Place("settings", "settings", _("Settings"), "s"),
)
