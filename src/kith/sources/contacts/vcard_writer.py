"""vCards 3.0 and 4.0 that other programs, and Kith itself, read back as they were."""

import re
from collections.abc import Iterable, Iterator

from kith.core.contacts import ANNIVERSARY, Card, Day, Postal
from kith.sources.contacts import labels
from kith.sources.contacts.days import NO_YEAR

_LONGEST_LINE = 75  # bytes, without the line's end
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CHAT = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
_WORD = re.compile(r"[\w.-]+")
_SPECIAL = re.compile(r"[\\;,]")


def write_vcards(cards: Iterable[Card], *, version: str = "4.0") -> Iterator[bytes]:
    """One vCard after the other, as UTF-8; `version` is "3.0" or "4.0"."""
    for card in cards:
        yield b"".join(map(_folded, _Writer(card, new=version == "4.0").lines()))


class _Writer:
    """Writes one card; `new` is version 4."""

    def __init__(self, card: Card, *, new: bool) -> None:
        self._card, self._new, self._groups = card, new, 0

    def lines(self) -> Iterator[str]:
        """The lines of the card, without their ends and not folded yet."""
        card = self._card
        yield "BEGIN:VCARD"
        yield f"VERSION:{'4.0' if self._new else '3.0'}"
        yield from self._kind()
        yield from self._uid()
        yield f"FN:{_escaped(card.name)}"
        yield f"N:{_escaped(card.family)};{_escaped(card.given)};;;"
        yield from _text("NICKNAME", card.nickname)
        yield from _text("ORG", card.organisation)
        yield from _text("TITLE", card.job)
        yield from self._reached()
        yield from self._days()
        yield from _text("NOTE", card.note)
        yield from _text("X-KITH-MET", card.met)
        if card.categories:
            yield "CATEGORIES:" + ",".join(map(_escaped, card.categories))
        yield from _text("TZ" if self._new else "TZ;VALUE=text", card.zone)
        if card.calendar:
            yield f"CALURI:{card.calendar}"
        yield "END:VCARD"

    def _kind(self) -> Iterator[str]:
        if self._new:
            yield f"KIND:{'individual' if self._card.person else 'org'}"
        elif not self._card.person:
            yield "X-ABShowAs:COMPANY"

    def _uid(self) -> Iterator[str]:
        uid = self._card.uid
        if self._new and _UUID.fullmatch(uid):
            yield f"UID:urn:uuid:{uid}"
        elif uid:
            yield f"UID{';VALUE=text' if self._new else ''}:{_escaped(uid)}"

    def _reached(self) -> Iterator[str]:
        card = self._card
        for mail in card.mails:
            name = "EMAIL" if self._new else "EMAIL;TYPE=INTERNET"
            yield from self._labelled(name, mail.label, _escaped(mail.value))
        for phone in card.phones:
            yield from self._labelled("TEL", phone.label, _escaped(phone.value))
        for page in card.pages:
            yield from self._labelled("URL", page.label, page.value)
        for profile in card.profiles:
            yield _profile(profile.value, profile.label)
        for postal in card.postal:
            yield from self._labelled("ADR", postal.label, _address(postal))

    def _labelled(self, name: str, label: str, value: str) -> Iterator[str]:
        """A property with its types, or where no type says it, with a line that bears the label."""
        types = labels.to_types(label)
        if types is not None:
            yield "".join((name, *(f";TYPE={one}" for one in types), ":", value))
        else:
            yield from self._grouped(f"{name}:{value}", label)

    def _grouped(self, line: str, label: str) -> Iterator[str]:
        self._groups += 1
        yield f"item{self._groups}.{line}"
        yield f"item{self._groups}.X-ABLabel:{_escaped(label)}"

    def _days(self) -> Iterator[str]:
        if self._card.birthday:
            yield self._day("BDAY", self._card.birthday)
        for occasion in self._card.occasions:
            if occasion.label == ANNIVERSARY:
                yield self._day("ANNIVERSARY" if self._new else "X-ANNIVERSARY", occasion.day)
            else:
                yield from self._grouped(self._day("X-ABDATE", occasion.day), occasion.label)

    def _day(self, name: str, day: Day) -> str:
        """Version 3 cannot leave a year out; it names one that stands for none, as Apple does."""
        if self._new:
            year = "--" if day.year is None else f"{day.year:04}"
            return f"{name}:{year}{day.month:02}{day.day:02}"
        without = f";X-APPLE-OMIT-YEAR={NO_YEAR}" if day.year is None else ""
        return f"{name}{without}:{day.year or NO_YEAR:04}-{day.month:02}-{day.day:02}"


def _profile(value: str, label: str) -> str:
    """A label that is no plain word stands where no comma divides it."""
    if _CHAT.fullmatch(value):
        name, param = "IMPP", "X-SERVICE-TYPE"
    else:
        name, param = "X-SOCIALPROFILE", "TYPE" if _is_type(label) else "SERVICE-TYPE"
    return f"{name};{param}={_param(label)}:{value}" if label else f"{name}:{value}"


def _is_type(label: str) -> bool:
    return bool(_WORD.fullmatch(label)) and label not in {"home", "work", "pref"}


def _address(postal: Postal) -> str:
    parts = ("", "", postal.street, postal.city, postal.region, postal.code, postal.country)
    return ";".join(map(_escaped, parts))


def _text(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"{name}:{_escaped(value)}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", r"\n")


def _param(text: str) -> str:
    """Quoted where it has to be; there is no way to write a quotation mark in there."""
    text = text.replace('"', "'")
    return text if _WORD.fullmatch(text) else f'"{text}"'


def _folded(line: str) -> bytes:
    """The line with its end, folded between letters: no line is longer than 75 bytes."""
    data, pieces, longest = line.encode("utf-8", "replace"), [], _LONGEST_LINE
    while len(data) > longest:
        at = longest
        while data[at] & 0xC0 == 0x80:
            at -= 1
        pieces.append(data[:at])
        data, longest = data[at:], _LONGEST_LINE - 1
    return b"\r\n ".join((*pieces, data)) + b"\r\n"
