"""The search index of SQLite, asked: what matches, as the newest of an account's marks.

FTS5 streams what matches in the order of entries' numbers, a million rows a second and more, but
takes long to say whether one entry matches, and longer for words that are only begun: it gathers
all entries with any of them first. See docs/decisions/0013.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice, repeat
from typing import Any, Protocol

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from kith.core.asking import Term
from kith.db.models import Mark
from kith.db.search_words import LONGEST, folded, needle
from kith.db.walks import Place, beyond, condition, ordered

_Pair = tuple[int, int]  # a mark and its entry, by number

FEW = 2000  # matches that are simply all looked up
_CHUNKS = (128, 512, 2048, 8192, 16384)  # marks that are walked, the newest first
_APART = 5_000  # entries' numbers: so much streams in the time that another range takes
_SMALL = 5_000  # entries, of which any beginning is quickly gathered
_BATCH = 40  # texts that are read at a time: some more than a page
_READ = 600_000  # characters in which a page is found, if reading goes on
_EACH = 400  # characters that are read in the time that it takes to fetch one text

_STREAM = "SELECT rowid FROM entry_search WHERE entry_search MATCH %s"
_DOWN = f"{_STREAM} AND rowid < %s ORDER BY rowid DESC LIMIT %s"
_UP = f"{_STREAM} AND rowid > %s ORDER BY rowid LIMIT %s"
# As one value: to fetch a row for each takes twice as long.
_GATHERED = f"SELECT json_group_array(rowid) FROM ({_STREAM})"  # noqa: S608
# The entries first, then each one's mark: left alone, the planner reads all marks, and the plus
# keeps it from reading all those of a voice.
_LOOKED_UP = (
    'SELECT "db_mark"."id", "db_mark"."entry_id" FROM json_each(%s) AS held'
    ' CROSS JOIN "db_mark" ON "db_mark"."entry_id" = held.value AND +({where})'
)
_TEXTS = (
    "SELECT e.id, e.title, e.author, substr(t.body, 1, %s) FROM db_entry e"
    " JOIN db_entrytext t ON t.entry_id = e.id WHERE e.id IN ({places})"
)
_END = 2**62  # beyond every entry's number


class Question:
    """What is asked of the index, and the answers that counting needs after finding."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._begun = [term for term in terms if term.open]
        self._sufficed = False  # reading: the index was not asked for a beginning

    def newest(self, rows: QuerySet[Mark], most: int, *, up: bool = False) -> list[int]:
        """The first `most` marks, by number, that fit; the oldest first if `up`."""
        if self._begun and not _is_small():
            read = self._read(rows, most, up=up)
            self._sufficed = read is not None
            if read is not None:
                return read
        return [mark for mark, _ in islice(_in_order(rows, self._matches, up=up), most)]

    def count(self, rows: QuerySet[Mark], most: int) -> int | None:
        """How many marks fit, as far as FEW matches tell."""
        if self._sufficed:
            return None
        entries = self._matches.window(None)
        if entries is None:
            return None
        found = min(len(_looked_up(rows, entries)), most)
        return found if found == most or len(entries) < FEW else None

    @cached_property
    def _matches(self) -> "_Matches":
        return _matching(self._terms, gathered=bool(self._begun))

    def _read(self, rows: QuerySet[Mark], most: int, *, up: bool) -> list[int] | None:
        """The same, where words that are begun are looked for in the texts themselves.

        Nothing as soon as too few seem to hold them. Then the index has little to gather.
        """
        whole = _matching([term for term in self._terms if not term.open])
        some, found, read = _in_order(rows, whole, up=up), list[int](), 0
        begun = [(term.place, needle(term), term.excluded) for term in self._begun]
        while batch := list(islice(some, _BATCH)):
            texts = _texts([entry for _, entry in batch])
            found += [mark for mark, entry in batch if _fits(texts.get(entry, _GONE), begun)]
            if len(found) >= most:
                return found[:most]
            read += sum(_EACH + sum(map(len, text)) for text in texts.values())
            if len(found) / most < min(read / _READ, 1):
                return None
        return found


def holding_any(rows: QuerySet[Mark], terms: Sequence[Term]) -> QuerySet[Mark]:
    """Those of the marks whose entries hold at least one of the terms."""
    match = " OR ".join(map(_phrase, terms))
    return rows.filter(entry__in=RawSQL(_STREAM, [match]))  # noqa: S611 (words are quoted)


def newest_of_any(rows: QuerySet[Mark], terms: Sequence[Term], most: int) -> list[int]:
    """The newest of the marks, by number, whose entries hold at least one of some whole words."""
    matches = _Streamed(" OR ".join(map(_phrase, terms)))
    return [mark for mark, _ in islice(_in_order(rows, matches, up=False), most)]


def held(entries: Sequence[int], term: Term) -> set[int]:
    """Which of a few entries hold what a term says, be it to be left out or not."""
    if term.open:
        part, texts = needle(term), _texts(entries)
        return {entry for entry in texts if part in _said(texts[entry], term.place)}
    places = ", ".join(["%s"] * len(entries))
    with connection.cursor() as cursor:
        cursor.execute(f"{_STREAM} AND rowid IN ({places})", [_phrase(term), *entries])
        return {entry for (entry,) in cursor.fetchall()}


def _is_small() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM db_entry")
        return int(cursor.fetchone()[0] or 0) <= _SMALL


_Text = tuple[str, str, str]  # title, author, body
_GONE: _Text = ("", "", "")  # of an entry that went a moment ago


