"""Profiles fitted to what a reader said and did."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kith.core.judgement.entries import Entries
from kith.core.judgement.features import Features
from kith.core.judgement.matrix import Matrix
from kith.core.judgement.profile import Interest, Profile, gain, profile
from kith.core.judgement.score import judge
from kith.core.judgement.space import Space
from kith.queries.judging import candidates
from kith.queries.judging.reader import Act, Reader

BACKGROUND = 1_000  # unread entries against which it is seen what an act was about
DAY = 86400.0

Made = tuple[Interest, tuple[Act, ...]]  # what a profile is made of


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Profiles that were fitted to what a reader said and did."""

    of: tuple[object, ...]
    day: date
    space: Space
    profiles: Sequence[Profile]
    wishes: Sequence[int | None]  # the number of each profile's interest
    pieces: Sequence[Sequence[int]]  # for each profile, the entries that were acted on
    made: Mapping[Made, Profile]  # the profiles again
    asked: Mapping[Interest, Profile]  # of nothing but what was said
    acted: Mapping[int, Features]  # what was acted on

    def without(self, edited: Collection[int]) -> "Fit":
        """But for some entries, which say something else by now."""
        if not any(entry in self.acted for entry in edited):
            return self
        acted = {entry: one for entry, one in self.acted.items() if entry not in edited}
        return replace(self, of=(), made={}, acted=acted)


def fitted(
    mine: Reader, space: Space, background: Matrix, now: datetime, before: Fit | None
) -> Fit:
    """A profile for each interest, and one for what was done beside all interests.

    Of a fit `before` in the same space that stays which is made of the same; acts are weighed anew
    every day.
    """
    if before is not None and (before.space is not space or before.day != now.date()):
        before = None
    if before is not None and before.of == mine.fit:
        return before
    known = _acted(mine, before)
    acts = [act for act in mine.acts if act.entry in known]
    asked = _asked(mine, space, before)
    about = _about(mine, asked, Matrix.of(known[act.entry] for act in acts), background, space)
    groups = []
    for place, (wish, interest) in enumerate([*mine.wishes, (None, Interest(""))]):
        done = tuple(act for act, found in zip(acts, about, strict=True) if found == place)
        if wish is not None or not mine.wishes or any(_gain(act, now) > 0 for act in done):
            groups.append((wish, (interest, done)))
    there = before.made if before else {}
    made = {key: there.get(key) or _profile(space, key, known, now) for _, key in groups}
    return Fit(
        of=mine.fit,
        day=now.date(),
        space=space,
        profiles=[made[key] for _, key in groups],
        wishes=[wish for wish, _ in groups],
        pieces=[[act.entry for act in done] for _, (_, done) in groups],
        made=made,
        asked=asked,
        acted=known,
    )


def _gain(act: Act, now: datetime) -> float:
    return gain(act.acts, (now - act.at).total_seconds() / DAY)


def _profile(space: Space, key: Made, known: Mapping[int, Features], now: datetime) -> Profile:
    interest, acts = key
    matrix = Matrix.of(known[act.entry] for act in acts)
    return profile(space, interest, matrix, [_gain(act, now) for act in acts])


def _acted(mine: Reader, before: Fit | None) -> dict[int, Features]:
    """What was acted on; what is at hand is not read again."""
    acted = [act.entry for act in mine.acts]
    there = {entry: before.acted[entry] for entry in acted if before and entry in before.acted}
    new = candidates.known(entry for entry in acted if entry not in there)
    return there | {entry: features for entry, (_, features) in new.items()}


def _asked(mine: Reader, space: Space, before: Fit | None) -> dict[Interest, Profile]:
    """The profile of each interest that nothing was done about."""
    interests = [replace(interest, weight=1.0) for _, interest in mine.wishes]
    there = before.asked if before else {}
    return {one: there.get(one) or profile(space, one) for one in interests}


def _about(
    mine: Reader,
    asked: Mapping[Interest, Profile],
    acted: Matrix,
    background: Matrix,
    space: Space,
) -> Sequence[int]:
    """The place of the interest that each act was about; one beyond the last for none of them."""
    none = len(mine.wishes)
    if not none or not len(acted):
        return [none] * len(acted)
    some = background.take(range(min(len(background), BACKGROUND)))
    profiles = [asked[replace(interest, weight=1.0)] for _, interest in mine.wishes]
    verdict = judge(space, profiles, Entries.of(acted.joined(some)))
    found = zip(verdict.interest, verdict.score, strict=True)
    return [int(place) if score > 0 else none for place, score in found][: len(acted)]
