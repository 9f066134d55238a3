"""Accounts, channels that have spoken, and what was marked: stored directly, without a network."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection

from kith.actions import accounts, looks, roster
from kith.actions.looks import Heard, Manner, Outcome
from kith.actions.roster import Speaking
from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.db.models import Channel, Entry, Mark, User, Voice

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def owner() -> User:
    return accounts.owner(NOW)


def somebody(name: str = "somebody") -> User:
    """One more account."""
    user = accounts.join(accounts.invite(owner(), NOW), name, "", "a quiet corner", NOW)
    assert user
    return user


def follow(*addresses: str, user: User | None = None, name: str = "") -> Voice:
    """One voice heard on these addresses."""
    speaking = [Speaking(address) for address in addresses]
    return roster.follow(user or owner(), speaking, NOW, name=name).voice


def post(number: int, **facts: object) -> ParsedEntry:
    """An entry; a greater number is a newer one."""
    told: dict[str, object] = {
        "guid": f"urn:{number}",
        "url": f"https://e.example/{number}",
        "title": f"Post {number}",
        "content": f"<p>Text {number}</p>",
        "published": NOW - timedelta(days=100) + timedelta(hours=number),
    }
    return ParsedEntry(**{**told, **facts})  # type: ignore[arg-type]


def posts(count: int) -> list[ParsedEntry]:
    """So many entries, the newest first."""
    return [post(number) for number in range(count, 0, -1)]


def hear(address: str, entries: Sequence[ParsedEntry], now: datetime = NOW) -> Outcome:
    """The channel said this."""
    channel = Channel.objects.get(address=address)
    feed = ParsedFeed("rss", title=f"Channel at {address}", entries=list(entries))
    understood = looks.understand(channel, feed, now)
    return looks.heard([Heard(channel, *understood, Manner())], now, lambda: 0.5)[0]


def channel(address: str) -> Channel:
    return Channel.objects.get(address=address)


def marks(user: User | None = None) -> dict[str, str]:
    """The state of each of the account's entries, by guid."""
    rows = Mark.objects.filter(owner=user or owner()).select_related("entry")
    return {mark.entry.guid: Mark.State(mark.state).name.lower() for mark in rows}


def mark(number: int, user: User | None = None) -> Mark:
    """The account's mark on an entry."""
    return Mark.objects.get(owner=user or owner(), entry__guid=f"urn:{number}")


def found(word: str) -> set[str]:
    """The guids of the entries in which the search index has a word."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = "SELECT rowid FROM entry_search WHERE entry_search MATCH %s"
            cursor.execute(sql, [f'"{word}"'])
        else:
            sql = "SELECT entry_id FROM db_entrytext WHERE vector @@ plainto_tsquery('simple', %s)"
            cursor.execute(sql, [word])
        ids = [row[0] for row in cursor.fetchall()]
    guids = dict(Entry.objects.values_list("pk", "guid"))
    return {guids.get(pk, f"orphan {pk}") for pk in ids}
