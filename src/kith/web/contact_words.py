"""Contacts in the reader's words; filters that templates use."""

from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from kith.core.contacts import Card, Day, letter
from kith.core.contacts import Postal as Letter

_LEAP = 2000  # a year that has every day


def format_name(name: str) -> str:
    """Which program wrote a file."""
    return _formats(get_language()).get(name, name)


def because(reason: tuple[str, str]) -> str:
    """What two contacts have in common: "the mail address jana@x.example"."""
    code, shown = reason
    return _reasons(get_language())[code] % {"it": shown}


def about(card: Card) -> str:
    """Who somebody is and how to reach them, in a line."""
    work = ", ".join(filter(None, (card.job, card.organisation if _is_told(card) else "")))
    ways = (*card.mails[:1], *card.phones[:1], *card.profiles[:1], *card.pages[:1])
    reach = [one.value for one in ways if one.value != card.name]
    return " · ".join(filter(None, (work, *reach[:2])))


def _is_told(card: Card) -> bool:
    return card.organisation != card.name


def label(text: str) -> str:
    """The word beside a number or an address; somebody's own stay as they are."""
    return _labels(get_language()).get(text, text)


def day(one: Day) -> str:
    """A day that comes back, with its year where it is known: "April 12", "April 12, 1980"."""
    whole = date(one.year or _LEAP, one.month, one.day)
    return date_format(whole, "DATE_FORMAT" if one.year else "MONTH_DAY_FORMAT")


def postal(one: Letter) -> str:
    """A postal address in one line."""
    return ", ".join(letter(one).splitlines())


def became(state: str) -> str:
    """What became of a contact."""
    return _states(get_language())[state]


@cache
def _formats(_language: str | None) -> dict[str, str]:
    return {
        "vcard": gettext("vCard"),
        "google": gettext("Google Contacts"),
        "linkedin": gettext("LinkedIn"),
        "outlook": gettext("Outlook"),
        "mastodon": gettext("Mastodon"),
        "kith": gettext("Kith"),
        "table": gettext("a table"),
    }


@cache
def _reasons(_language: str | None) -> dict[str, str]:
    return {
        "same-mail": gettext("the same mail address, %(it)s"),
        "same-phone": gettext("the same telephone number, %(it)s"),
        "same-place": gettext("the same place, %(it)s"),
        "same-uid": gettext("the same card, taken from here before"),
    }


@cache
def _labels(_language: str | None) -> dict[str, str]:
    return {
        "home": pgettext("an address or a number", "home"),
        "work": pgettext("an address or a number", "work"),
        "mobile": pgettext("an address or a number", "mobile"),
        "other": pgettext("an address or a number", "other"),
        "fax": pgettext("an address or a number", "fax"),
        "anniversary": pgettext("a day", "anniversary"),
    }


@cache
def _states(_language: str | None) -> dict[str, str]:
    return {
        "waiting": pgettext("a contact is", "To decide"),
        "kept": pgettext("a contact is", "Kept"),
        "followed": pgettext("a contact is", "Followed"),
        "joined": pgettext("a contact is", "Joined"),
        "ignored": pgettext("a contact is", "Ignored"),
    }


FILTERS = {
    "about_card": about,
    "because_same": because,
    "became": became,
    "card_day": day,
    "card_label": label,
    "card_postal": postal,
    "format_name": format_name,
}
