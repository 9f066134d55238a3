"""The search index, one module for both databases. Writers call it within their transaction.

Both hold the words as `core.folding` cuts them, so that both find the same. Neither ranks: what is
newest is found first, by whichever way is the shortest (see docs/decisions/0013).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, repeat
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from kith.core import folding
from kith.core.asking import Term
from kith.db import bulk
from kith.db.models import Mark

Words = tuple[int, str, str, str]  # entry id, title, author, body

_COLUMNS = ("rowid", "title", "author", "body")
# An index without content of its own must be told the old words to forget them.
_FORGET = (
    "INSERT INTO entry_search (entry_search, rowid, title, author, body)"
    " VALUES ('delete', %s, %s, %s, %s)"
)
_UPDATE = "UPDATE db_entrytext SET vector = %s::tsvector WHERE entry_id = %s"
_LONGEST = 500_000  # characters of a text that are indexed


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
    return pk, spaced(title), spaced(author), spaced(body[:_LONGEST])


# PostgreSQL: what a tsvector may hold.
_ROOM = 1_000_000  # bytes, of 1,048,575
_LAST = 16_383  # place
_TIMES = 255  # places of one word
_GAP = 10  # places between title, author and body: no phrase leaps over


def _vector(row: Words) -> str:
    """The words of an entry as PostgreSQL writes a tsvector, so that no parser cuts them anew."""
    places: dict[str, list[str]] = {}
    place, room = 0, _ROOM
    for text, weight in zip((row[1], row[2], row[3][:_LONGEST]), "ABC", strict=True):
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

Place = tuple[datetime, int]  # a mark's time and entry: where it stands in a list
FEW = 2000  # matches that are simply all looked up
_CHUNKS = (128, 512, 2048, 8192, 16384)  # marks that are walked, the newest first


def newest(
    rows: QuerySet[Mark], terms: Sequence[Term], most: int, *, up: bool = False
) -> list[int]:
    """The first `most` marks, by number, whose entries hold the terms; the oldest first if `up`."""
    if not terms:
        return list(_ordered(rows, up=up).values_list("pk", flat=True)[:most])
    if connection.vendor != "sqlite":
        return list(_ordered(_holding(rows, terms), up=up).values_list("pk", flat=True)[:most])
    match, unless = _match(terms), _unless(terms)
    if not match:
        return _walked(rows, unless, most, up=up, without=True)
    if _matches(match, FEW + 1) <= FEW:
        return _looked_up(rows, match, most, up=up)
    return _walked(rows, match, most, up=up)


def count(rows: QuerySet[Mark], terms: Sequence[Term], most: int) -> int | None:
    """How many marks there are whose entries hold the terms, counted to `most` at the most.

    Nothing where that would take looking at more than FEW matches.
    """
    if not terms:
        return rows.order_by()[:most].count()
    if connection.vendor != "sqlite":
        return _holding(rows, terms).order_by()[:most].count()
    match = _match(terms)
    if not match:
        return None
    found = _counted(rows, match, most)
    return found if found == most or _matches(match, FEW + 1) <= FEW else None


def holding_any(rows: QuerySet[Mark], terms: Sequence[Term]) -> QuerySet[Mark]:
    """Those of the marks whose entries hold at least one of the terms."""
    if not terms:
        return rows.none()
    if connection.vendor == "sqlite":
        match = " OR ".join(map(_phrase, terms))
        return rows.filter(entry__in=RawSQL(_STREAM, [match]))  # noqa: S611 (words are quoted)
    either = " | ".join(_tsquery([term]) for term in terms)
    return rows.filter(entry__in=RawSQL(_HELD, [either]))  # noqa: S611 (words are quoted)


def held(entries: Sequence[int], term: Term) -> set[int]:
    """Which of a few entries hold what a term says, be it to be left out or not."""
    places = ", ".join(["%s"] * len(entries)) or "NULL"
    if connection.vendor == "sqlite":
        sql, asked = f"{_STREAM} AND rowid IN ({places})", _phrase(term)
    else:
        sql, asked = f"{_HELD} AND entry_id IN ({places})", _lexemes(term)
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, *entries])
        return {entry for (entry,) in cursor.fetchall()}


def among(rows: QuerySet[Mark], marks: Iterable[int], most: int, *, up: bool = False) -> list[int]:
    """The first `most` of the rows that are one of these marks, in the order of `newest`."""
    chosen = rows.filter(pk__in=list(marks))
    return list(_ordered(chosen, up=up).values_list("pk", flat=True)[:most])


def _ordered(rows: QuerySet[Mark], *, up: bool) -> QuerySet[Mark]:
    return rows.order_by("at", "entry_id") if up else rows.order_by("-at", "-entry_id")


# SQLite. The index streams what matches in the order of entries' numbers, a million rows a second
# and more, but takes long to say whether one entry matches.

_STREAM = "SELECT rowid FROM entry_search WHERE entry_search MATCH %s"
_DOWN = f"{_STREAM} AND rowid < %s ORDER BY rowid DESC LIMIT %s"
_UP = f"{_STREAM} AND rowid > %s ORDER BY rowid LIMIT %s"
# The index first, then each mark by its entry: left alone, the planner reads all marks, and the
# plus keeps it from reading all those of a voice.
_MARKS = ' FROM "db_mark" WHERE '
_JOIN = ' AS held CROSS JOIN "db_mark" ON "db_mark"."entry_id" = held.rowid AND +'
_END = 2**62  # beyond every entry's number


def _matches(match: str, most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_STREAM} LIMIT %s)", [match, most])  # noqa: S608
        return int(cursor.fetchone()[0])


def _looked_up(
    rows: QuerySet[Mark], match: str, most: int, *, up: bool, beyond: int | None = None
) -> list[int]:
    """The first marks of the newest FEW matches (the oldest if `up`) beyond an entry's number."""
    where, params = condition(rows)
    way = "ASC" if up else "DESC"
    order = f' ORDER BY "db_mark"."at" {way}, "db_mark"."entry_id" {way} LIMIT %s'
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "db_mark"."id" FROM ({_UP if up else _DOWN}){_JOIN}({where}){order}',  # noqa: S608
            [match, _edge(beyond, up=up), FEW, *params, most],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _edge(beyond: int | None, *, up: bool) -> int:
    return beyond if beyond is not None else -1 if up else _END


