"""The search index, one module for both databases. Writers call it within their transaction.

Both hold the words as `core.folding` cuts them, so that both find the same. Neither ranks: what is
newest is found first, by whichever way is the shortest (see docs/decisions/0013).
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kith.core import folding
from kith.core.asking import Term
from kith.db import bulk, search_sqlite
from kith.db.models import Mark
from kith.db.search_words import LONGEST
from kith.db.walks import ordered

Words = tuple[int, str, str, str]  # entry id, title, author, body

_COLUMNS = ("rowid", "title", "author", "body")
# An index without content of its own must be told the old words to forget them.
_FORGET = (
    "INSERT INTO entry_search (entry_search, rowid, title, author, body)"
    " VALUES ('delete', %s, %s, %s, %s)"
)
_UPDATE = "UPDATE db_entrytext SET vector = %s::tsvector WHERE entry_id = %s"


def add(rows: Iterable[Words]) -> None:
    """Index entries whose EntryText is stored already."""
    if connection.vendor == "sqlite":
        bulk.into("entry_search", _COLUMNS, [_spaced(row) for row in rows], "%s, %s, %s, %s")
        return
    with connection.cursor() as cursor:
        cursor.executemany(_UPDATE, [(_vector(row), row[0]) for row in rows])


def forget(rows: Sequence[Words]) -> None:
    """Take entries out, with exactly the words they were added with; their EntryText goes too."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(_FORGET, [_spaced(row) for row in rows])


def _spaced(row: Words) -> Words:
    pk, title, author, body = row
    spaced = folding.spaced
    return pk, spaced(title), spaced(author), spaced(body[:LONGEST])


# PostgreSQL: what a tsvector may hold.
_ROOM = 1_000_000  # bytes, of 1,048,575
_LAST = 16_383  # place
_TIMES = 255  # places of one word
_GAP = 10  # places between title, author and body: no phrase leaps over


def _vector(row: Words) -> str:
    """The words of an entry as PostgreSQL writes a tsvector, so that no parser cuts them anew."""
    places: dict[str, list[str]] = {}
    place, room = 0, _ROOM
    for text, weight in zip((row[1], row[2], row[3][:LONGEST]), "ABC", strict=True):
        for place, word in enumerate(folding.words(text), place + 1):  # noqa: B020
            if word not in places:
                room -= len(word.encode()) + 4
                if room < 0:
                    break
                places[word] = []
            if len(places[word]) < _TIMES:
                room -= 2
                places[word].append(f"{min(place, _LAST)}{weight}")
        place += _GAP
    return " ".join(f"{_quoted(word)}:{','.join(found)}" for word, found in places.items())


def _quoted(word: str) -> str:
    return f"'{word}'"  # a word holds letters, numbers and marks only, see core.folding


# Finding. `rows` are marks of one account, filtered in any way, in no order.


class Question(Protocol):
    """What is asked of the index. It may remember what it found: ask it for one page only."""

    def newest(self, rows: QuerySet[Mark], most: int, *, up: bool = False) -> list[int]:
        """The first `most` marks, by number, that fit; the oldest first if `up`."""

    def count(self, rows: QuerySet[Mark], most: int) -> int | None:
        """How many marks fit, counted to `most` at the most; nothing where that takes long.

        To be asked after `newest`.
        """


def asked(terms: Sequence[Term]) -> Question:
    """The question for entries that hold all of the terms."""
    if not terms:
        return _Anything()
    return search_sqlite.Question(terms) if connection.vendor == "sqlite" else _Vectors(terms)


class _Anything:
    """No word is asked for."""

    def newest(self, rows: QuerySet[Mark], most: int, *, up: bool = False) -> list[int]:
        return list(ordered(rows, up=up).values_list("pk", flat=True)[:most])

    def count(self, rows: QuerySet[Mark], most: int) -> int | None:
        return rows.order_by()[:most].count()


class _Vectors(_Anything):
    """PostgreSQL knows how common words are, and chooses its way by itself."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._words = _tsquery(terms)

    def newest(self, rows: QuerySet[Mark], most: int, *, up: bool = False) -> list[int]:
        return super().newest(self._holding(rows), most, up=up)

    def count(self, rows: QuerySet[Mark], most: int) -> int | None:
        return super().count(self._holding(rows), most)

    def _holding(self, rows: QuerySet[Mark]) -> QuerySet[Mark]:
        return rows.filter(entry__in=RawSQL(_HELD, [self._words]))  # noqa: S611 (words are quoted)


def holding_any(rows: QuerySet[Mark], terms: Sequence[Term]) -> QuerySet[Mark]:
    """Those of the marks whose entries hold at least one of the terms."""
    if not terms:
        return rows.none()
    if connection.vendor == "sqlite":
        return search_sqlite.holding_any(rows, terms)
    either = " | ".join(_tsquery([term]) for term in terms)
    return rows.filter(entry__in=RawSQL(_HELD, [either]))  # noqa: S611 (words are quoted)


def newest_of_any(rows: QuerySet[Mark], terms: Sequence[Term], most: int) -> list[int]:
    """The newest of the marks, by number, whose entries hold at least one of some whole words."""
    if not terms:
        return []
    if connection.vendor == "sqlite":
        return search_sqlite.newest_of_any(rows, terms, most)
    return list(ordered(holding_any(rows, terms)).values_list("pk", flat=True)[:most])


def held(entries: Sequence[int], term: Term) -> set[int]:
    """Which of a few entries hold what a term says, be it to be left out or not."""
    if not entries:
        return set()
    if connection.vendor == "sqlite":
        return search_sqlite.held(entries, term)
    places = ", ".join(["%s"] * len(entries))
    with connection.cursor() as cursor:
        cursor.execute(f"{_HELD} AND entry_id IN ({places})", [_lexemes(term), *entries])
        return {entry for (entry,) in cursor.fetchall()}


def among(rows: QuerySet[Mark], marks: Iterable[int], most: int, *, up: bool = False) -> list[int]:
    """The first `most` of the rows that are one of these marks, in the order of `newest`."""
    chosen = rows.filter(pk__in=list(marks))
    return list(ordered(chosen, up=up).values_list("pk", flat=True)[:most])


_HELD = "SELECT entry_id FROM db_entrytext WHERE vector @@ %s::tsquery"
_WEIGHTS = {"title": "A", "author": "B", "": ""}


def _tsquery(terms: Sequence[Term]) -> str:
    return " & ".join(f"{'!' * term.excluded}({_lexemes(term)})" for term in terms)


def _lexemes(term: Term) -> str:
    weight = _WEIGHTS[term.place]
    tails = [f":{weight}" if weight else ""] * len(term.words)
    if term.open:
        tails[-1] = f":*{weight}"
    both = zip(term.words, tails, strict=True)
    return " <-> ".join(f"{_quoted(word)}{tail}" for word, tail in both)
