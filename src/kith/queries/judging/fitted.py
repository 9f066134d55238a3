"""Profiles fitted to what a reader said and did."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from kith.core.judgement.entries import Entries
from kith.core.judgement.features import Features
from kith.core.judgement.matrix import Ints, Matrix
from kith.core.judgement.profile import Interest, Profile, gain, profile
from kith.core.judgement.score import Judgement, judge
from kith.core.judgement.space import Space, space_of
from kith.db.models import User
from kith.queries.judging import candidates, spaces
from kith.queries.judging.reader import Act, Reader

READERS = 4  # whose profiles are kept
ENOUGH = 100  # entries heard before today, to measure others against
DAY = 86400.0

Made = tuple[Interest, tuple[Act, ...]]  # what a profile is made of


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """What an account heard before today: against it others are measured, all day long.

    So what an entry is about is the same whenever and wherever it is asked.
    """

    day: date
    counted: spaces.Counted | None
    entries: tuple[int, ...]
    space: Space
    judged: Entries


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Profiles that were fitted to what a reader said and did."""

    of: tuple[object, ...]
    background: Background
    profiles: Sequence[Profile]
    wishes: Sequence[int | None]  # the number of each profile's interest
    pieces: Sequence[Sequence[int]]  # for each profile, the entries that were acted on
    made: Mapping[Made, Profile]  # the profiles again
    acted: Mapping[int, Features]  # what was acted on
    about: Mapping[int, int]  # the place of the interest that each of these is about
    asked: Judgement  # of the background, by nothing but what was said
    usual: Judgement  # of the background, by the profiles
    learned: spaces.Worked = spaces.NOTHING  # how far the worker had come
    told: dict[int, int | None] = field(default_factory=dict)  # what entries are about

    @property
    def space(self) -> Space:
        """In which the profiles are."""
        return self.background.space

    def without(self, edited: Collection[int]) -> "Fit":
        """But for some entries, which say something else by now."""
        if not any(entry in self.acted or entry in self.told for entry in edited):
            return self
        acted = {entry: one for entry, one in self.acted.items() if entry not in edited}
        about = {entry: place for entry, place in self.about.items() if entry not in edited}
        return replace(self, of=(), made={}, acted=acted, about=about, told={})

    def judge(
        self,
        entries: Entries,
        weights: Mapping[str, float],
        before: Judgement | None = None,
        rows: Ints | None = None,
    ) -> Judgement:
        """Score entries, measured against the background; see core.judgement.score.judge."""
        usual = self.usual if len(self.usual.entries) else None
        return judge(
            self.space, self.profiles, entries, weights, usual=usual, before=before, rows=rows
        )


_kept: OrderedDict[int, Fit] = OrderedDict()
_lock = threading.Lock()


def fit(user: User, mine: Reader, now: datetime) -> Fit:
    """The profiles of an account, kept between its questions."""
    learned = spaces.worked()
    with _lock:
        before = _kept.get(user.pk)
    if before is not None:
        before = before.without(spaces.edited(before.learned, learned))
    found = fitted(user, mine, now, before)
    if found.learned != learned:
        found = replace(found, learned=learned)
    with _lock:
        _kept[user.pk] = found
        _kept.move_to_end(user.pk)
        while len(_kept) > READERS:
            _kept.popitem(last=False)
    return found


