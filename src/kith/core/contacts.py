"""A person as an address book knows them: plain data, and what tells that two cards are of one."""

import re
from dataclasses import dataclass
from datetime import date

ANNIVERSARY = "anniversary"  # the label of that day; other days bear words of their own

_LEAP = 2000  # a year in which every day of every year exists


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value with the word that stands beside it: "home", "work fax", or somebody's own."""

    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Postal:
    """Where letters go. Lines of `street` are divided by line breaks."""

    street: str = ""
    city: str = ""
    region: str = ""
    code: str = ""
    country: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that comes back every year; the year in which it began may be unknown."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day that matters, and why: "anniversary", or somebody's own words."""

    label: str
    day: Day


@dataclass(frozen=True, slots=True)
class Card:
    """One contact. Texts are clean: no control characters; only `note` and streets hold lines.

    `pages` are addresses of the web. `profiles` are accounts: an address of the web, `@user@host`,
    or what a service's own program takes, with the name of the service as the label.
    """

    name: str
    given: str = ""
    family: str = ""
    nickname: str = ""
    organisation: str = ""
    job: str = ""
    mails: tuple[Labelled, ...] = ()
    phones: tuple[Labelled, ...] = ()
    pages: tuple[Labelled, ...] = ()
    profiles: tuple[Labelled, ...] = ()
    postal: tuple[Postal, ...] = ()
    birthday: Day | None = None
    occasions: tuple[Occasion, ...] = ()
    note: str = ""
    met: str = ""  # how or where: "LinkedIn, 12 Mar 2021"
    categories: tuple[str, ...] = ()  # for an account on a list, the list's name
    zone: str = ""  # "Europe/Brussels"
    calendar: str = ""  # the address of a calendar, or of free and busy times
    uid: str = ""
    person: bool = True  # False: an organisation


def day_of(month: int, day: int, year: int | None = None) -> Day | None:
    """The day, where the calendar has it; 29 February needs a leap year only if a year is given."""
    try:
        date(_LEAP if year is None else year, month, day)
    except ValueError:
        return None
    return Day(month, day, year)


def mail_key(address: str) -> str:
    """What spellings of one mail address share."""
    return address.strip().casefold()


def phone_key(number: str) -> str:
    """What spellings of one telephone number share; "" where it is too short to tell.

    The last eight digits: "+32 470 12 34 56", "0032470123456" and "0470/12.34.56" agree in them,
    whatever stands before. An extension at the end belongs to a number and sets it apart.
    """
    number = number.casefold().removeprefix("tel:")
    main, mark, extension = _EXTENSION.sub("#", number, count=1).partition("#")
    digits = "".join(letter for letter in main if letter.isdecimal())
    if len(digits) < 6:
        return ""
    return digits[-8:] + mark + re.sub(r"\D", "", extension)


_EXTENSION = re.compile(r"\s*(?:;ext=|\bext\.?|\bx|;|,)\s*(?=\d)")
