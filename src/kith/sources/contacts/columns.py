"""How to read the rows that stand under a header."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from kith.core.contacts import ANNIVERSARY, Postal
from kith.sources.contacts import labels
from kith.sources.contacts.column_names import FIELDS, SIGNS, TELLING
from kith.sources.contacts.draft import Draft

Cells = Sequence[str]

# Google numbers its columns: "E-mail 1 - Label" (once "Type"), "E-mail 1 - Value".
_NUMBERED = re.compile(r"(e-mail|phone|website|im|event|custom field|address) \d{1,3} - ([\w ]+)")
_NUMBER = re.compile(r" \d+ - .*")
_TOGETHER = " ::: "  # between several values in one of Google's cells
_SEVERAL = re.compile(r"\s*(?::::|[;,])\s*")


@dataclass(slots=True)
class Reader:
    """What the columns of one table mean."""

    format: str
    width: int
    known: int = 0  # columns understood; 0: this is no header of contacts
    singles: list[tuple[int, str, str]] = field(default_factory=list)  # column, field, label
    places: dict[str, dict[str, list[int]]] = field(default_factory=dict)  # label, part, columns
    groups: dict[str, dict[str, int]] = field(default_factory=dict)  # "phone 1", part, column
    unknown: list[tuple[int, str]] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    order: str = ""  # of day and month in `days`, once it is known

    def draft(self, row: Cells, line: int) -> Draft:
        """One row as a card in the making."""
        draft, cells = Draft(line), [cell.strip() for cell in row]
        cells += [""] * (self.width - len(cells))
        for column, name, label in self.singles:
            if cells[column]:
                _single(draft, name, label, cells[column], self.order)
        for label, parts in self.places.items():
            draft.place(_postal(parts, cells, label))
        for group, columns in self.groups.items():
            kind = group.rpartition(" ")[0]
            found = {part: cells[column] for part, column in columns.items()}
            _GROUPS[kind](draft, found, found.get("label") or found.get("type", ""), self.order)
        _born_in_parts(draft, self, cells)
        return draft


def reader_for(header: Cells) -> Reader:
    """What a row means as a header; nothing is `known` of it where it is none."""
    names = [" ".join(name.strip("\ufeff *").casefold().split()) for name in header]
    reader = Reader(_format(names), len(names))
    fields = {FIELDS.get(name, "") for name in names}
    for column, name in enumerate(names):
        numbered = _NUMBERED.fullmatch(name)
        if numbered:
            reader.groups.setdefault(name.rpartition(" - ")[0], {})[numbered[2]] = column
            reader.known += 1
            if numbered[1] == "event" and numbered[2] == "value":
                reader.days.append(column)
        elif name in FIELDS:
            _place_column(reader, column, FIELDS[name], titled="job" in fields)
            reader.known += 1
        elif name:
            reader.unknown.append((column, _NUMBER.sub("", header[column].strip())))
    if not (fields & TELLING or reader.groups):
        reader.known = 0
    return reader


def _format(names: list[str]) -> str:
    return next((name for name, signs in SIGNS.items() if signs & set(names)), "table")


def _place_column(reader: Reader, column: int, meaning: str, *, titled: bool) -> None:
    name, _, label = meaning.partition(" ")
    if name in {"street", "city", "region", "code", "country"}:
        reader.places.setdefault(label, {}).setdefault(name, []).append(column)
    elif name == "title":  # "Dr." where a job has a column of its own
        reader.singles += [] if titled else [(column, "job", "")]
    elif name == "page" and reader.format == "linkedin":
        reader.singles.append((column, "profile", "linkedin"))
    elif name != "silent":
        reader.singles.append((column, name, label))
    if name in {"birthday", "anniversary"}:
        reader.days.append(column)


def _single(draft: Draft, name: str, label: str, cell: str, order: str) -> None:
    if name in {"phone", "page", "profile"}:
        for value in cell.split(_TOGETHER):
            getattr(draft, name)(value, label)
    elif name == "mail":
        for value in _SEVERAL.split(cell):
            draft.mail(value, label)
    elif name == "birthday":
        draft.born(cell, order)
    elif name == "anniversary":
        draft.occasion(ANNIVERSARY, cell, order)
    elif name in _TEXTS:
        _TEXTS[name](draft, cell)
    elif name != "birth":
        setattr(draft, name, getattr(draft, name) or cell)


def _take_categories(draft: Draft, cell: str) -> None:
    for name in _categories(cell):
        draft.category(name)


def _take_connected(draft: Draft, cell: str) -> None:
    draft.met = f"LinkedIn, {cell}"


def _take_kind(draft: Draft, cell: str) -> None:
    draft.person = cell.casefold() not in {"organisation", "organization", "company"}


_TEXTS: dict[str, Callable[[Draft, str], None]] = {
    "note": Draft.note,
    "zone": Draft.in_zone,
    "calendar": Draft.meets,
    "category": _take_categories,
    "connected": _take_connected,
    "kind": _take_kind,
}


def _categories(cell: str) -> list[str]:
    """Google's own groups begin with "* " and may hold commas; Outlook divides with semicolons."""
    if _TOGETHER in cell or cell.startswith("* "):
        return cell.split(_TOGETHER)
    return cell.split(";" if ";" in cell else ",")


