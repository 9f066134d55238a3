"""What a reader gave time to, as one vector an interest.

Rocchio (1971) with what was declared as the first query:
v = (sum a_i (x_i - mu) + m (q - mu)) / (sum a_i + m), where a_i are gains, x_i entries, mu the mean
of everything heard, q the declared interest, and m = 3 / (1 + k/5) with k the number of gains.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kith.core.judgement import text as texts
from kith.core.judgement.features import Features, named_features, word_number
from kith.core.judgement.matrix import Block, Floats, Ints, Matrix, distinct
from kith.core.judgement.proofs import Proof, proofs
from kith.core.judgement.similarity import Index
from kith.core.judgement.space import Side, Space

KEPT, SHARED, HIGHLIGHTED, NOTED = "kept", "shared", "highlighted", "noted"
FINISHED, OPENED, SKIPPED, UNWANTED = "finished", "opened", "skipped", "unwanted"
GAINS: Final[Mapping[str, float]] = {
    KEPT: 1.0,
    SHARED: 1.0,
    HIGHLIGHTED: 1.0,
    NOTED: 1.0,
    FINISHED: 0.5,
    OPENED: 0.0,
    SKIPPED: 0.0,
    UNWANTED: -0.25,
}
HALF_LIFE = 180.0  # days after which an act counts half
COMPARED = 300  # kept pieces that entries are compared with one by one
NEAREST = 3  # of them count
_APART = re.compile("[,;\n]")


def gain(acts: Sequence[str], age_days: float) -> float:
    """What acts on one entry say of it: the largest gain, or -.25 where it was said not to be
    wanted.

    `acts` are of GAINS (KeyError otherwise), `age_days` since the newest of them. A skip is
    nothing.
    """
    gains = [GAINS[act] for act in acts]
    least, most = min(gains, default=0.0), max(gains, default=0.0)
    return float((least if least < 0 else most) * 2 ** (-max(age_days, 0.0) / HALF_LIFE))


@dataclass(frozen=True, slots=True)
class Interest:
    """What the reader says they want to learn: a name, a sentence, a handful of terms."""

    name: str
    sentence: str = ""
    terms: tuple[str, ...] = ()
    weight: float = 1.0  # of its value among other interests; 0 rests

    def named(self) -> list[str]:
        """The name and the terms, each once; what was named in one go is told apart."""
        parts = [part for one in (self.name, *self.terms) for part in _APART.split(one)]
        return list({tuple(texts.terms(part)): part for part in reversed(parts)}.values())[::-1]

    def features(self) -> Features:
        """The interest as a text: name and terms twice, the sentence once."""
        return named_features(self.named(), self.sentence)


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """Values of some numbers of a vocabulary; all others have none."""

    numbers: Ints  # sorted
    values: Floats

    def of(self, numbers: npt.NDArray[Any]) -> Floats:
        """The value of each of these numbers, 0 where there is none."""
        if not len(self.numbers):
            return np.zeros(len(numbers), dtype=np.float32)
        places = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return np.where(self.numbers[places] == numbers, self.values[places], np.float32(0))


@dataclass(frozen=True, eq=False)
class Profile:
    """One interest of one reader, ready to be compared with entries. `profile` makes one."""

    space: Space
    interest: Interest
    words: Vector  # v times idf, but for the mean: of what was acted on, and declared
    grams: Vector
    asked: Vector  # the weight of each declared term, for BM25
    said: Matrix  # q: the declared interest, one row
    pull: float  # m: how much q weighs; 0 without words
    total: float  # sum of all gains, unwanted ones too
    size: float  # sum of their sizes: what v is divided by, but for m
    k: int  # gains above 0
    saved: Matrix  # what had a gain above 0, the heaviest first, COMPARED at most
    places: Ints  # of `saved` among the entries that were given
    gains: Floats  # of `saved`

    @property
    def share(self) -> float:
        """M / (S + m): how often the mean is taken from v."""
        return (self.total + self.pull) / (self.size + self.pull) if self.size + self.pull else 0.0

    def weights(self, numbers: npt.NDArray[Any]) -> Floats:
        """V times idf at these numbers of words."""
        mean = np.float32(self.share) * self.space.words.level[numbers]
        return np.asarray(self.words.of(numbers) - mean, dtype=np.float32)

    @cached_property
    def asking(self) -> tuple[Vector, Vector]:
        """Q times idf: words, grams."""
        one, space = np.ones(1, dtype=np.float32), self.space
        words = directed(space.words, self.said.words, one, 1.0)
        return words, directed(space.grams, self.said.grams, one, 1.0)

    @cached_property
    def proofs(self) -> Mapping[int, Proof]:
        """Of what was declared."""
        return proofs([*self.interest.named(), self.interest.sentence])

    @cached_property
    def index(self) -> Index:
        """Of `saved`, to find the nearest."""
        return Index.of(self.space, self.saved)


def profile(
    space: Space, interest: Interest, acted: Matrix | None = None, gains: Sequence[float] = ()
) -> Profile:
    """One interest's profile, of what was declared and the entries `acted` on with `gains`.

    ValueError if there are not as many gains as entries. Without gains and without words in the
    interest the profile is empty and every entry scores alike. What v is divided by is the sum of
    the sizes of the gains, so that what is unwanted never turns the profile around.
    """
    acted = Matrix.of([]) if acted is None else acted
    given = np.asarray(gains, dtype=np.float32)
    if len(given) != len(acted):
        raise ValueError("each entry acted on has one gain")
    said = Matrix.of([interest.features()])
    k = int((given > 0).sum())
    pull = declared_weight(k) if len(said.words.numbers) else 0.0
    size = float(np.abs(given).sum())
    order = np.argsort(-given, kind="stable")[: min(k, COMPARED)]
    weights = np.append(given, np.float32(pull))
    everything = acted.joined(said)
    return Profile(
        space=space,
        interest=interest,
        words=directed(space.words, everything.words, weights, size + pull),
        grams=directed(space.grams, everything.grams, weights, size + pull),
        asked=asked_weights(space, interest, said),
        said=said,
        pull=pull,
        total=float(given.sum()),
        size=size,
        k=k,
        saved=space.some(everything, order),  # the first of it
        places=order,
        gains=given[order],
    )


def declared_weight(k: int) -> float:
    """m: how much the declared interest weighs beside k gains."""
    return 3 / (1 + k / 5)


def directed(side: Side, block: Block, weights: Floats, size: float) -> Vector:
    """The sum of weighted rows, times idf. An entry's cosine with v is the sum over its numbers,
    less `share` times that of the mean, divided by the lengths.
    """
    each = np.repeat(weights / side.norms(block), block.lengths)
    numbers, place = distinct(block.numbers, len(side.idf))
    values = np.bincount(place, each, len(numbers)) * side.squares[numbers] / max(size, 1e-9)
    return Vector(numbers, values.astype(np.float32))


def asked_weights(space: Space, interest: Interest, said: Matrix) -> Vector:
    """The declared terms, which were `said`, with their BM25 weight: the words of a phrase share
    that of one.
    """
    found, counts = np.unique(said.words.numbers, return_counts=True)
    share: dict[int, float] = {}
    for phrase in interest.named():
        words = texts.terms(phrase)
        for number in map(word_number, words):
            share[number] = max(share.get(number, 0.0), 1 / len(words))
    shares = np.array([share.get(number, 1.0) for number in found.tolist()])
    return Vector(
        found.astype(np.int64), (space.words.idf[found] * counts * shares).astype(np.float32)
    )
