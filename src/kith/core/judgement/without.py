"""What an entry would be worth if one fact were otherwise: the test of every reason.

Means and deviations stay what they were, so that only the fact itself is tried. A cosine with
v = (K + m q - M mu) / (S + m) is linear in its parts, so that it is reckoned anew from the
likenesses of the entry to what is taken away.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from kith.core.judgement import text as texts
from kith.core.judgement.features import word_number
from kith.core.judgement.matrix import Block, Matrix
from kith.core.judgement.profile import (
    NEAREST,
    Interest,
    Profile,
    Vector,
    asked_weights,
    declared_weight,
)
from kith.core.judgement.score import DIGITS, SLOPE, Judgement, comparing, valued, weight_of
from kith.core.judgement.signals import SIGNALS, Compares, Scales, declared
from kith.core.judgement.space import Side

_SCALING = frozenset(one.name for one in SIGNALS if isinstance(one, Scales))


@dataclass(frozen=True, slots=True)
class Worth:
    """An entry's log odds with its scaling parts, and its value."""

    total: float
    value: float


@lru_cache(maxsize=1)  # one entry has several reasons
def worth(judgement: Judgement, row: int) -> Worth:
    """What the entry at `row` is worth as things are."""
    return _worth(judgement, row, float(judgement.score[row]), 0.0)


def without_piece(judgement: Judgement, row: int, piece: int) -> Worth:
    """The worth of the entry at `row` had this piece never been kept.

    `piece` is numbered as in `profile(acted=...)` of the entry's best interest; ValueError if it is
    none of its kept ones.
    """
    mine = judgement.profiles[int(judgement.interest[row])]
    place = mine.places.tolist().index(piece)
    _, sides = _against(judgement, row)
    kept = judgement.space.one(mine.saved, place)
    gain, pull = float(mine.gains[place]), declared_weight(mine.k - 1) if mine.pull else 0.0
    measured = {
        side.name: side.anew(pull, mine.size - gain, side.kept - gain * side.to(kept))
        for side in sides
    }
    measured["neighbours"] = _neighbours(judgement, row, place)
    return _revalued(judgement, row, measured, mine.k - 1)


def without_terms(judgement: Judgement, row: int, terms: Collection[str]) -> Worth:
    """The worth of the entry at `row` had its best interest named none of these terms."""
    mine = judgement.profiles[int(judgement.interest[row])]
    entry, sides = _against(judgement, row)
    unsaid = bare(mine.interest, frozenset(terms))
    left = Matrix.of([unsaid.features()])
    pull = mine.pull if len(left.words.numbers) else 0.0
    measured = {side.name: side.anew(pull, mine.size, side.kept, side.to(left)) for side in sides}
    named = asked_weights(mine.space, unsaid, left)
    measured["declared"] = declared.of_one(entry, named, mine)
    return _revalued(judgement, row, measured, mine.k)


def without_words(judgement: Judgement, row: int, terms: Collection[str]) -> Worth:
    """The worth of the entry at `row` were these terms not in it; only its words are reckoned."""
    mine = judgement.profiles[int(judgement.interest[row])]
    words = judgement.entries.matrix.words.row(row)
    left = words.only(~np.isin(words.numbers, [word_number(term) for term in terms]))
    cosine = float(mine.weights(left.numbers).sum()) / float(mine.space.words.norms(left)[0])
    return _revalued(judgement, row, {"words": cosine}, mine.k)


def without_factor(judgement: Judgement, row: int, signal: str, part: float) -> Worth:
    """The worth of the entry at `row` if this signal, which scales, had another part in it."""
    held = judgement.parts.get(signal)
    change = part - float(held[row]) if held is not None else 0.0
    return _worth(judgement, row, float(judgement.score[row]), change)


def bare(interest: Interest, terms: frozenset[str]) -> Interest:
    """An interest without some of its terms."""
    return replace(
        interest,
        name=_without(interest.name, terms),
        sentence=_without(interest.sentence, terms),
        terms=tuple(_without(term, terms) for term in interest.terms),
    )


