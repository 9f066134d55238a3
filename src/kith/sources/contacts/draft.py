"""A card while it is read: cleans what comes in, and notes what cannot be taken, and why."""

import re
from email.utils import parseaddr
from unicodedata import normalize

from kith.core.contacts import Card, Day, Labelled, Occasion, Postal
from kith.core.problems import Problem, Trouble
from kith.net.addresses import normalise
from kith.sources.asked import account
from kith.sources.contacts.days import is_none, read_day
from kith.sources.lists.shapes import LeftOut, one_line

LONGEST_ADDRESS = 2000  # characters of one of the web
LONGEST_NOTE = 20_000  # characters
MOST_VALUES = 100  # of one kind on one card

_MAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+")
_ZONE = re.compile(r"[A-Z][\w+-]*(?:/[\w+-]+){1,2}|UTC|GMT", re.ASCII)
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
_CHAT = re.compile(r"(?!https?:)([a-z][a-z0-9+.-]*):(?=\S)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_FAMILY_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # Japanese, Chinese, Korean
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class Draft:
    """Filled by one reader out of one record of a file."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.name = self.given = self.middle = self.family = ""
        self.nickname = self.organisation = self.department = self.job = ""
        self.met = self.zone = self.calendar = self.uid = ""
        self.person = True
        self.birthday: Day | None = None
        self._notes: list[str] = []
        self._categories: dict[str, None] = {}
        self._mails: dict[str, Labelled] = {}
        self._phones: dict[str, Labelled] = {}
        self._pages: dict[str, Labelled] = {}
        self._profiles: dict[str, Labelled] = {}
        self._postal: dict[Postal, None] = {}
        self._occasions: dict[Occasion, None] = {}
        self._problems: list[Problem] = []

    def mail(self, text: str, label: str = "") -> None:
        """An address for mail, bare, in angle brackets or with mailto: before it."""
        text = one_line(text)
        address = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE).split("?")[0]
        if "<" in address:
            address = parseaddr(address)[1]
        if _MAIL.fullmatch(address):
            self._add(self._mails, address.casefold(), Labelled(address, label))
        elif address:
            self.refuse("contact-mail-unusable", address=text[:100])

    def phone(self, text: str, label: str = "") -> None:
        """A telephone number as it is written."""
        number = re.sub(r"^(?:tel|sms|fax):", "", one_line(text), flags=re.IGNORECASE)
        if any(letter.isdigit() for letter in number):
            self._add(self._phones, number, Labelled(number, label))
        elif number:
            self.refuse("contact-phone-unusable", number=number[:100])

    def page(self, text: str, label: str = "") -> None:
        """An address of the web."""
        address = self._web(text)
        if address:
            self._add(self._pages, address, Labelled(address, label))

    def profile(self, text: str, label: str = "") -> None:
        """An account somewhere: an address, `@user@host`, or a name that its service knows."""
        somebody = account(one_line(text)) if text.startswith(("@", "acct:")) else None
        if somebody:
            text = str(somebody)
        elif re.match(r"https?:", text, re.IGNORECASE) or _BARE.fullmatch(text):
            text = self._web(text)
        else:
            text, spoken = one_line(text), _CHAT.match(text)
            label = label or (spoken[1].casefold() if spoken else "")
        if text:
            self._add(self._profiles, text, Labelled(text, label))

    def _web(self, text: str) -> str:
        """The address whole, or "": half of one leads nowhere."""
        text = text.strip()
        try:
            address = normalise(text) if _SCHEME.match(text) or _BARE.fullmatch(text) else ""
        except Trouble:
            address = ""
        if text and not 0 < len(address) <= LONGEST_ADDRESS:
            self.refuse("contact-web-unusable", address=one_line(text)[:100])
            return ""
        return address

    def place(self, postal: Postal) -> None:
        """A postal address, if anything but its label is there."""
        cleaned = Postal(
            street="\n".join(filter(None, map(one_line, postal.street.splitlines()))),
            city=one_line(postal.city),
            region=one_line(postal.region),
            code=one_line(postal.code),
            country=one_line(postal.country),
            label=postal.label,
        )
        if cleaned != Postal(label=postal.label) and len(self._postal) < MOST_VALUES:
            self._postal.setdefault(cleaned)

    def born(self, text: str, order: str = "") -> None:
        """The birthday."""
        self.birthday = self._day(text, order) or self.birthday

    def occasion(self, label: str, text: str, order: str = "") -> None:
        """Another day that matters."""
        day = self._day(text, order)
        if day and len(self._occasions) < MOST_VALUES:
            self._occasions.setdefault(Occasion(label, day))

    def _day(self, text: str, order: str) -> Day | None:
        text = one_line(text)
        if is_none(text):
            return None
        day = read_day(text, order)
        if day is None:
            self.refuse("contact-date-unusable", date=text[:100])
        return day

    def note(self, text: str) -> None:
        """A text of any length with its lines."""
        text = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
        text = "\n".join(line.rstrip() for line in text.strip().split("\n"))
        if len(text) > LONGEST_NOTE:
            self.refuse("contact-text-shortened", n=LONGEST_NOTE)
        if text and text not in self._notes:
            self._notes.append(text[:LONGEST_NOTE].rstrip())

    def category(self, text: str) -> None:
        """A group the contact belongs to; Google's own groups, which everybody is in, are none."""
        name = one_line(text)
        if name and name.casefold() not in {"mycontacts", "starred"} and not name.startswith("* "):
            self._categories.setdefault(name[:100].strip())

    def in_zone(self, text: str) -> None:
        """A time zone by its name; an offset is none, as it changes with the season."""
        text = one_line(text)
        if _ZONE.fullmatch(text):
            self.zone = text
        elif text:
            self.refuse("contact-zone-unusable", zone=text[:100])

    def meets(self, text: str) -> None:
        """The address of a calendar."""
        self.calendar = self.calendar or self._web(text)

    def refuse(self, code: str, **params: str | float) -> None:
        """Note a part that could not be taken."""
        if len(self._problems) < MOST_VALUES:
            self._problems.append(Problem(code, params))

    @staticmethod
    def _add(values: dict[str, Labelled], key: str, value: Labelled) -> None:
        """Keep a value once; the second time it may bring the label that was missing."""
        old = values.get(key)
        if (old is None and len(values) < MOST_VALUES) or (old and value.label and not old.label):
            values[key] = value

    def card(self) -> Card | None:
        """The card, or None where nothing is there by which to know anybody."""
        name = self.title()
        if not name:
            return None
        organisation = ", ".join(filter(None, map(one_line, (self.organisation, self.department))))
        return Card(
            name=name,
            given=_named(" ".join(filter(None, (self.given, self.middle)))),
            family=_named(self.family),
            nickname=_named(self.nickname),
            organisation=organisation[:300].strip(),
            job=one_line(self.job)[:300].strip(),
            mails=tuple(self._mails.values()),
            phones=tuple(self._phones.values()),
            pages=tuple(self._pages.values()),
            profiles=tuple(self._profiles.values()),
            postal=tuple(self._postal),
            birthday=self.birthday,
            occasions=tuple(self._occasions),
            note="\n\n".join(self._notes),
            met=one_line(self.met),
            categories=tuple(self._categories),
            zone=self.zone,
            calendar=self.calendar,
            uid=uid_of(one_line(self.uid)),
            person=self.person,
        )

    def title(self) -> str:
        """The name, or what can stand for it."""
        values = (*self._mails.values(), *self._profiles.values(), *self._phones.values())
        known = (self.name, self._parts(), self.nickname, self.organisation)
        return next(filter(None, map(_named, (*known, *(one.value for one in values)))), "")

    def _parts(self) -> str:
        parts = [self.given, self.middle, self.family]
        if _FAMILY_FIRST.match(self.family.strip()):
            parts = [self.family, self.given]
        return " ".join(filter(None, parts))

    def left_out(self) -> tuple[LeftOut, ...]:
        """What could not be taken of this card."""
        title = self.title()
        return tuple(LeftOut(title, problem, self.line) for problem in self._problems)


def _named(text: str) -> str:
    """Names may come with their accents beside the letters; equal ones should be equal."""
    return normalize("NFC", one_line(text))


def uid_of(text: str) -> str:
    """A uid without what versions write before it."""
    return re.sub(r"^\s*urn:uuid:", "", text, flags=re.IGNORECASE).strip()