def _postal(parts: dict[str, list[int]], cells: Cells, label: str) -> Postal:
    def text(part: str) -> str:
        return "\n".join(filter(None, (cells[column] for column in parts.get(part, ()))))

    return Postal(
        text("street"), text("city"), text("region"), text("code"), text("country"), label
    )


def _born_in_parts(draft: Draft, reader: Reader, cells: Cells) -> None:
    """Thunderbird writes year, month and day in columns of their own."""
    parts = {label: cells[column] for column, name, label in reader.singles if name == "birth"}
    if parts.get("month") and parts.get("day"):
        year = parts.get("year", "")
        draft.born(f"{year.zfill(4) if year else '-'}-{parts['month']:0>2}-{parts['day']:0>2}")


def _mails(draft: Draft, found: dict[str, str], label: str, _order: str) -> None:
    for value in found.get("value", "").split(_TOGETHER):
        draft.mail(value, labels.from_words(label))


def _phones(draft: Draft, found: dict[str, str], label: str, _order: str) -> None:
    for value in found.get("value", "").split(_TOGETHER):
        draft.phone(value, labels.from_words(label))


def _pages(draft: Draft, found: dict[str, str], label: str, _order: str) -> None:
    for value in found.get("value", "").split(_TOGETHER):
        draft.page(value, labels.from_words(label))


def _profiles(draft: Draft, found: dict[str, str], label: str, _order: str) -> None:
    service = found.get("service") or label
    for value in found.get("value", "").split(_TOGETHER):
        draft.profile(value, labels.from_words(service).casefold())


def _events(draft: Draft, found: dict[str, str], label: str, order: str) -> None:
    draft.occasion(labels.from_words(label) or ANNIVERSARY, found.get("value", ""), order)


def _own_fields(draft: Draft, found: dict[str, str], label: str, _order: str) -> None:
    """What somebody thought of themselves is kept with the notes, in words."""
    if found.get("value"):
        draft.note(f"{label}: {found['value']}" if label else found["value"])


def _addresses(draft: Draft, found: dict[str, str], label: str, _order: str) -> None:
    label = labels.from_words(label)
    several = (found.get(name, "").split(_TOGETHER) for name in _PARTS)
    for street, extended, box, city, region, code, country in zip_longest(*several, fillvalue=""):
        lines = "\n".join(filter(None, (street, extended, box)))
        postal = Postal(lines, city, region, code, country, label)
        if postal == Postal(label=label):  # Google knows no parts of it, only the whole
            postal = Postal(found.get("formatted", ""), label=label)
        draft.place(postal)


_PARTS = ("street", "extended address", "po box", "city", "region", "postal code", "country")


_GROUPS: dict[str, Callable[[Draft, dict[str, str], str, str], None]] = {
    "e-mail": _mails,
    "phone": _phones,
    "website": _pages,
    "im": _profiles,
    "event": _events,
    "custom field": _own_fields,
    "address": _addresses,
}
