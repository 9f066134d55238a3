"""What a reader added to entries: highlights with their notes, and tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet

from kith.core.quoting import Quote
from kith.db import prepared
from kith.db.models import Highlight, Mark, Tag, User


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
    rows = _highlights(user.pk, entry)
    return [Noted(row.pk, Quote(row.exact, row.prefix, row.suffix), row.note) for row in rows]


@prepared.query
def _highlights(owner: int, entry: int) -> QuerySet[Highlight]:
    return Highlight.objects.filter(owner=owner, entry=entry).order_by("pk")


def tags(mark: Mark) -> list[str]:
    """The words an account gave an entry; `mark` comes from access.mark."""
    return _tags(mark.pk)


@prepared.query
def _tags(mark: int) -> QuerySet[Tag, str]:
    return Tag.objects.filter(mark=mark).order_by("name").values_list("name", flat=True)


def all_tags(user: User) -> list[str]:
    """Every word the account has given."""
    return _all_tags(user.pk)


@prepared.query
def _all_tags(owner: int) -> QuerySet[Tag, str]:
    rows = Tag.objects.filter(owner=owner).order_by("name")
    return rows.values_list("name", flat=True).distinct()


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
