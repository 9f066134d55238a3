"""Which unread entries are judged: the newest, and the newest few of every voice.

A voice that seldom speaks must not drown in those that never stop, so it keeps its place however
much came after it. Each part walks an index; what lies deep costs nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from kith.core.judgement.features import Features, Unreadable
from kith.db import prepared, walks
from kith.db.models import Entry, Feature, Mark, User, Voice
from kith.db.prepared import Prepared, Values
from kith.queries.judging import texts

NEWEST = 4_000
RARE = 3  # of every voice that has fewer than that among the newest
MOST = 5_000
_AT_ONCE = 900  # numbers in one statement


class Heard(NamedTuple):
    """One unread entry and its voice, by number."""

    entry: int
    voice: int


def candidates(user: User, spare: int = 0) -> list[Heard]:
    """The unread entries that are judged, the newest first, MOST at the most.

    And `spare` more: those that come up next when others were read.
    """
    values: Values = {prepared.OWNER: user.pk}
    voices = {pk for (pk,) in _active().rows(values)}
    found = list(map(Heard._make, _newest(NEWEST + spare).rows(values)))
    if len(found) == NEWEST + spare:
        found += _rare(found, voices)
    return [one for one in found if one.voice in voices][: MOST + spare]


@cache
def _active() -> Prepared:
    rows = Voice.objects.filter(owner=prepared.OWNER, state__in=Voice.HEARD)
    return Prepared(rows.values_list("pk"), [prepared.OWNER])


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


def known(entries: Iterable[int]) -> dict[int, tuple[Facts, Features]]:
    """Facts and features of entries. What the worker has not come to yet is worked out here."""
    found: dict[int, tuple[Facts, Features]] = {}
    missing: dict[int, Facts] = {}
    columns = (
        *("pk", "title", "url", "at", "excerpt", "words", "seconds", "enclosures"),
        *("feature__story", "feature__profile"),
    )
    for some in pieces(sorted(entries)):
        for row in Entry.objects.filter(pk__in=some).values_list(*columns):
            pk, facts, mine = row[0], _facts(row), readable(row[-1])
            if mine is None:
                missing[pk] = facts
            else:
                found[pk] = facts, mine
    for pk, (mine, _) in texts.both(list(missing)):
        found[pk] = missing[pk], mine
    return found


def _facts(row: tuple[Any, ...]) -> Facts:
    pk, title, url, at, excerpt, words, seconds, enclosures, story, _ = row
    plays = (one.get("type", "").partition("/")[0] for one in enclosures)
    kind = next((one for one in plays if one in {"audio", "video"}), "")
    return Facts(title or excerpt[:80] or url, url, at, words, seconds, kind, story or pk)


def stories(entries: Iterable[int]) -> dict[int, int]:
    """The story of each entry that has one by now."""
    found: dict[int, int] = {}
    for some in pieces(sorted(entries)):
        found |= dict(Feature.objects.filter(entry__in=some).values_list("entry", "story"))
    return found


def whole(entries: Iterable[int]) -> dict[int, Features]:
    """The features of the whole texts of entries."""
    return _stored(entries, "novelty", 1)


def profiles(entries: Iterable[int]) -> dict[int, Features]:
    """The features of titles, summaries and categories of entries."""
    return _stored(entries, "profile", 0)


def _stored(entries: Iterable[int], column: str, place: int) -> dict[int, Features]:
    found: dict[int, Features] = {}
    missing: list[int] = []
    for some in pieces(sorted(entries)):
        there = dict(Feature.objects.filter(entry__in=some).values_list("entry", column))
        read = {pk: readable(there.get(pk)) for pk in some}
        found |= {pk: mine for pk, mine in read.items() if mine is not None}
        missing += [pk for pk, mine in read.items() if mine is None]
    return found | {pk: both[place] for pk, both in texts.both(missing)}


def readable(blob: bytes | memoryview | None) -> Features | None:
    """Features as they were stored; None where there are none of this version."""
    if blob is None:
        return None
    try:
        return Features.from_blob(bytes(blob))
    except Unreadable:
        return None


def pieces(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many at a time as fit into one statement."""
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]
