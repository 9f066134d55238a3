"""What each entry is worth to this reader, and why.

score = sum over the signals that compare, weight x ramp(k) x z(measure), plus ln(weight of the
interest); an entry has the score of its best interest;
value = sigmoid(score / 2) x product over the signals that scale, factor^weight.
Both are rounded to six digits before anything is compared, so that order never hangs on the
machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kith.core.judgement.entries import Entries
from kith.core.judgement.matrix import Flags, Floats, Ints
from kith.core.judgement.profile import NEAREST, Profile
from kith.core.judgement.signals import DEFAULTS, SIGNALS, Asked, Compares, Scales, Signal
from kith.core.judgement.signals.together import Together
from kith.core.judgement.similarity import Nearest, nearest
from kith.core.judgement.space import Space

DIGITS = 6
SLOPE = 2.0  # words and letters measure much the same: what both say is not said twice
LATE = 2000  # entries for which the dear signals are measured: for each interest an equal share,
SHARE = 300  # and no fewer, of the best by the others
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


@dataclass(frozen=True, slots=True)
class Scale:
    """What z is reckoned with: the mean for each interest, and the deviation they share."""

    means: tuple[float, ...]
    spread: float  # infinite where nothing differs


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What a signal measured of n entries, for one profile."""

    values: Floats  # shape (n,)
    there: Flags  # shape (n,), whether it was measured, or counts as the least

    def moved(self, rows: Ints) -> "Measured":
        """Of entries that stood in these rows; -1 for those that did not stand anywhere."""
        return Measured(self.values[rows], self.there[rows] & (rows >= 0))


@dataclass(frozen=True, eq=False)
class Judgement:
    """The verdict on n entries, with all that it was reached from."""

    space: Space
    profiles: Sequence[Profile]
    entries: Entries
    weights: Mapping[str, float]
    value: Floats  # shape (n,), 0 and up; above 1 only for trusted voices
    score: Floats  # shape (n,)
    interest: Ints  # shape (n,), of the profiles; -1 without any
    rival: Floats  # shape (n,), the score of the second-best interest; -inf without any
    parts: Mapping[str, Floats]  # signal -> shape (n,), for the entry's best interest
    scales: Mapping[str, Scale]  # signal -> for all profiles, those that rest too
    measured: Mapping[Profile, Mapping[str, Measured]]  # by signal

    def order(self) -> Ints:
        """All entries, the most valuable first; of equals the first given."""
        return self._order

    @cached_property
    def _order(self) -> Ints:
        # Of numbers that are not below 0 the bits are in order too: the place stands behind them.
        bits = ~self.value.astype(np.float32).view(np.uint32)
        keys = bits.astype(np.uint64) << 32 | np.arange(len(bits), dtype=np.uint64)
        keys.sort()
        return (keys & 0xFFFFFFFF).astype(np.int64)

    @cached_property
    def _pieces(self) -> dict[int, Nearest]:
        return {}  # of the rows that were asked for: several reasons ask for the same

    def pieces(self, row: int) -> Nearest:
        """The kept pieces most like the entry at `row`, one more than count as its neighbours: by
        their place in the `saved` ones of its best interest, of which there has to be one.
        """
        if row not in self._pieces:
            mine = self.profiles[int(self.interest[row])]
            entry = self.space.one(self.entries.matrix, row)
            self._pieces[row] = nearest(entry, mine.index, NEAREST + 1)
        return self._pieces[row]

    def place(self, row: int) -> int:
        """The place of an entry in this order, 1 for the first."""
        value = self.value[row]
        before = (self.value > value).sum() + (self.value[:row] == value).sum()
        return 1 + int(before)


