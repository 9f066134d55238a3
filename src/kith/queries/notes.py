"""What a reader added to entries: highlights with their notes, and tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kith.core.quoting import Quote
from kith.db import prepared
from kith.db.models import Highlight, Mark, Tag, User
from kith.db.prepared import Prepared, PreparedObjects


@dataclass(frozen=True, slots=True)
class Noted:
    """One highlight of an entry."""

    pk: int
    quote: Quote
    note: str


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that an account added to an entry."""

    what: Literal["note", "highlight", "word"]
    text: str


def highlights(user: User, entry: int) -> list[Noted]:
    """The account's highlights in an entry, the oldest first."""
    rows = _highlights().all({prepared.OWNER: user.pk, prepared.ROW: entry})
    return [Noted(row.pk, Quote(row.exact, row.prefix, row.suffix), row.note) for row in rows]


@cache
def _highlights() -> PreparedObjects[Highlight]:
    rows = Highlight.objects.filter(owner=prepared.OWNER, entry=prepared.ROW)
    return PreparedObjects(rows.order_by("pk"), [prepared.OWNER, prepared.ROW])


def tags(mark: Mark) -> list[str]:
    """The words an account gave an entry; `mark` comes from access.mark."""
    return [name for (name,) in _tags().rows({prepared.ROW: mark.pk})]


@cache
def _tags() -> Prepared:
    rows = Tag.objects.filter(mark=prepared.ROW).order_by("name")
    return Prepared(rows.values_list("name"), [prepared.ROW])


def all_tags(user: User) -> list[str]:
    """Every word the account has given."""
    return [name for (name,) in _all_tags().rows({prepared.OWNER: user.pk})]


@cache
def _all_tags() -> Prepared:
    rows = Tag.objects.filter(owner=prepared.OWNER).order_by("name")
    return Prepared(rows.values_list("name").distinct(), [prepared.OWNER])


def said(user: User, entries: Sequence[int]) -> dict[int, list[Said]]:
    """What the account added to each of these entries: notes, then highlights, then words."""
    found: dict[int, list[Said]] = {}
    marked = Highlight.objects.filter(owner=user, entry__in=entries).order_by("pk")
    rows = list(marked.values_list("entry_id", "exact", "note"))
    for entry, _, note in rows:
        if note:
            found.setdefault(entry, []).append(Said("note", note))
    for entry, exact, _ in rows:
        found.setdefault(entry, []).append(Said("highlight", exact))
    tagged = Tag.objects.filter(owner=user, mark__entry__in=entries).order_by("name")
    for entry, name in tagged.values_list("mark__entry", "name"):
        found.setdefault(entry, []).append(Said("word", name))
    return found