def _counted(rows: QuerySet[Mark], match: str, most: int) -> int:
    """How many of FEW matches are marked so, counted to `most` at the most."""
    where, params = condition(rows)
    inner = f"SELECT 1 FROM ({_STREAM} LIMIT %s){_JOIN}({where}) LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({inner})", [match, FEW, *params, most])  # noqa: S608
        return int(cursor.fetchone()[0])


def condition(rows: QuerySet[Mark]) -> tuple[str, tuple[Any, ...]]:
    """What is asked of marks, as SQL of one table, and its values."""
    sql, params = rows.order_by().values_list("pk").query.sql_with_params()
    _, found, where = sql.partition(_MARKS)
    assert found, sql
    return where, tuple(params)


def _walked(
    rows: QuerySet[Mark], match: str, most: int, *, up: bool, without: bool = False
) -> list[int]:
    """Walk the marks in their order, in growing chunks, and ask the index for each chunk.

    Where few or none of many marks match, the newest matches are looked up instead.
    """
    found: list[int] = []
    place: Place | None = None
    for size in chain(_CHUNKS, repeat(_CHUNKS[-1]) if without else ()):
        marks = _chunk(_ordered(beyond(rows, place, up=up), up=up), size)
        held = _held(match, [entry for _, entry in marks])
        found += [pk for pk, entry in marks if (entry in held) is not without]
        if len(found) >= most or len(marks) < size:
            return found[:most]
        place = _place(marks[-1][0])
    rest = beyond(rows, place, up=up)
    return found + _windows(rest, match, most - len(found), up=up)


def _chunk(rows: QuerySet[Mark], size: int) -> list[tuple[int, int]]:
    """Mark and entry, by number, past the part of Django that makes thousands of rows slow."""
    sql, params = rows.values_list("pk", "entry_id")[:size].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[int, int]] = cursor.fetchall()
    return found


def _place(mark: int) -> Place:
    return Mark.objects.values_list("at", "entry_id").get(pk=mark)


# Said so that an index can begin at the place: of two alternatives it would have to read it all.
def beyond(rows: QuerySet[Mark], place: Place | None, *, up: bool) -> QuerySet[Mark]:
    """The marks older than a place in a list, or newer if `up`."""
    if place is None:
        return rows
    at, entry = place
    if up:
        return rows.filter(Q(at__gte=at) & ~Q(at=at, entry__lte=entry))
    return rows.filter(Q(at__lte=at) & ~Q(at=at, entry__gte=entry))


def _held(match: str, entries: Sequence[int]) -> set[int]:
    """Which of these entries match (and others that lie in the same ranges)."""
    held: set[int] = set()
    with connection.cursor() as cursor:
        for low, high in _ranges(sorted(entries)):
            cursor.execute(f"{_STREAM} AND rowid BETWEEN %s AND %s", [match, low, high])
            held.update(entry for (entry,) in cursor.fetchall())
    return held


_APART = 5_000  # entries' numbers: so much streams in the time that another range takes


def _ranges(entries: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges that hold all the numbers, without the wide gaps between them.

    >>> list(_ranges([1, 2, 9, 10_000, 10_003]))
    [(1, 9), (10000, 10003)]
    """
    low = high = None
    for entry in entries:
        if low is None or high is None:
            low = entry
        elif entry - high > _APART:
            yield low, high
            low = entry
        high = entry
    if low is not None and high is not None:
        yield low, high


def _windows(rows: QuerySet[Mark], match: str, most: int, *, up: bool) -> list[int]:
    """The first of the newest FEW matches (the oldest if `up`); then of the FEW after those."""
    found: list[int] = []
    last: int | None = None
    far = "max" if up else "min"
    while len(found) < most:
        found += _looked_up(rows, match, most - len(found), up=up, beyond=last)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {far}(rowid), count(*) FROM ({_UP if up else _DOWN})",  # noqa: S608
                [match, _edge(last, up=up), FEW],
            )
            last, matched = cursor.fetchone()
        if matched < FEW:
            break
    return found


def _match(terms: Sequence[Term]) -> str:
    """What FTS5 is asked: nothing where only words to leave out are given."""
    wanted = [_phrase(term) for term in terms if not term.excluded]
    unless = _unless(terms)
    if not wanted or not unless:
        return " AND ".join(wanted)
    return f"({' AND '.join(wanted)}) NOT ({unless})"


def _unless(terms: Sequence[Term]) -> str:
    return " OR ".join(_phrase(term) for term in terms if term.excluded)


def _phrase(term: Term) -> str:
    place = f"{term.place} : " if term.place else ""
    return f'{place}"{" ".join(term.words)}"{" *" if term.open else ""}'


# PostgreSQL knows how common words are, and chooses its way by itself.

_HELD = "SELECT entry_id FROM db_entrytext WHERE vector @@ %s::tsquery"


def _holding(rows: QuerySet[Mark], terms: Sequence[Term]) -> QuerySet[Mark]:
    return rows.filter(entry__in=RawSQL(_HELD, [_tsquery(terms)]))  # noqa: S611 (words are quoted)


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
