"""Entries with everything about them, for programs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kith.db.models import Mark, User
from kith.net import html
from kith.queries import reading
from kith.queries.reading import Shelf, Where


@dataclass(frozen=True, slots=True)
class Told:
    """One entry with everything a program may want of it."""

    title: str
    address: str
    guid: str
    author: str
    voice: str
    channel: str  # its address
    at: datetime
    published: datetime | None
    updated: datetime | None
    summary: str  # clean HTML
    content: str  # clean HTML
    full_text: str  # clean HTML, where it was fetched
    categories: list[str]
    enclosures: list[dict[str, str | int | None]]
    state: str  # "unread", "read" or "archived"
    marks: dict[str, datetime | None]  # when kept, opened, read


def told(
    user: User, shelf: Shelf, *, channel: int | None = None, limit: int | None = None
) -> Iterator[Told]:
    """Entries of an account, newest first, read in pieces so that any number fits in memory."""
    rows = _whole(reading.marks(user, Where(shelf)))
    if channel is not None:
        rows = rows.filter(entry__channel=channel)
    ordered = rows.order_by("-at", "-entry_id")[:limit]
    for mark in ordered.iterator(chunk_size=500):
        yield _told(mark)


def told_of(user: User, entries: Sequence[int]) -> list[Told]:
    """These entries of an account, newest first; those that are not its own are left out."""
    rows = _whole(Mark.objects.filter(owner=user, entry__in=entries))
    return [_told(mark) for mark in rows.order_by("-at", "-entry_id")]


def _whole(rows: QuerySet[Mark]) -> QuerySet[Mark]:
    return rows.select_related("entry__channel", "entry__full", "voice")


def _told(mark: Mark) -> Told:
    entry = mark.entry
    full = getattr(entry, "full", None)
    return Told(
        title=entry.title,
        address=entry.url,
        guid=entry.guid,
        author=entry.author,
        voice=mark.voice.name or entry.channel.title or entry.channel.address,
        channel=entry.channel.address,
        at=mark.at,
        published=entry.published_at,
        updated=entry.updated_at,
        summary=html.current(entry.summary, entry.rules),
        content=html.current(entry.content, entry.rules),
        full_text=html.current(full.body, full.rules) if full else "",
        categories=entry.categories,
        enclosures=entry.enclosures,
        state=Mark.State(mark.state).name.lower(),
        marks={"kept": mark.kept_at, "opened": mark.opened_at, "read": mark.read_at},
    )
