"""Voices that are followed, rounds that look at them, and what is stored then."""

from collections import Counter
from typing import Any

from django.db import connection

from kith.actions import accounts, roster
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.db.models import Channel, Entry, EntryText, Mark, User, Voice
from kith.worker.round import Round, Summary


def owner() -> User:
    return accounts.owner(utc_now())


def somebody(name: str = "somebody") -> User:
    """One more account."""
    secret = accounts.invite(owner(), utc_now())
    user = accounts.join(secret, name, name.title(), "a quiet corner by the window", utc_now())
    assert user
    return user


def follow(*addresses: str, user: User | None = None, kind: str = "feed", **more: Any) -> Voice:
    """One voice heard on these addresses."""
    speaking = [Speaking(address, kind) for address in addresses]
    return roster.follow(user or owner(), speaking, utc_now(), **more).voice


def look() -> Summary:
    """One look at every channel there is, due or not."""
    ids = list(Channel.objects.order_by("pk").values_list("pk", flat=True))
    return Round(lambda: ids).run()


def channel(address: str = "") -> Channel:
    rows = Channel.objects.filter(address=address) if address else Channel.objects.all()
    return rows.get()


def problem(address: str = "") -> str:
    """The code of what kept a channel's last look from succeeding, or nothing."""
    found = channel(address).problem
    return found["code"] if found else ""


def titles(address: str = "") -> list[str]:
    """Titles of what was stored, newest first."""
    rows = Entry.objects.filter(channel=channel(address)).order_by("-at", "-pk")
    return list(rows.values_list("title", flat=True))


def states(user: User | None = None) -> Counter[str]:
    """How many of the account's entries are unread, read, archived."""
    rows = Mark.objects.filter(owner=user or owner()).values_list("state", flat=True)
    return Counter(Mark.State(state).name.lower() for state in rows)


def found(word: str) -> set[int]:
    """The numbers of the entries in which the search index has a word."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT rowid FROM entry_search WHERE entry_search MATCH %s", [f'"{word}"']
            )
        else:
            cursor.execute(
                "SELECT entry_id FROM db_entrytext WHERE vector @@ plainto_tsquery('simple', %s)",
                [word],
            )
        return {row[0] for row in cursor.fetchall()}


def is_whole() -> None:
    """Entries, their texts and the search index say the same; nothing is claimed or damaged."""
    entries = set(Entry.objects.values_list("pk", flat=True))
    assert set(EntryText.objects.values_list("pk", flat=True)) == entries
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT id FROM entry_search_docsize")
            assert {row[0] for row in cursor.fetchall()} == entries
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone()[0] == "ok"
            cursor.execute("INSERT INTO entry_search(entry_search) VALUES ('integrity-check')")
        else:
            cursor.execute("SELECT count(*) FROM db_entrytext WHERE vector IS NULL")
            assert cursor.fetchone()[0] == 0
    assert not Channel.objects.exclude(claimed_by="").exists()
    assert not Channel.objects.filter(claimed_until__isnull=False).exists()
