"""A person as an address book knows them: plain data, and what tells that two cards are of one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from kith.core.identity import LONGEST_KEY, mail_key, place_key

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
    except (ValueError, OverflowError):
        return None
    return Day(month, day, year)


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


MAIL, PHONE, PROFILE = "mail", "phone", "profile"
WEB, CALENDAR, POSTAL = "web", "calendar", "postal"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach somebody, as it is stored; `parts` are those of a postal address."""

    kind: str
    value: str
    label: str
    key: str
    parts: Mapping[str, str] = field(default_factory=dict)


def address_key(kind: str, value: str, label: str = "") -> str:
    """What spellings of one address of a kind share; never empty, at most LONGEST_KEY long.

    The name of an account means something only with its service, which is the label.
    """
    key = ""
    if kind == MAIL:
        key = mail_key(value)
    elif kind == PHONE:
        key = phone_key(value)
    elif kind in {WEB, CALENDAR, PROFILE} and not _is_bare(value):
        key = place_key(value)
    elif kind == PROFILE:
        key = f"{label}:{value}".casefold()
    return key or " ".join(value.casefold().split())[:LONGEST_KEY]


def _is_bare(value: str) -> bool:
    """Neither an address nor an account at a server: "jananov"."""
    return "." not in value and ":" not in value and "@" not in value.lstrip("@")


def ways(card: Card) -> Iterator[Way]:
    """How the card says that its person can be reached."""
    kinds = ((MAIL, card.mails), (PHONE, card.phones), (PROFILE, card.profiles), (WEB, card.pages))
    for kind, values in kinds:
        for one in values:
            yield Way(kind, one.value, one.label, address_key(kind, one.value, one.label))
    if card.calendar:
        yield Way(CALENDAR, card.calendar, "", address_key(CALENDAR, card.calendar))
    for postal in card.postal:
        text = letter(postal)
        parts = {name: value for name, value in asdict(postal).items() if value}
        parts.pop("label", None)
        yield Way(POSTAL, text, postal.label, address_key(POSTAL, text), parts)


def letter(postal: Postal) -> str:
    """A postal address as it stands on a letter."""
    town = " ".join(filter(None, (postal.code, postal.city)))
    return "\n".join(filter(None, (postal.street, town, postal.region, postal.country)))


@dataclass(frozen=True, slots=True)
class Sign:
    """Something by which a person is known again: `code` says what it is, `shown` as written."""

    code: str  # "same-mail", "same-phone", "same-place", "same-uid"
    key: str
    shown: str


_SIGNS = {MAIL: "same-mail", PHONE: "same-phone", PROFILE: "same-place", WEB: "same-place"}


def signs(card: Card) -> list[Sign]:
    """What tells that another card, or a voice, is of the same person. A name is none.

    The page of an employer is everybody's there, and a short number anybody's.
    """
    found = [Sign("same-uid", card.uid, card.uid)] if card.uid else []
    for way in ways(card):
        shared = (way.kind == WEB and way.label.startswith("work")) or (
            way.kind == PHONE and not phone_key(way.value)
        )
        if way.kind in _SIGNS and not shared:
            found.append(Sign(_SIGNS[way.kind], way.key, way.value))
    return found


_EMPTY = Card("")


def to_plain(card: Card) -> dict[str, Any]:
    """The card as JSON values, without what it does not say."""
    told = {one.name: getattr(card, one.name) for one in fields(Card)}
    some = {name: value for name, value in told.items() if value != getattr(_EMPTY, name)}
    return {name: _plain(value) for name, value in some.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | bool) else asdict(value)


def from_plain(told: Mapping[str, Any]) -> Card:
    """The card that `to_plain` wrote down; what a newer version wrote besides is left."""
    known = {one.name for one in fields(Card)}
    return Card(**{"name": ""} | {name: _card_part(name, told[name]) for name in known & set(told)})


def _card_part(name: str, value: Any) -> Any:
    if name == "birthday":
        return Day(**value)
    if name == "occasions":
        return tuple(Occasion(one["label"], Day(**one["day"])) for one in value)
    if name == "postal":
        return tuple(Postal(**one) for one in value)
    if name == "categories":
        return tuple(value)
    return tuple(Labelled(**one) for one in value) if isinstance(value, list) else value
