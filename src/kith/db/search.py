"""The search index, one module for both databases. Writers call it within their transaction."""

from collections.abc import Iterable, Sequence

from django.db import connection

Words = tuple[int, str, str, str]  # entry id, title, author, body

_INSERT = {
    "sqlite": "INSERT INTO entry_search (rowid, title, author, body) VALUES (%s, %s, %s, %s)",
    "postgresql": (
        "UPDATE db_entrytext SET vector = setweight(to_tsvector('simple', %s), 'A')"
        " || setweight(to_tsvector('simple', %s), 'B')"
        " || setweight(to_tsvector('simple', %s), 'C') WHERE entry_id = %s"
    ),
}
# An index without content of its own must be told the old words to forget them.
_FORGET = (
    "INSERT INTO entry_search (entry_search, rowid, title, author, body)"
    " VALUES ('delete', %s, %s, %s, %s)"
)
_LONGEST = 500_000  # characters of a text that are indexed; a tsvector may hold 1 MB


def add(rows: Iterable[Words]) -> None:
    """Index entries whose EntryText is stored already."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "sqlite":
            cursor.executemany(_INSERT[vendor], [_cut(row) for row in rows])
        else:
            turned = [(title, author, body, pk) for pk, title, author, body in map(_cut, rows)]
            cursor.executemany(_INSERT[vendor], turned)


def forget(rows: Sequence[Words]) -> None:
    """Take entries out, with exactly the words they were added with; their EntryText goes too."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(_FORGET, [_cut(row) for row in rows])


def _cut(row: Words) -> Words:
    pk, title, author, body = row
    return pk, title, author, body[:_LONGEST]
