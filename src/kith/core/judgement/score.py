"""What each entry is worth to this reader, and why.

score = sum over the signals that compare, weight x ramp(k) x z(measure), plus ln(weight of the
interest); an entry has the score of its best interest;
value = sigmoid(score) x product over the signals that scale, factor^weight.
Both are rounded to six digits before anything is compared, so that order never hangs on the
machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kith.core.judgement.entries import Entries
from kith.core.judgement.matrix import Floats, Ints
from kith.core.judgement.profile import Profile
from kith.core.judgement.signals import DEFAULTS, SIGNALS, Asked, Compares, Scales, Signal
from kith.core.judgement.similarity import Index, nearest
from kith.core.judgement.space import Space

DIGITS = 6
LATE = 2000  # the best by the other signals, for which the dear signals are measured too
WEIGHT = "weight"  # the part of an interest's own weight


@dataclass(frozen=True, slots=True)
class Part:
    """One signal's part in a score: above 0 it raised the entry, below 0 it lowered it."""

    signal: str
    label: str
    part: float


@dataclass(frozen=True, slots=True)
class Why:
    """Why an entry stands where it stands."""

    interest: int  # of the profiles that were given, -1 without any
    score: float
    value: float
    place: int  # 1 for the first
    parts: tuple[Part, ...]  # the weightiest first
    nearest: int | None  # the most similar kept entry, as it was numbered in `profile(acted=...)`
    likeness: float  # to it, 0 to 1


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """The verdict on n entries, with all that it was reached from."""

    space: Space
    profiles: Sequence[Profile]
    entries: Entries
    weights: Mapping[str, float]
    value: Floats  # shape (n,), 0 and up; above 1 only for trusted voices
    score: Floats  # shape (n,)
    interest: Ints  # shape (n,), of the profiles; -1 without any
    parts: Mapping[str, Floats]  # signal -> shape (n,), for the entry's best interest

    def order(self) -> Ints:
        """All entries, the most valuable first; of equals the first given."""
        return np.argsort(-self.value, kind="stable")


def judge(
    space: Space,
    profiles: Sequence[Profile],
    entries: Entries,
    weights: Mapping[str, float] = DEFAULTS,
) -> Judgement:
    """Score entries for a reader with these interests. Interests of weight 0 rest."""
    lengths = space.words.norms(entries.matrix.words), space.grams.norms(entries.matrix.grams)
    comparing = [one for one in SIGNALS if isinstance(one, Compares) and _weight(one, weights)]
    awake = [place for place, mine in enumerate(profiles) if mine.interest.weight > 0]
    asked = [Asked(space, profiles[place], entries, lengths) for place in awake]
    parts = [{WEIGHT: _own_weight(one)} for one in asked]
    for signal in comparing:
        if not signal.late:
            _add(parts, signal, asked, [signal.measure(one) for one in asked], weights)
    _add_late(parts, [signal for signal in comparing if signal.late], asked, weights)
    best, own = _best(parts, len(entries))
    interest = np.array([*awake, -1])[best]
    scaling = _scaling(entries, weights)
    score = np.round(_sum(own, len(entries)), DIGITS)
    value = np.round(np.exp(_sum(scaling, len(entries))) / (1 + np.exp(-score)), DIGITS)
    parts_of = {**own, **scaling}
    return Judgement(space, profiles, entries, weights, value, score, interest, parts_of)


def why(judgement: Judgement, row: int) -> Why:
    """Why the entry at `row` stands where it stands."""
    labels = {signal.name: signal.label for signal in SIGNALS}
    parts = [
        Part(name, labels.get(name, name), round(float(values[row]), DIGITS))
        for name, values in judgement.parts.items()
        if values[row]
    ]
    place, likeness = nearest_kept(judgement, row)
    return Why(
        interest=int(judgement.interest[row]),
        score=float(judgement.score[row]),
        value=float(judgement.value[row]),
        place=1 + int(np.flatnonzero(judgement.order() == row)[0]),
        parts=tuple(
            sorted((part for part in parts if part.part), key=lambda part: -abs(part.part))
        ),
        nearest=place,
        likeness=likeness,
    )