def _texts(entries: Sequence[int]) -> dict[int, _Text]:
    sql = _TEXTS.format(places=", ".join(["%s"] * len(entries)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [LONGEST, *entries])
        return {entry: (title, author, body) for entry, title, author, body in cursor.fetchall()}


def _fits(text: _Text, terms: Sequence[tuple[str, str, bool]]) -> bool:
    return all((part in _said(text, place)) is not excluded for place, part, excluded in terms)


def _said(text: _Text, place: str) -> str:
    return folded({"title": text[:1], "author": text[1:2], "": text}[place])


class _Matches(Protocol):
    """The entries that match."""

    def window(self, last: int | None, *, up: bool = False) -> Sequence[int] | None:
        """The FEW with the greatest numbers below `last` (the least above it if `up`), in order.

        Nothing where they are nearly all of the entries.
        """

    def among(self, entries: Sequence[int]) -> set[int]:
        """Which of these match (and maybe others)."""


def _matching(terms: Sequence[Term], *, gathered: bool = False) -> _Matches:
    unless = " OR ".join(_phrase(term) for term in terms if term.excluded)
    match = " AND ".join(_phrase(term) for term in terms if not term.excluded)
    one = _Gathered if gathered else _Streamed
    if match:
        return one(f"({match}) NOT ({unless})" if unless else match)
    return _Unless(one(unless) if unless else None)


def _phrase(term: Term) -> str:
    place = f"{term.place} : " if term.place else ""
    return f'{place}"{" ".join(term.words)}"{" *" if term.open else ""}'


class _Streamed:
    """What matches, as the index streams it."""

    def __init__(self, match: str) -> None:
        self._match = match

    def window(self, last: int | None, *, up: bool = False) -> Sequence[int]:
        if last is None:
            last = -1 if up else _END
        with connection.cursor() as cursor:
            cursor.execute(_UP if up else _DOWN, [self._match, last, FEW])
            return [entry for (entry,) in cursor.fetchall()]

    def among(self, entries: Sequence[int]) -> set[int]:
        held: set[int] = set()
        with connection.cursor() as cursor:
            for low, high in _ranges(sorted(entries)):
                cursor.execute(f"{_STREAM} AND rowid BETWEEN %s AND %s", [self._match, low, high])
                held.update(entry for (entry,) in cursor.fetchall())
        return held


class _Gathered:
    """What matches, fetched at once: of a word that is begun the index gathers all every time."""

    def __init__(self, match: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_GATHERED, [match])
            self._entries: list[int] = json.loads(cursor.fetchone()[0])

    def window(self, last: int | None, *, up: bool = False) -> Sequence[int]:
        if up:
            low = 0 if last is None else bisect_right(self._entries, last)
            return self._entries[low : low + FEW]
        high = len(self._entries) if last is None else bisect_left(self._entries, last)
        return self._entries[max(high - FEW, 0) : high][::-1]

    @cached_property
    def _all(self) -> set[int]:
        return set(self._entries)

    def among(self, _entries: Sequence[int]) -> set[int]:
        return self._all


class _Unless:
    """All entries but those that match, or really all."""

    def __init__(self, unwanted: _Matches | None) -> None:
        self._unwanted = unwanted

    def window(self, _last: int | None, *, up: bool = False) -> None:  # noqa: ARG002 (see _Matches)
        return None

    def among(self, entries: Sequence[int]) -> set[int]:
        wanted = set(entries)
        return wanted - self._unwanted.among(entries) if self._unwanted else wanted


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


def _in_order(rows: QuerySet[Mark], matches: _Matches, *, up: bool) -> Iterator[_Pair]:
    """The marks whose entries match, the newest first: no more is asked than is taken."""
    entries = matches.window(None, up=up)
    if entries is not None and len(entries) < FEW:
        yield from _looked_up(rows, entries, up=up)
        return
    place: Place | None = None
    for size in _CHUNKS if entries else chain(_CHUNKS, repeat(_CHUNKS[-1])):
        marks = _chunk(ordered(beyond(rows, place, up=up), up=up), size)
        held = matches.among([entry for _, entry in marks])
        yield from (pair for pair in marks if pair[1] in held)
        if len(marks) < size:
            return
        place = _place(marks[-1][0])
    yield from _windows(beyond(rows, place, up=up), matches, up=up)


def _windows(rows: QuerySet[Mark], matches: _Matches, *, up: bool) -> Iterator[_Pair]:
    """Few or none of many marks match: the FEW newest matches, then the FEW after those."""
    last: int | None = None
    while entries := matches.window(last, up=up):
        yield from _looked_up(rows, entries, up=up)
        last = entries[-1]


def _looked_up(rows: QuerySet[Mark], entries: Sequence[int], *, up: bool = False) -> list[_Pair]:
    """The marks of some entries, in order."""
    where, params = condition(rows)
    way = "ASC" if up else "DESC"
    order = f' ORDER BY "db_mark"."at" {way}, "db_mark"."entry_id" {way}'
    return _pairs(_LOOKED_UP.format(where=where) + order, [json.dumps(entries), *params])


def _chunk(rows: QuerySet[Mark], size: int) -> list[_Pair]:
    """Past the part of Django that makes thousands of rows slow."""
    return _pairs(*rows.values_list("pk", "entry_id")[:size].query.sql_with_params())


def _pairs(sql: str, params: Sequence[Any]) -> list[_Pair]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[_Pair] = cursor.fetchall()
    return found


def _place(mark: int) -> Place:
    return Mark.objects.values_list("at", "entry_id").get(pk=mark)
