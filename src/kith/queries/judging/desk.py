"""The verdict on an account's unread entries, kept between its questions.

Of the readers who asked last, a few verdicts are kept in this process: arrays of some megabytes.
What a reader does, says or sets makes a verdict anew, and so do new entries and time; but only what
is new is read and measured. Nothing is written.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

import numpy as np

from kith.core.judgement.entries import NEWS, PAPERS, POSTS, Entries
from kith.core.judgement.features import Features
from kith.core.judgement.matrix import Floats, Ints, Matrix
from kith.core.judgement.novelty import THRESHOLD
from kith.core.judgement.score import Judgement
from kith.db.models import User
from kith.queries.judging import candidates, fitted, spaces
from kith.queries.judging.before import (
    NEVER,
    Compared,
    Limit,
    Near,
    compared,
    nearest_read,
    with_novelty,
)
from kith.queries.judging.candidates import Facts, Heard, Held
from kith.queries.judging.fitted import DAY, Fit
from kith.queries.judging.reader import Reader, Speaker, reader

READERS = 4  # whose verdicts are kept
STALE = timedelta(minutes=10)  # after which everything is a little older
COMPARED = 1_000  # of the best by all else, with what was read
SPARE = 200  # that are judged too: they come up as others are read
NEWS_PACE = 90.0  # entries a month from which on a publication brings news
LASTING = 4_000  # words from which on a text is no passing one


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """A verdict, with all that it was reached from."""

    reader: Reader
    made_at: datetime
    heard: Sequence[Heard]
    facts: Sequence[Facts]
    rows: Mapping[int, int]  # the row of each entry
    several: frozenset[int]  # stories that more than one of them tell
    fit: Fit
    base: Judgement  # before it was compared with what was read
    verdict: Judgement
    learned: spaces.Worked
    compared: Compared  # the best, with what was read
    settled: bool  # whether the verdict takes that into account

    @property
    def limit(self) -> Limit:
        """From which likeness on an entry says what was read."""
        counted = self.fit.background.counted
        return Limit(counted.threshold if counted else THRESHOLD, len(self.reader.read))

    def speaker(self, row: int) -> Speaker:
        """Whose entry it is."""
        return self.reader.voices[self.heard[row].voice]

    def features(self, row: int) -> Features:
        """The features of an entry; shares memory."""
        return self.base.entries.matrix.features(row)


_kept: OrderedDict[int, Desk] = OrderedDict()
_lock = threading.Lock()


def desk(user: User, now: datetime) -> tuple[Desk, Ints]:
    """The verdict for an account, and the rows of it that are unread still."""
    heard = candidates.candidates(user)
    mine = reader(user, now)
    fit = fitted.fit(user, mine, now)
    with _lock:
        found = _kept.get(user.pk)
    edited = spaces.edited(found.learned, fit.learned) if found else frozenset[int]()
    there = found is not None and all(one.entry in found.rows for one in heard)
    if found is None or not there or edited & found.rows.keys():
        found = _judged(found, mine, fit, candidates.candidates(user, SPARE), edited, now)
    elif not _holds(found, mine, fit, now):
        found = _judged(found, mine, fit, found.heard, edited, now)
    if not found.settled or found.compared.covers != mine.read.keys():
        found = _compared(found, mine)
    with _lock:
        _kept[user.pk] = found
        _kept.move_to_end(user.pk)
        while len(_kept) > READERS:
            _kept.popitem(last=False)
    rows = [found.rows[one.entry] for one in heard if one.entry in found.rows]
    return found, np.array(rows, dtype=np.int64)


def _holds(before: Desk, mine: Reader, fit: Fit, now: datetime) -> bool:
    """Whether a verdict is still the one that would be reached, but for what was read since."""
    return (
        before.reader == mine
        and before.fit.usual is fit.usual
        and abs(now - before.made_at) < STALE
    )


def _judged(
    before: Desk | None,
    mine: Reader,
    fit: Fit,
    heard: Sequence[Heard],
    edited: Collection[int],
    now: datetime,
) -> Desk:
    """The verdict, not yet compared with what was read."""
    same = before if before and before.fit.space is fit.space else None
    heard, facts, matrix, rows = _gathered(before, fit, heard, edited, fit.learned.told)
    entries = _entries(mine, heard, facts, matrix, now)
    base = fit.judge(entries, dict(mine.weights), same.base if same else None, rows)
    told = Counter(one.story for one in facts)
    return Desk(
        reader=mine,
        made_at=now,
        heard=heard,
        facts=facts,
        rows={one.entry: row for row, one in enumerate(heard)},
        several=frozenset(story for story, times in told.items() if times > 1),
        fit=fit,
        base=base,
        verdict=base,
        learned=fit.learned,
        compared=same.compared.without(edited) if same else NEVER,
        settled=False,
    )


def _compared(found: Desk, mine: Reader) -> Desk:
    """The verdict, with what was read before lowered."""
    order = (found.heard[row].entry for row in found.base.order().tolist())
    best = islice((entry for entry in order if entry not in mine.read), COMPARED)
    told = compared(found.compared, found.fit.space, list(best), mine.read)
    found = replace(found, reader=mine, compared=told, settled=True)
    verdict = with_novelty(found.base, found.heard, told.near, found.limit)
    return replace(found, verdict=verdict)


def but_for(user: User, here: Desk, entry: int, now: datetime) -> Desk:
    """As if nothing had been done with an entry: no piece is a reason for itself."""
    acts = tuple(act for act in here.reader.acts if act.entry != entry)
    if len(acts) == len(here.reader.acts):
        return here
    mine = replace(here.reader, acts=acts)
    fit = fitted.fitted(user, mine, now, here.fit)
    base = fit.judge(here.base.entries, dict(mine.weights), here.base)
    verdict = with_novelty(base, here.heard, here.compared.near, here.limit)
    return replace(here, reader=mine, fit=fit, base=base, verdict=verdict)


def alone(here: Desk, heard: Heard, now: datetime) -> tuple[Judgement, int, Near]:
    """A verdict that holds this entry, its row, and what was read and is nearest to it."""
    near = here.compared.near.get(heard.entry)
    row = here.rows.get(heard.entry)
    if near is not None and row is not None:
        return here.verdict, row, near
    others = [one for one in here.reader.read if one != heard.entry]
    near = nearest_read(here.fit.space, [heard.entry], others)[heard.entry]
    if row is not None:
        known = {**here.compared.near, heard.entry: near}
        return with_novelty(here.base, here.heard, known, here.limit), row, near
    verdict = beside(here.reader, here.fit, [heard], now)
    return with_novelty(verdict, [heard], {heard.entry: near}, here.limit), 0, near


def beside(mine: Reader, fit: Fit, heard: Sequence[Heard], now: datetime) -> Judgement:
    """A verdict on any entries that are there, one row each."""
    facts = candidates.facts(one.entry for one in heard)
    held = candidates.profiles(one.entry for one in heard)
    entries = _entries(mine, heard, [facts[one.entry] for one in heard], held.matrix, now)
    return fit.judge(entries, dict(mine.weights))


def _gathered(
    before: Desk | None, fit: Fit, heard: Sequence[Heard], edited: Collection[int], told: int
) -> tuple[Sequence[Heard], Sequence[Facts], Matrix, Ints | None]:
    """Entries with facts and features, but for those that are gone; what is at hand is kept.

    And where each stood before, None where all stand as they did.
    """
    there = {} if before is None else before.rows
    places = [-1 if one.entry in edited else there.get(one.entry, -1) for one in heard]
    if before and places == list(range(len(before.heard))):
        facts = _with_stories(before, range(len(heard)), told)
        return before.heard, facts, before.base.entries.matrix, None
    new = _read([one.entry for one, place in zip(heard, places, strict=True) if place < 0])
    kept = [
        (one, place)
        for one, place in zip(heard, places, strict=True)
        if place >= 0 or one.entry in new[1].rows
    ]
    rows = np.array([place for _, place in kept], dtype=np.int64)
    old = iter(_with_stories(before, rows[rows >= 0].tolist(), told) if before else ())
    facts = [next(old) if place >= 0 else new[0][one.entry] for one, place in kept]
    first = len(before.heard) if before else 0
    taken = [place if place >= 0 else first + new[1].rows[one.entry] for one, place in kept]
    held = before.base.entries.matrix if before else Matrix.of([])
    both = fit.space.joined(held, new[1].matrix)
    return [one for one, _ in kept], facts, fit.space.some(both, np.array(taken, np.int64)), rows


def _read(entries: Sequence[int]) -> tuple[Mapping[int, Facts], Held]:
    facts = candidates.facts(entries)
    return facts, candidates.profiles(entry for entry in entries if entry in facts)


def _with_stories(before: Desk, rows: Iterable[int], told: int) -> Sequence[Facts]:
    """The facts of some rows as they were, but for stories, which are found a little later."""
    facts = [before.facts[row] for row in rows]
    if told == before.learned.told:
        return facts
    numbers = [before.heard[row].entry for row in rows]
    stories = candidates.stories(numbers)
    return [
        one if stories.get(entry, one.story) == one.story else replace(one, story=stories[entry])
        for entry, one in zip(numbers, facts, strict=True)
    ]


def _entries(
    mine: Reader, heard: Sequence[Heard], facts: Sequence[Facts], matrix: Matrix, now: datetime
) -> Entries:
    voices, voice = np.unique(
        np.array([one.voice for one in heard], dtype=np.int64), return_inverse=True
    )
    speakers = [mine.voices[one] for one in voices.tolist()]
    pace = np.array([one.pace for one in speakers], dtype=np.float32)[voice]
    words = np.array([one.words for one in facts], dtype=np.int64)
    at = np.array([one.at.timestamp() for one in facts], dtype=np.float64)
    return Entries.of(
        matrix,
        age=(now.timestamp() - at) / DAY,
        half_life=_half_lives(pace, words),
        trust=np.array([one.trust for one in speakers], dtype=np.float32)[voice],
        pace=pace,
    )


def _half_lives(pace: Floats, words: Ints) -> Floats:
    """Days after which entries are worth half: news, posts, and what lasts."""
    found = np.where(pace >= NEWS_PACE, NEWS, POSTS)
    return np.where(words >= LASTING, PAPERS, found)


def forget() -> None:
    """Forget every verdict, for tests."""
    with _lock:
        _kept.clear()
