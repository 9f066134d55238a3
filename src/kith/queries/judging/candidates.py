"""Which unread entries are judged: the newest, and the newest few of every voice.

A voice that seldom speaks must not drown in those that never stop, so it keeps its place however
much came after it. Each part walks an index; what lies deep costs nothing.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from kith.core.judgement.features import Features, is_readable
from kith.core.judgement.matrix import Matrix
from kith.db import prepared, walks
from kith.db.models import Entry, Feature, Mark, User, Voice
from kith.db.prepared import Prepared
from kith.queries.judging import texts

NEWEST = 4_000
RARE = 3  # of every voice that has fewer than that among the newest
MOST = 5_000
BACKGROUND = 1_000  # of what was heard lately


class Heard(NamedTuple):
    """One unread entry and its voice, by number."""

    entry: int
    voice: int


def candidates(user: User, spare: int = 0) -> list[Heard]:
    """The unread entries that are judged, the newest first, MOST at the most.

    And `spare` more: those that come up next when others were read.
    """
    voices = set(_active(user.pk))
    newest = _newest(NEWEST + spare).rows({prepared.OWNER: user.pk})
    found = list(map(Heard._make, newest))
    if len(found) == NEWEST + spare:
        found += _rare(found, voices)
    return [one for one in found if one.voice in voices][: MOST + spare]


@prepared.query
def _active(owner: int) -> QuerySet[Voice, int]:
    rows = Voice.objects.filter(owner=owner, state__in=Voice.HEARD)
    return rows.values_list("pk", flat=True)


@lru_cache(maxsize=10)
def _newest(most: int) -> Prepared:
    rows = Mark.objects.filter(owner=prepared.OWNER, state=Mark.State.UNREAD)
    # Without their moments, which are dear to read.
    columns = rows.order_by("-at", "-entry").values_list("entry_id", "voice_id")
    return Prepared(columns[:most], [prepared.OWNER])


def _rare(found: Sequence[Heard], voices: Iterable[int]) -> list[Heard]:
    """The newest few of the voices of which the newest entries hold hardly any."""
    counts = Counter(one.voice for one in found)
    rare = sorted(voice for voice in voices if counts[voice] < RARE)
    there = {one.entry for one in found}
    rows = (walks.newest_unread(some, RARE) for some in pieces(rare))
    told = (row for some in rows for row in some.values_list("entry_id", "voice_id"))
    return sorted(
        (Heard(*row) for row in told if row[0] not in there),
        key=lambda one: one.entry,
        reverse=True,
    )


@prepared.query
def _lately(owner: int, before: datetime) -> QuerySet[Mark, tuple[int, datetime]]:
    """The newest of what an account heard before a moment, whatever became of it."""
    rows = Mark.objects.filter(owner=owner, at__lt=before).order_by("-at", "-entry")
    return rows.values_list("entry_id", "at")[:BACKGROUND]


def lately(user: User, before: datetime) -> list[tuple[int, datetime]]:
    """The newest entries that an account heard before a moment, BACKGROUND at the most, and when
    each was published.
    """
    return [(entry, at) for entry, at in _lately(user.pk, before)]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an entry beside its features."""

    title: str
    url: str
    at: datetime  # where it stands in a list
    words: int
    seconds: int | None
    plays: str  # "audio", "video" or empty
    story: int


def facts(entries: Iterable[int]) -> dict[int, Facts]:
    """The facts of those entries that are there."""
    found: dict[int, Facts] = {}
    for some in pieces(sorted(entries)):
        found |= {row[0]: _facts(row) for row in _there(some)}
    return found


@prepared.query
def _there(entries: Sequence[int]) -> QuerySet[Entry, tuple[Any, ...]]:
    columns = ("pk", "title", "url", "at", "excerpt", "words", "seconds")
    # As it is stored: hardly any entry has one.
    enclosures = Cast("enclosures", TextField())
    return Entry.objects.filter(pk__in=entries).values_list(*columns, enclosures, "feature__story")


def _facts(row: tuple[Any, ...]) -> Facts:
    pk, title, url, at, excerpt, words, seconds, enclosures, story = row
    held = json.loads(enclosures) if enclosures != "[]" else ()
    plays = (one.get("type", "").partition("/")[0] for one in held)
    kind = next((one for one in plays if one in {"audio", "video"}), "")
    return Facts(title or excerpt[:80] or url, url, at, words, seconds, kind, story or pk)


def stories(entries: Iterable[int]) -> dict[int, int]:
    """The story of each entry that has one by now."""
    found: dict[int, int] = {}
    for some in pieces(sorted(entries)):
        found |= _told(some)
    return found


@prepared.query
def _told(entries: Sequence[int]) -> QuerySet[Feature, tuple[int, int]]:
    return Feature.objects.filter(entry__in=entries).values_list("entry", "story")


@dataclass(frozen=True, slots=True, eq=False)
class Held(Mapping[int, Features]):
    """The features of some entries, by number."""

    rows: Mapping[int, int]  # the row of each entry
    matrix: Matrix

    def __getitem__(self, entry: int) -> Features:
        return self.matrix.features(self.rows[entry])

    def __iter__(self) -> Iterator[int]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def profiles(entries: Iterable[int]) -> Held:
    """The features of entries for the profile, in their order; of those that are there."""
    return _held(entries, _profiles, 0)


def whole(entries: Iterable[int]) -> Held:
    """The features of the whole texts of entries, in their order; of those that are there."""
    return _held(entries, _whole, 1)


@prepared.query
def _profiles(entries: Sequence[int]) -> QuerySet[Feature, tuple[int, Any]]:
    return Feature.objects.filter(entry__in=entries).values_list("entry", "profile")


@prepared.query
def _whole(entries: Sequence[int]) -> QuerySet[Feature, tuple[int, Any]]:
    return Feature.objects.filter(entry__in=entries).values_list("entry", "novelty")


def _held(
    entries: Iterable[int], stored_of: Callable[[Sequence[int]], list[Any]], place: int
) -> Held:
    """What the worker has not come to yet is worked out here; `place` is that among both made."""
    wanted = list(dict.fromkeys(entries))
    stored: dict[int, bytes] = {}
    for some in pieces(sorted(wanted)):
        rows = stored_of(some)
        stored |= {entry: bytes(blob) for entry, blob in rows if is_readable(blob)}
    missing = texts.both([entry for entry in wanted if entry not in stored])
    made = {entry: both[place] for entry, both in missing}
    there = {entry: row for row, entry in enumerate([*stored, *made])}
    matrix = Matrix.from_blobs(stored.values()).joined(Matrix.of(made.values()))
    found = [entry for entry in wanted if entry in there]
    taken = matrix.take([there[entry] for entry in found])
    return Held({entry: row for row, entry in enumerate(found)}, taken)


def pieces(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many at a time as fit into one statement."""
    for start in range(0, len(numbers), prepared.MOST):
        yield numbers[start : start + prepared.MOST]
