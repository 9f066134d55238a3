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

import numpy as np

from kith.core.judgement.entries import NEWS, PAPERS, POSTS, Entries
from kith.core.judgement.features import Features
from kith.core.judgement.matrix import Floats, Matrix
from kith.core.judgement.novelty import THRESHOLD, squash, thresholds
from kith.core.judgement.profile import Interest, Profile, gain, profile
from kith.core.judgement.score import DIGITS, Judgement, judge
from kith.core.judgement.signals import novelty
from kith.core.judgement.similarity import Index, nearest
from kith.core.judgement.space import Space, space_of
from kith.db.models import User
from kith.queries.judging import candidates, spaces
from kith.queries.judging.candidates import Facts, Heard
from kith.queries.judging.reader import Reader, Speaker, reader

READERS = 4  # whose verdicts are kept
STALE = timedelta(minutes=10)  # after which everything is a little older
COMPARED = 1_000  # of the best by all else, with what was read
BACKGROUND = 1_000  # unread entries against which it is seen what an act was about
BESIDE = 300  # and what an entry is about that was not judged
NEWS_PACE = 90.0  # entries a month from which on a publication brings news
LASTING = 4_000  # words from which on a text is no passing one
DAY = 86400.0


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Profiles that were fitted to what a reader said and did."""

    of: tuple[object, ...]
    profiles: Sequence[Profile]
    wishes: Sequence[int | None]  # the number of each profile's interest
    pieces: Sequence[Sequence[int]]  # for each profile, the entries that were acted on


@dataclass(frozen=True, slots=True)
class Near:
    """What was read and is nearest to an entry."""

    likeness: float
    read: int  # its number, 0 where nothing is like it
    threshold: float  # from which likeness on the entry says the same


NOTHING = Near(0.0, 0, THRESHOLD)


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
    near: Mapping[int, Near]  # by entry, of the best
    covers: frozenset[int]  # what was read that they were compared with
    compared: bool  # whether the verdict takes it into account

    def speaker(self, row: int) -> Speaker:
        """Whose entry it is."""
        return self.reader.voices[self.heard[row].voice]


_kept: OrderedDict[int, Desk] = OrderedDict()
_lock = threading.Lock()


def desk(user: User, now: datetime) -> tuple[Desk, Sequence[int]]:
    """The verdict for an account, and the rows of it that are unread still."""
    heard = candidates.candidates(user)
    mine, counted = reader(user, now), spaces.counted()
    with _lock:
        found = _kept.get(user.pk)
    if found is None or not _holds(found, mine, heard, counted, now):
        found = _judged(found, mine, heard, counted, now)
    if not found.compared or found.covers != mine.read.keys():
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
    now: datetime,
) -> Desk:
    """The verdict, not yet compared with what was read."""
    there = _features(before, heard)
    heard = [one for one in heard if one.entry in there]
    matrix = Matrix.of(there[one.entry][1] for one in heard)
    space = counted.space if counted else space_of(matrix)
    same = before is not None and before.counted is not None and before.counted == counted
    if before is not None and same and before.fit.of == mine.fit and _same_day(before, now):
        fit = before.fit
    else:
        fit = fitted(mine, space, matrix, now)
    facts = [there[one.entry][0] for one in heard]
    entries = _entries(mine, heard, facts, matrix, now)
    base = judge(space, fit.profiles, entries, dict(mine.weights))
    return Desk(
        reader=mine,
        counted=counted,
        made_at=now,
        heard=heard,
        facts=facts,
        features=_views(matrix),
        rows={one.entry: row for row, one in enumerate(heard)},
        fit=fit,
        base=base,
        verdict=base,
        near=before.near if before and same else {},
        covers=before.covers if before and same else frozenset(),
        compared=False,
    )


def _compared(found: Desk, mine: Reader) -> Desk:
    """The verdict, with what was read before lowered."""
    best = [found.heard[row].entry for row in found.base.order()[:COMPARED]]
    near = _near(found, best, mine.read)
    return replace(
        found,
        reader=mine,
        near=near,
        covers=frozenset(mine.read),
        compared=True,
        verdict=_with_novelty(found.base, found.heard, near),
    )


def alone(here: Desk, heard: Heard, now: datetime) -> tuple[Judgement, int, Near]:
    """A verdict that holds this entry, its row, and what was read and is nearest to it."""
    near = here.near.get(heard.entry)
    row = here.rows.get(heard.entry)
    if near is not None and row is not None:
        return here.verdict, row, near
    base = here.counted.threshold if here.counted else THRESHOLD
    others = [one for one in here.reader.read if one != heard.entry]
    near = nearest_read(here.base.space, [heard.entry], others, base)[heard.entry]
    if row is not None:
        known = {**here.near, heard.entry: near}
        return _with_novelty(here.base, here.heard, known), row, near
    return _with_novelty(beside(here, [heard], now), [heard], {heard.entry: near}), 0, near


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


def _same_day(before: Desk, now: datetime) -> bool:
    return before.made_at.date() == now.date()


def _features(before: Desk | None, heard: Sequence[Heard]) -> Mapping[int, tuple[Facts, Features]]:
    """Facts and features of all of them; those that are at hand are not read again."""
    if before is None:
        return candidates.known(one.entry for one in heard)
    at_hand = [one.entry for one in heard if one.entry in before.rows]
    stories = candidates.stories(at_hand)
    there = {entry: _again(before, entry, stories) for entry in at_hand}
    return there | candidates.known(one.entry for one in heard if one.entry not in there)


def _again(before: Desk, entry: int, stories: Mapping[int, int]) -> tuple[Facts, Features]:
    """An entry as it was, but for its story, which is found a little later than it."""
    row = before.rows[entry]
    facts = before.facts[row]
    story = stories.get(entry, facts.story)
    return facts if story == facts.story else replace(facts, story=story), before.features[row]


def _views(matrix: Matrix) -> list[Features]:
    """The features of each row, without a copy."""
    words, grams = matrix.words, matrix.grams
    return [
        Features(
            words.numbers[words.starts[row] : words.starts[row + 1]],
            grams.numbers[grams.starts[row] : grams.starts[row + 1]],
        )
        for row in range(len(matrix))
    ]


def fitted(mine: Reader, space: Space, background: Matrix, now: datetime) -> Fit:
    """A profile for each interest, and one for what was done beside all interests."""
    known = candidates.known(act.entry for act in mine.acts)
    acts = [act for act in mine.acts if act.entry in known]
    matrix = Matrix.of(known[act.entry][1] for act in acts)
    gains = [gain(act.acts, (now - act.at).total_seconds() / DAY) for act in acts]
    about = _about(mine, space, matrix, background)
    profiles: list[Profile] = []
    wishes: list[int | None] = []
    pieces: list[list[int]] = []
    for place, (wish, interest) in enumerate([*mine.wishes, (None, Interest(""))]):
        rows = [row for row, found in enumerate(about) if found == place]
        if wish is None and mine.wishes and not any(gains[row] > 0 for row in rows):
            continue
        profiles.append(profile(space, interest, matrix.take(rows), [gains[row] for row in rows]))
        wishes.append(wish)
        pieces.append([acts[row].entry for row in rows])
    return Fit(mine.fit, profiles, wishes, pieces)


def _about(mine: Reader, space: Space, acted: Matrix, background: Matrix) -> Sequence[int]:
    """The place of the interest that each act was about; one beyond the last for none of them."""
    none = len(mine.wishes)
    if not none or not len(acted):
        return [none] * len(acted)
    some = background.take(range(min(len(background), BACKGROUND)))
    asked = [profile(space, replace(interest, weight=1.0)) for _, interest in mine.wishes]
    verdict = judge(space, asked, Entries.of(acted.joined(some)))
    found = zip(verdict.interest, verdict.score, strict=True)
    return [int(place) if score > 0 else none for place, score in found][: len(acted)]


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


def _near(found: Desk, entries: Sequence[int], read: Collection[int]) -> dict[int, Near]:
    """What was read and is nearest to each of these entries.

    Only what is new is compared: entries that were not among the best, and what was read since.
    """
    near = {
        entry: known
        for entry in entries
        if (known := found.near.get(entry)) and (known.read in read or not known.read)
    }
    fresh = [entry for entry in entries if entry not in near]
    since = [entry for entry in read if entry not in found.covers]
    base = found.counted.threshold if found.counted else THRESHOLD
    later = nearest_read(found.base.space, list(near), since, base)
    for entry, other in later.items():
        near[entry] = max(near[entry], other, key=lambda one: one.likeness)
    return near | nearest_read(found.base.space, fresh, list(read), base)


def nearest_read(
    space: Space, entries: Sequence[int], read: Sequence[int], base: float
) -> dict[int, Near]:
    """What of `read` is nearest to each entry, by the whole texts."""
    if not entries or not read:
        return dict.fromkeys(entries, NOTHING)
    texts = candidates.whole({*entries, *read})
    rows, others = ([one for one in some if one in texts] for some in (entries, read))
    matrix = Matrix.of(texts[one] for one in rows)
    closest = nearest(matrix, Index.of(space, Matrix.of(texts[one] for one in others)))
    found = dict.fromkeys(entries, NOTHING)
    told = zip(
        rows, closest.places[:, 0], closest.likeness[:, 0], thresholds(matrix, base), strict=True
    )
    for entry, place, likeness, threshold in told:
        if place >= 0:
            found[entry] = Near(float(likeness), others[place], float(threshold))
    return found


def _with_novelty(
    verdict: Judgement, heard: Sequence[Heard], near: Mapping[int, Near]
) -> Judgement:
    """The verdict, with what was read before lowered."""
    weight = verdict.weights[novelty.SIGNAL.name]
    found = [near.get(one.entry) for one in heard]
    redundancy = np.zeros(len(verdict.value), dtype=np.float32)
    redundancy[: len(found)] = [redundancy_of(one) if one and one.read else 0.0 for one in found]
    entries = replace(verdict.entries, redundancy=redundancy)
    if not weight or not len(heard):
        return replace(verdict, entries=entries)
    part: Floats = np.float32(weight) * np.log(novelty.SIGNAL.factor(entries))
    value = np.round(verdict.value * np.exp(part), DIGITS)
    parts = {**verdict.parts, novelty.SIGNAL.name: part}
    return replace(verdict, entries=entries, value=value, parts=parts)


def redundancy_of(near: Near) -> float:
    """How much of an entry was read before, 0 to 1."""
    return float(squash(np.array([near.likeness], dtype=np.float32), near.threshold)[0])


def forget() -> None:
    """Forget every verdict, for tests."""
    with _lock:
        _kept.clear()