def nearest_kept(judgement: Judgement, row: int) -> tuple[int | None, float]:
    """The kept entry most like this one, by number in `profile(acted=...)`, and how like."""
    interest = int(judgement.interest[row])
    if interest < 0 or not len(judgement.profiles[interest].saved):
        return None, 0.0
    mine = judgement.profiles[interest]
    index = Index.of(judgement.space, mine.saved)
    found = nearest(judgement.entries.matrix.take([row]), index)
    place = int(found.places[0, 0])
    return (int(mine.places[place]) if place >= 0 else None), float(found.likeness[0, 0])


def _weight(signal: Signal, weights: Mapping[str, float]) -> float:
    return weights.get(signal.name, signal.weight)


def _own_weight(asked: Asked) -> Floats:
    return np.full(len(asked.entries), np.log(asked.profile.interest.weight), dtype=np.float32)


def _add(
    parts: list[dict[str, Floats]],
    signal: Compares,
    asked: Sequence[Asked],
    measures: Sequence[Floats],
    weights: Mapping[str, float],
) -> None:
    for part, one, z in zip(parts, asked, standardised(measures), strict=True):
        scale = np.float32(_weight(signal, weights) * signal.ramp(one.profile.k))
        part[signal.name] = z * scale


def standardised(measures: Sequence[Floats]) -> list[Floats]:
    """z: each measure less its own mean, in the standard deviations that all measures share.

    They are shared so that an interest about which nothing was said does not make much of little.
    """
    spreads = [float(measure.std()) for measure in measures if len(measure)]
    told = [spread for spread in spreads if spread > 1e-6]
    spread = np.sqrt(np.mean(np.square(told))) if told else np.inf
    return [
        ((one - one.mean()) / spread).astype(np.float32) if len(one) else one for one in measures
    ]


def _add_late(
    parts: list[dict[str, Floats]],
    late: Sequence[Compares],
    asked: Sequence[Asked],
    weights: Mapping[str, float],
) -> None:
    """Dear signals: measured for the best; the rest count as the least of these."""
    for signal in late:
        if not any(signal.ramp(one.profile.k) for one in asked):
            continue
        measures = [
            _measured_late(signal, one, part) for one, part in zip(asked, parts, strict=True)
        ]
        _add(parts, signal, asked, measures, weights)


def _measured_late(signal: Compares, asked: Asked, part: Mapping[str, Floats]) -> Floats:
    if len(asked.entries) <= LATE:
        return signal.measure(asked)
    rows = np.sort(np.argpartition(-_sum(part, len(asked.entries)), LATE)[:LATE])
    few = Entries.of(asked.entries.matrix.take(rows))
    lengths = asked.lengths[0][rows], asked.lengths[1][rows]
    found = signal.measure(Asked(asked.space, asked.profile, few, lengths))
    measured = np.full(len(asked.entries), found.min(), dtype=np.float32)
    measured[rows] = found
    return measured


def _sum(part: Mapping[str, Floats], n: int) -> Floats:
    return np.sum([*part.values()], axis=0, dtype=np.float32) if part else np.zeros(n, np.float32)


def _best(parts: Sequence[Mapping[str, Floats]], n: int) -> tuple[Ints, dict[str, Floats]]:
    """The interest of the highest score for each entry (-1 without any), and its parts."""
    if not parts:
        return np.full(n, -1), {}
    scores = np.round(np.stack([_sum(part, n) for part in parts]), DIGITS)
    best = np.argmax(scores, axis=0)
    names = dict.fromkeys(name for part in parts for name in part)
    return best, {
        name: np.stack([part[name] for part in parts])[best, np.arange(n)] for name in names
    }


def _scaling(entries: Entries, weights: Mapping[str, float]) -> dict[str, Floats]:
    """Each factor's part, in logarithms, so that parts add up."""
    return {
        one.name: np.float32(_weight(one, weights)) * np.log(one.factor(entries))
        for one in SIGNALS
        if isinstance(one, Scales) and _weight(one, weights)
    }