def fitted(user: User, mine: Reader, now: datetime, before: Fit | None) -> Fit:
    """A profile for each interest, and one for what was done beside all interests.

    Of a fit `before` against the same background that stays which is made of the same; acts are
    weighed anew every day.
    """
    background = _background(user, now, before.background if before else None)
    same = before if before and before.background is background else None
    if same and same.of == mine.fit:
        return same
    known = _acted(mine, before)
    acts = [act for act in mine.acts if act.entry in known]
    asked, about = _about(mine, background, known, same)
    groups = []
    for place, (wish, interest) in enumerate([*mine.wishes, (None, Interest(""))]):
        done = tuple(act for act in acts if about[act.entry] == place)
        if wish is not None or not mine.wishes or any(_gain(act, now) > 0 for act in done):
            groups.append((wish, (interest, done)))
    there = same.made if same else {}
    space = background.space
    made = {key: there.get(key) or _profile(space, key, known, now) for _, key in groups}
    profiles = [made[key] for _, key in groups]
    return Fit(
        of=mine.fit,
        background=background,
        profiles=profiles,
        wishes=[wish for wish, _ in groups],
        pieces=[[act.entry for act in done] for _, (_, done) in groups],
        made=made,
        acted=known,
        about=about,
        asked=asked,
        usual=judge(space, profiles, background.judged, before=same.usual if same else None),
    )


def _background(user: User, now: datetime, before: Background | None) -> Background:
    """Of before today; where that is little, of today too."""
    counted, day = spaces.counted(), now.astimezone(UTC).date()
    if before and (before.day != day or before.counted != counted):
        before = None
    if before and len(before.entries) >= ENOUGH:
        return before
    entries = _heard_before(user, datetime.combine(day, time(), UTC), now)
    if before and before.entries == entries:
        return before
    matrix = candidates.profiles(entries).matrix
    space = counted.space if counted else space_of(matrix)
    return Background(day, counted, entries, space, Entries.of(matrix))


def _heard_before(user: User, morning: datetime, now: datetime) -> tuple[int, ...]:
    """The newest entries of before today; where they are few, of today too."""
    lately = candidates.lately(user, now)
    if sum(at < morning for _, at in lately) >= ENOUGH:
        lately = candidates.lately(user, morning)
    return tuple(entry for entry, _ in lately)


def _gain(act: Act, now: datetime) -> float:
    return gain(act.acts, (now - act.at).total_seconds() / DAY)


def _profile(space: Space, key: Made, known: Mapping[int, Features], now: datetime) -> Profile:
    interest, acts = key
    matrix = Matrix.of(known[act.entry] for act in acts)
    return profile(space, interest, matrix, [_gain(act, now) for act in acts])


def _acted(mine: Reader, before: Fit | None) -> dict[int, Features]:
    """What was acted on; what is at hand is not read again."""
    there = before.acted if before else {}
    new = candidates.profiles(act.entry for act in mine.acts if act.entry not in there)
    found = {act.entry: there.get(act.entry) or new.get(act.entry) for act in mine.acts}
    return {entry: features for entry, features in found.items() if features}


def _about(
    mine: Reader, background: Background, known: Mapping[int, Features], before: Fit | None
) -> tuple[Judgement, dict[int, int]]:
    """The verdict by what was said alone, and for each act the place of the interest that it was
    about; one beyond the last for none of them.
    """
    said = [replace(interest, weight=1.0) for _, interest in mine.wishes]
    asked = before.asked if before else None
    there = {one.interest: one for one in asked.profiles} if asked else {}
    space = background.space
    profiles = [there.get(one) or profile(space, one) for one in said]
    if asked is None or list(asked.profiles) != profiles:
        asked, before = judge(space, profiles, background.judged, before=asked), None
    about = before.about if before else {}
    new = [entry for entry in known if entry not in about]
    return asked, {**about, **_nearest_wish(asked, new, known)}


def _nearest_wish(
    asked: Judgement, new: Sequence[int], known: Mapping[int, Features]
) -> dict[int, int]:
    none = len(asked.profiles)
    if not none or not new:
        return dict.fromkeys(new, none)
    usual = asked if len(asked.entries) else None
    acted = Entries.of(Matrix.of(known[entry] for entry in new))
    verdict = judge(asked.space, asked.profiles, acted, usual=usual)
    found = zip(new, verdict.interest.tolist(), verdict.score.tolist(), strict=True)
    return {entry: place if score > 0 else none for entry, place, score in found}


def forget() -> None:
    """Forget all profiles, for tests."""
    with _lock:
        _kept.clear()
