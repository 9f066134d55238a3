"""What a reader added to entries: highlights with their notes, and tags."""

from dataclasses import dataclass

from kith.core.quoting import Quote
from kith.db.models import Highlight, Mark, Tag, User


@dataclass(frozen=True, slots=True)
class Noted:
    """One highlight of an entry."""

    pk: int
    quote: Quote
    note: str


def highlights(user: User, entry: int) -> list[Noted]:
    """The account's highlights in an entry, the oldest first."""
    rows = Highlight.objects.filter(owner=user, entry=entry).order_by("pk")
    return [Noted(row.pk, Quote(row.exact, row.prefix, row.suffix), row.note) for row in rows]


def tags(mark: Mark) -> list[str]:
    """The words an account gave an entry; `mark` comes from access.mark."""
    return list(mark.tags.order_by("name").values_list("name", flat=True))


def all_tags(user: User) -> list[str]:
    """Every word the account has given."""
    rows = Tag.objects.filter(owner=user).order_by("name")
    return list(rows.values_list("name", flat=True).distinct())