def judge(
    space: Space,
    profiles: Sequence[Profile],
    entries: Entries,
    weights: Mapping[str, float] = DEFAULTS,
    *,
    usual: Judgement | None = None,
    before: Judgement | None = None,
    rows: Ints | None = None,
) -> Judgement:
    """Score entries for a reader with these interests. Interests of weight 0 rest.

    `weights` are the reader's, by signal; a signal that is not in them has its default. z is
    reckoned among the entries, or as it is `usual`: in a verdict on others, with the same space,
    profiles and weights.

    What was measured `before` in the same space, for a profile that is still the same, is not
    measured again; `rows` says where each entry stood then, -1 where it did not, and is left out
    where all stand as they did.
    """
    lengths = space.words.norms(entries.matrix.words), space.grams.norms(entries.matrix.grams)
    awake = [place for place, mine in enumerate(profiles) if mine.interest.weight > 0]
    mine = [profiles[place] for place in awake]
    measured = _known(before, space, mine, rows)
    together = Together([one for one, known in measured.items() if not known], entries.matrix)
    asked = [
        Asked(space, one, entries, lengths, None if measured[one] else together) for one in mine
    ]
    parts = {WEIGHT: _own_weights(mine, len(entries))} if mine else {}
    scales: dict[str, Scale] = {}
    for signal in sorted(comparing(weights), key=lambda one: one.late):
        if any(signal.ramp(one.profile.k) for one in asked):
            measures = _measures(signal, asked, parts, measured)
            scale = usual.scales.get(signal.name) if usual else None
            scale = scale or _for_all(scale_of(measures), awake, len(profiles))
            means = [scale.means[place] for place in awake]
            weight = weight_of(signal, weights) / scale.spread
            factors = [weight * signal.ramp(one.profile.k) for one in asked]
            parts[signal.name] = _parts(measures, means, factors)
            scales[signal.name] = scale
    return _judged(space, profiles, entries, weights, awake, parts, scales, measured)


def _judged(
    space: Space,
    profiles: Sequence[Profile],
    entries: Entries,
    weights: Mapping[str, float],
    awake: Sequence[int],
    parts: Mapping[str, Floats],
    scales: Mapping[str, Scale],
    measured: Mapping[Profile, Mapping[str, Measured]],
) -> Judgement:
    best, rival, own = _best(parts, len(entries))
    scaling = _scaling(entries, weights)
    score = np.round(_sum(own, len(entries)), DIGITS)
    return Judgement(
        space=space,
        profiles=profiles,
        entries=entries,
        weights=weights,
        value=valued(score, _sum(scaling, len(entries))),
        score=score,
        interest=np.array([*awake, -1])[best],
        rival=rival,
        parts={**own, **scaling},
        scales=scales,
        measured=measured,
    )


def _known(
    before: Judgement | None, space: Space, profiles: Sequence[Profile], rows: Ints | None
) -> dict[Profile, dict[str, Measured]]:
    """What was measured of these entries before, as it stands now."""
    if before is None or before.space is not space or (rows is not None and not (rows >= 0).any()):
        return {one: {} for one in profiles}
    there = {one: before.measured.get(one, {}) for one in profiles}
    return {
        one: {name: held if rows is None else held.moved(rows) for name, held in known.items()}
        for one, known in there.items()
    }


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
        place=judgement.place(row),
        parts=tuple(sorted(parts, key=lambda part: -abs(part.part))),
        nearest=place,
        likeness=likeness,
    )


def nearest_kept(judgement: Judgement, row: int) -> tuple[int | None, float]:
    """The kept entry most like this one, by number in `profile(acted=...)`, and how like."""
    interest = int(judgement.interest[row])
    if interest < 0:
        return None, 0.0
    mine, found = judgement.profiles[interest], judgement.pieces(row)
    place = int(found.places[0, 0])
    return (int(mine.places[place]) if place >= 0 else None), float(found.likeness[0, 0])


def comparing(weights: Mapping[str, float]) -> list[Compares]:
    """The signals that compare and are not switched off."""
    return [one for one in SIGNALS if isinstance(one, Compares) and weight_of(one, weights)]


def weight_of(signal: Signal, weights: Mapping[str, float]) -> float:
    """The reader's weight, or the default."""
    return weights.get(signal.name, signal.weight)


def valued(score: Floats, scaling: Floats) -> Floats:
    """sigmoid(score / SLOPE) x exp(scaling), rounded."""
    value = np.exp(scaling) / (1 + np.exp(-score / SLOPE))
    return np.asarray(np.round(value, DIGITS), dtype=np.float32)


def scale_of(measures: Sequence[Floats]) -> Scale:
    """The means, and the deviation that all measures share.

    It is shared so that an interest about which nothing was said does not make much of little.
    """
    spreads = [float(measure.std()) for measure in measures if len(measure)]
    told = [spread for spread in spreads if spread > 1e-6]
    means = tuple(float(one.mean()) if len(one) else 0.0 for one in measures)
    return Scale(means, float(np.sqrt(np.mean(np.square(told)))) if told else float("inf"))


def _for_all(scale: Scale, awake: Sequence[int], n: int) -> Scale:
    means = dict(zip(awake, scale.means, strict=True))
    return Scale(tuple(means.get(place, 0.0) for place in range(n)), scale.spread)


