"""The verdict on an account's unread entries, kept between its questions.

Of the readers who asked last, a few verdicts are kept in this process: arrays of some megabytes.
What a reader does, says or sets makes a verdict anew, and so do new entries and time. Nothing is
written.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import overload

from kith.core.judgement.entries import NEWS, PAPERS, POSTS, Entries
from kith.core.judgement.features import Features
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.novelty import THRESHOLD
from kith.core.judgement.score import Judgement, judge
from kith.core.judgement.space import space_of
from kith.db.models import User
from kith.queries.judging import candidates, spaces
from kith.queries.judging.before import NEVER, Compared, Near, compared, nearest_read, with_novelty
from kith.queries.judging.candidates import Facts, Heard
from kith.queries.judging.fitted import DAY, Fit, fitted
from kith.queries.judging.reader import Reader, Speaker, reader

READERS = 4  # whose verdicts are kept
STALE = timedelta(minutes=10)  # after which everything is a little older
COMPARED = 1_000  # of the best by all else, with what was read
SPARE = 200  # that are judged too: they come up as others are read
BESIDE = 300  # and what an entry is about that was not judged
NEWS_PACE = 90.0  # entries a month from which on a publication brings news
LASTING = 4_000  # words from which on a text is no passing one


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """A verdict, with all that it was reached from."""

    reader: Reader
    counted: spaces.Counted | None
    made_at: datetime
    heard: Sequence[Heard]
    facts: Sequence[Facts]
    features: Sequence[Features]
    rows: Mapping[int, int]  # the row of each entry
    fit: Fit
    base: Judgement  # before it was compared with what was read
    verdict: Judgement
    learned: spaces.Worked
    compared: Compared  # the best, with what was read
    settled: bool  # whether the verdict takes that into account

    def speaker(self, row: int) -> Speaker:
        """Whose entry it is."""
        return self.reader.voices[self.heard[row].voice]


_kept: OrderedDict[int, Desk] = OrderedDict()
_lock = threading.Lock()


def desk(user: User, now: datetime) -> tuple[Desk, Sequence[int]]:
    """The verdict for an account, and the rows of it that are unread still."""
    heard = candidates.candidates(user)
    mine, counted, learned = reader(user, now), spaces.counted(), spaces.worked()
    with _lock:
        found = _kept.get(user.pk)
    edited = spaces.edited(found.learned, learned) if found else frozenset[int]()
    if found is None or edited & found.rows.keys() or not _holds(found, mine, heard, counted, now):
        heard_too = candidates.candidates(user, SPARE)
        found = _judged(found, mine, heard_too, counted, learned, edited, now)
    if not found.settled or found.compared.covers != mine.read.keys():
        found = _compared(found, mine)
    with _lock:
        _kept[user.pk] = found
        _kept.move_to_end(user.pk)
        while len(_kept) > READERS:
            _kept.popitem(last=False)
    return found, [found.rows[one.entry] for one in heard if one.entry in found.rows]


def _holds(
    before: Desk,
    mine: Reader,
    heard: Iterable[Heard],
    counted: spaces.Counted | None,
    now: datetime,
) -> bool:
    """Whether a verdict is still the one that would be reached, but for what was read since."""
    return (
        before.reader == mine
        and before.counted == counted
        and abs(now - before.made_at) < STALE
        and all(one.entry in before.rows for one in heard)
    )


def _judged(
    before: Desk | None,
    mine: Reader,
    heard: Sequence[Heard],
    counted: spaces.Counted | None,
    learned: spaces.Worked,
    edited: Collection[int],
    now: datetime,
) -> Desk:
    """The verdict, not yet compared with what was read."""
    heard, facts, features = _gathered(before, heard, edited, learned.told)
    matrix = Matrix.of(features)
    space = counted.space if counted else space_of(matrix)
    same = before if before and before.counted and before.counted == counted else None
    fit = fitted(mine, space, matrix, now, same.fit.without(edited) if same else None)
    base = judge(space, fit.profiles, _entries(mine, heard, facts, matrix, now), dict(mine.weights))
    return Desk(
        reader=mine,
        counted=counted,
        made_at=now,
        heard=heard,
        facts=facts,
        features=Views(matrix),
        rows={one.entry: row for row, one in enumerate(heard)},
        fit=fit,
        base=base,
        verdict=base,
        learned=learned,
        compared=same.compared.without(edited) if same else NEVER,
        settled=False,
    )


def _compared(found: Desk, mine: Reader) -> Desk:
    """The verdict, with what was read before lowered."""
    best = [found.heard[row].entry for row in found.base.order()[:COMPARED].tolist()]
    base = found.counted.threshold if found.counted else THRESHOLD
    told = compared(found.compared, found.base.space, base, best, mine.read)
    return replace(
        found,
        reader=mine,
        compared=told,
        settled=True,
        verdict=with_novelty(found.base, found.heard, told.near),
    )


def but_for(here: Desk, entry: int, now: datetime) -> Desk:
    """As if nothing had been done with an entry: no piece is a reason for itself."""
    acts = tuple(act for act in here.reader.acts if act.entry != entry)
    if len(acts) == len(here.reader.acts):
        return here
    mine, entries = replace(here.reader, acts=acts), here.base.entries
    fit = fitted(mine, here.base.space, entries.matrix, now, here.fit)
    base = judge(here.base.space, fit.profiles, entries, dict(mine.weights))
    verdict = with_novelty(base, here.heard, here.compared.near)
    return replace(here, reader=mine, fit=fit, base=base, verdict=verdict)


def alone(here: Desk, heard: Heard, now: datetime) -> tuple[Judgement, int, Near]:
    """A verdict that holds this entry, its row, and what was read and is nearest to it."""
    near = here.compared.near.get(heard.entry)
    row = here.rows.get(heard.entry)
    if near is not None and row is not None:
        return here.verdict, row, near
    base = here.counted.threshold if here.counted else THRESHOLD
    others = [one for one in here.reader.read if one != heard.entry]
    near = nearest_read(here.base.space, [heard.entry], others, base)[heard.entry]
    if row is not None:
        known = {**here.compared.near, heard.entry: near}
        return with_novelty(here.base, here.heard, known), row, near
    return with_novelty(beside(here, [heard], now), [heard], {heard.entry: near}), 0, near


def beside(here: Desk, heard: Sequence[Heard], now: datetime) -> Judgement:
    """A verdict on entries that were not judged, beside some that were; theirs are the first rows.

    What compares is measured against what is usual, so it takes others to compare with.
    """
    known = candidates.known(one.entry for one in heard)
    some = range(min(len(here.heard), BESIDE))
    all_heard = [*heard, *(here.heard[row] for row in some)]
    facts = [*(known[one.entry][0] for one in heard), *(here.facts[row] for row in some)]
    rows = [*(known[one.entry][1] for one in heard), *(here.features[row] for row in some)]
    entries = _entries(here.reader, all_heard, facts, Matrix.of(rows), now)
    return judge(here.base.space, here.fit.profiles, entries, dict(here.reader.weights))


def _gathered(
    before: Desk | None, heard: Sequence[Heard], edited: Collection[int], told: int
) -> tuple[list[Heard], list[Facts], list[Features]]:
    """Entries with facts and features, but for those that are gone; what is at hand is kept."""
    there: dict[int, tuple[Facts, Features]] = {}
    if before is not None:
        there = _at_hand(before, [one.entry for one in heard if one.entry not in edited], told)
    there |= candidates.known(one.entry for one in heard if one.entry not in there)
    kept = [one for one in heard if one.entry in there]
    facts, features = zip(*(there[one.entry] for one in kept), strict=True) if kept else ((), ())
    return kept, list(facts), list(features)


def _at_hand(before: Desk, entries: Iterable[int], told: int) -> dict[int, tuple[Facts, Features]]:
    """Entries as they were, but for stories, which are found a little later than they."""
    rows = {entry: before.rows[entry] for entry in entries if entry in before.rows}
    there = {entry: (before.facts[row], before.features[row]) for entry, row in rows.items()}
    stories = candidates.stories(there) if told != before.learned.told else {}
    for entry, story in stories.items():
        facts, features = there[entry]
        if facts.story != story:
            there[entry] = replace(facts, story=story), features
    return there


class Views(Sequence[Features]):
    """The features of each row of a matrix, without a copy."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix

    def __len__(self) -> int:
        return len(self._matrix)

    @overload
    def __getitem__(self, row: int) -> Features: ...
    @overload
    def __getitem__(self, row: slice) -> list[Features]: ...
    def __getitem__(self, row: int | slice) -> Features | list[Features]:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        words, grams = self._matrix.words, self._matrix.grams
        return Features(
            words.numbers[words.starts[row] : words.starts[row + 1]],
            grams.numbers[grams.starts[row] : grams.starts[row + 1]],
        )


def _entries(
    mine: Reader, heard: Sequence[Heard], facts: Sequence[Facts], matrix: Matrix, now: datetime
) -> Entries:
    speakers = [mine.voices[one.voice] for one in heard]
    return Entries.of(
        matrix,
        age=[(now - one.at).total_seconds() / DAY for one in facts],
        half_life=[half_life(who, one) for who, one in zip(speakers, facts, strict=True)],
        trust=[who.trust for who in speakers],
        pace=[who.pace for who in speakers],
    )


def half_life(who: Speaker, facts: Facts) -> float:
    """Days after which an entry is worth half: news, posts, and what lasts."""
    if who.pace >= NEWS_PACE and facts.words < LASTING:
        return NEWS
    return PAPERS if facts.words >= LASTING else POSTS


def forget() -> None:
    """Forget every verdict, for tests."""
    with _lock:
        _kept.clear()
