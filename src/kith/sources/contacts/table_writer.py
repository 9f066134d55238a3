"""Contacts as a table, in the columns of Google Contacts: most programs can read them.

Columns of Kith's own stand at the end, where other programs pass over them.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kith.core.contacts import Card, Day, Labelled

_FIRST = (
    "First Name",
    "Last Name",
    "Nickname",
    "Organization Name",
    "Organization Title",
    "Birthday",
    "Notes",
    "Labels",
)
_LAST = ("Full Name", "How We Met", "Time Zone", "Calendar", "UID", "Kind")
_TOGETHER = " ::: "


@dataclass(frozen=True, slots=True)
class _Group:
    """Columns that come as often as the contact with the most of them asks for."""

    name: str
    parts: tuple[str, ...]


_GROUPS = (
    _Group("E-mail", ("Label", "Value")),
    _Group("Phone", ("Label", "Value")),
    _Group("Website", ("Label", "Value")),
    _Group("IM", ("Service", "Value")),
    _Group("Event", ("Label", "Value")),
    _Group("Address", ("Label", "Street", "City", "Region", "Postal Code", "Country")),
)


def write_table(cards: Sequence[Card]) -> Iterator[bytes]:
    """A header, then one row a contact, as UTF-8 with the mark that spreadsheets look for."""
    counts = [0] * len(_GROUPS)
    for card in cards:
        counts = [max(n, len(rows)) for n, rows in zip(counts, _groups(card), strict=True)]
    yield b"\xef\xbb\xbf" + _row(_header(counts))
    for card in cards:
        yield _row(_cells(card, counts))


def _header(counts: list[int]) -> Iterable[str]:
    yield from _FIRST
    for group, n in zip(_GROUPS, counts, strict=True):
        for number in range(1, n + 1):
            yield from (f"{group.name} {number} - {part}" for part in group.parts)
    yield from _LAST


def _cells(card: Card, counts: list[int]) -> Iterable[str]:
    yield from (card.given, card.family, card.nickname, card.organisation, card.job)
    yield _day(card.birthday) if card.birthday else ""
    yield card.note
    yield _TOGETHER.join((*card.categories, "* myContacts"))
    for group, rows, n in zip(_GROUPS, _groups(card), counts, strict=True):
        for row in rows:
            yield from row
        yield from [""] * (len(group.parts) * (n - len(rows)))
    yield from (card.name, card.met, card.zone, card.calendar, card.uid)
    yield "person" if card.person else "organisation"


def _groups(card: Card) -> tuple[list[tuple[str, ...]], ...]:
    return (
        _pairs(card.mails),
        _pairs(card.phones),
        _pairs(card.pages),
        _pairs(card.profiles),
        [(one.label, _day(one.day)) for one in card.occasions],
        [(a.label, a.street, a.city, a.region, a.code, a.country) for a in card.postal],
    )


def _pairs(values: Iterable[Labelled]) -> list[tuple[str, ...]]:
    return [(one.label, one.value) for one in values]


def _day(day: Day) -> str:
    return f"{'-' if day.year is None else f'{day.year:04}'}-{day.month:02}-{day.day:02}"


def _row(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode("utf-8", "replace")