def _own_weights(profiles: Sequence[Profile], n: int) -> Floats:
    weights = np.log(np.array([one.interest.weight for one in profiles])).astype(np.float32)
    return np.broadcast_to(weights[:, np.newaxis], (len(profiles), n))


def _parts(measures: Sequence[Floats], means: Sequence[float], factors: Sequence[float]) -> Floats:
    """A signal's part in the score of each interest, shape (k, n)."""
    found = np.empty((len(measures), len(measures[0])), dtype=np.float32)
    for part, measure, mean, factor in zip(found, measures, means, factors, strict=True):
        np.subtract(measure, mean, out=part)
        part *= factor
    return found


def _measures(
    signal: Compares,
    asked: Sequence[Asked],
    parts: Mapping[str, Floats],
    measured: Mapping[Profile, dict[str, Measured]],
) -> list[Floats]:
    """What a signal measures for each interest; written down in `measured`, too."""
    late = max(LATE // len(asked), SHARE)
    for place, one in enumerate(asked):
        held, part = measured[one.profile], {name: each[place] for name, each in parts.items()}
        held[signal.name] = _measured(signal, one, part, held.get(signal.name), late)
    return [measured[one.profile][signal.name].values for one in asked]


def _measured(
    signal: Compares, asked: Asked, part: Mapping[str, Floats], before: Measured | None, late: int
) -> Measured:
    """A late signal is measured for the best by the others; the rest count as the least."""
    n = len(asked.entries)
    if not signal.late or n <= late:
        return _measured_all(signal, asked, before)
    rows = np.sort(np.argpartition(-_sum(part, n), late)[:late])
    values = np.zeros(late, dtype=np.float32) if before is None else before.values[rows]
    new = np.ones(late, dtype=np.bool_) if before is None else ~before.there[rows]
    if new.any():
        values[new] = signal.measure(_few(asked, rows[new]))
    found = Measured(np.full(n, values.min(), dtype=np.float32), np.zeros(n, dtype=np.bool_))
    found.values[rows], found.there[rows] = values, True
    return found


def _measured_all(signal: Compares, asked: Asked, before: Measured | None) -> Measured:
    n = len(asked.entries)
    if before is None or not before.there.any():
        return Measured(signal.measure(asked), np.ones(n, dtype=np.bool_))
    rows = np.flatnonzero(~before.there)
    if not len(rows):
        return before
    values = before.values.copy()
    values[rows] = signal.measure(_few(asked, rows))
    return Measured(values, np.ones(n, dtype=np.bool_))


def _few(asked: Asked, rows: Ints) -> Asked:
    lengths = asked.lengths[0][rows], asked.lengths[1][rows]
    some = Entries.of(asked.space.some(asked.entries.matrix, rows))
    return Asked(asked.space, asked.profile, some, lengths)


def _sum(part: Mapping[str, Floats], n: int) -> Floats:
    total = np.zeros(n, dtype=np.float32)
    for values in part.values():
        total += values
    return total


def _best(parts: Mapping[str, Floats], n: int) -> tuple[Ints, Floats, dict[str, Floats]]:
    """For each entry the interest of the highest score (-1 without any), the second-best score,
    and the parts of the best."""
    best = np.full(n, -np.inf, dtype=np.float32)
    rival, place = best.copy(), np.zeros(n, dtype=np.int16)  # from 1 on
    for at in range(len(parts[WEIGHT]) if parts else 0):
        score = np.round(_sum({name: each[at] for name, each in parts.items()}, n), DIGITS)
        place = np.maximum(place, (score > best) * np.int16(at + 1))  # the last that was higher
        rival = np.maximum(rival, np.minimum(best, score))
        best = np.maximum(best, score)
    chosen = place.astype(np.int64) - 1
    return chosen, rival, {name: _chosen(each, chosen) for name, each in parts.items()}


def _scaling(entries: Entries, weights: Mapping[str, float]) -> dict[str, Floats]:
    """Each factor's part, in logarithms, so that parts add up."""
    return {
        one.name: np.float32(weight_of(one, weights)) * np.log(one.factor(entries))
        for one in SIGNALS
        if isinstance(one, Scales) and weight_of(one, weights)
    }


def _chosen(values: Floats, place: Ints) -> Floats:
    chosen: Floats = np.take_along_axis(values, place[np.newaxis], axis=0)[0]
    return chosen