def _without(text: str, terms: frozenset[str]) -> str:
    return " ".join(one for one in texts.tokens(text) if not terms & {*texts.terms_of(one)})


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One entry against the parts of v, in one of the two vocabularies."""

    name: str  # of the signal
    side: Side
    block: Block  # one row
    mean: float  # the entry's cosine with mu, but for mu's length
    said: float  # with q
    kept: float  # with K - M mu, the sum of everything acted on

    def to(self, other: Matrix) -> float:
        """The cosine with a text, less that with the mean."""
        block = other.words if self.name == "words" else other.grams
        return _cosine(self.side, self.block, block) - self.mean

    def anew(self, pull: float, size: float, kept: float, said: float | None = None) -> float:
        """The cosine with another v, but for its length."""
        whole = kept + pull * (self.said if said is None else said)
        return whole / (size + pull) if size + pull > 1e-9 else 0.0


@lru_cache(maxsize=1)
def _against(judgement: Judgement, row: int) -> tuple[Matrix, tuple[_Side, ...]]:
    """An entry, and how it stands to its best interest."""
    space, entry = judgement.space, judgement.space.one(judgement.entries.matrix, row)
    mine = judgement.profiles[int(judgement.interest[row])]
    words, letters = mine.asking
    return entry, (
        _side("words", space.words, mine.words, entry.words, words, mine),
        _side("letters", space.grams, mine.grams, entry.grams, letters, mine),
    )


def _side(
    name: str, side: Side, vector: Vector, block: Block, asking: Vector, mine: Profile
) -> _Side:
    norm = float(side.norms(block)[0])
    mean = float(side.level[block.numbers].sum()) / norm
    cosine = float(vector.of(block.numbers).sum()) / norm - mine.share * mean
    asked = float(asking.of(block.numbers).sum()) / norm - mean
    kept = cosine * (mine.size + mine.pull) - mine.pull * asked
    return _Side(name, side, block, mean, asked, kept)


def _cosine(side: Side, one: Block, other: Block) -> float:
    """Of two single rows."""
    ends = (np.searchsorted(other.numbers, one.numbers, side=end) for end in ("right", "left"))
    both = side.squares[one.numbers] * np.subtract(*ends)
    return float(both.sum()) / float(side.norms(one)[0] * side.norms(other)[0])


def _neighbours(judgement: Judgement, row: int, place: int) -> float:
    found = judgement.pieces(row)
    others = found.likeness[0][found.places[0] != place][:NEAREST]
    return float(others.sum()) / NEAREST


def _revalued(judgement: Judgement, row: int, measured: Mapping[str, float], k: int) -> Worth:
    """The worth with other measures and another number of gains; a rival interest may take over."""
    score = float(judgement.score[row])
    for signal in comparing(judgement.weights):
        if signal.name in judgement.scales:
            part = _part(judgement, row, signal, measured.get(signal.name), k)
            score += part - float(judgement.parts[signal.name][row])
    return _worth(judgement, row, max(round(score, DIGITS), float(judgement.rival[row])), 0.0)


def _part(
    judgement: Judgement, row: int, signal: Compares, measured: float | None, k: int
) -> float:
    interest = int(judgement.interest[row])
    scale, weight = judgement.scales[signal.name], weight_of(signal, judgement.weights)
    before = signal.ramp(judgement.profiles[interest].k)
    held = float(judgement.parts[signal.name][row])
    if measured is None:
        return held * signal.ramp(k) / before if before else held
    return weight * signal.ramp(k) * (measured - scale.means[interest]) / scale.spread


def _worth(judgement: Judgement, row: int, score: float, change: float) -> Worth:
    parts = [values[row] for name, values in judgement.parts.items() if name in _SCALING]
    scaling = sum(map(float, parts)) + change
    value = valued(np.array([score], dtype=np.float32), np.array([scaling], dtype=np.float32))
    return Worth(score / SLOPE + scaling, float(value[0]))
