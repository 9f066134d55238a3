"""What a reader gave time to, as one vector an interest.

Rocchio (1971) with what was declared as the first query:
v = (sum a_i (x_i - mu) + m (q - mu)) / (sum a_i + m), where a_i are gains, x_i entries, mu the mean
of everything heard, q the declared interest, and m = 3 / (1 + k/5) with k the number of gains.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from kith.core.judgement.features import GRAMS, WORDS, Features, features
from kith.core.judgement.matrix import Block, Floats, Matrix
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

    def features(self) -> Features:
        """The interest as a text: name and terms twice, the sentence once."""
        return features(" . ".join((self.name, *self.terms)), self.sentence)


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One interest of one reader, ready to be compared with entries."""

    interest: Interest
    words: Floats  # shape (WORDS,): the direction, times idf
    grams: Floats  # shape (GRAMS,)
    asked: Floats  # shape (WORDS,): weight of each declared term, for BM25
    k: int  # gains above 0
    saved: Matrix  # what had a gain above 0, the heaviest first, as given
    places: npt.NDArray[np.int64]  # of `saved` among the entries that were given
    gains: Floats  # of `saved`


def profile(
    space: Space, interest: Interest, acted: Matrix | None = None, gains: Sequence[float] = ()
) -> Profile:
    """One interest's profile, from what was declared and the entries `acted` on with their `gains`.

    ValueError if there are not as many gains as entries. Without gains and without words in the
    interest the profile is empty and every entry scores alike.
    """
    acted = Matrix.of([]) if acted is None else acted
    given = np.asarray(gains, dtype=np.float32)
    if len(given) != len(acted):
        raise ValueError("each entry acted on has one gain")
    said = Matrix.of([interest.features()])
    k = int((given > 0).sum())
    pull = declared_weight(k) if len(said.words.numbers) else 0.0
    order = np.lexsort((np.arange(len(given)), -given))[:k]
    return Profile(
        interest=interest,
        words=_direction(space.words, acted.words, given, said.words, pull, WORDS),
        grams=_direction(space.grams, acted.grams, given, said.grams, pull, GRAMS),
        asked=_asked(space.words, said.words),
        k=k,
        saved=acted.take(order),
        places=order,
        gains=given[order],
    )


def declared_weight(k: int) -> float:
    """m: how much the declared interest weighs beside k gains."""
    return 3 / (1 + k / 5)


def without(space: Space, mine: Profile, place: int) -> Profile:
    """The same profile as if the saved entry at `place` of `mine.saved` had never been kept."""
    others = np.delete(np.arange(len(mine.saved)), place)
    left = profile(space, mine.interest, mine.saved.take(others), [*mine.gains[others]])
    return replace(left, places=mine.places[others])


def _direction(
    side: Side, acted: Block, gains: Floats, said: Block, pull: float, size: int
) -> Floats:
    """v, times idf, so that an entry's score is the sum over its numbers divided by its length."""
    total = float(gains.sum()) + pull
    summed = _weighted(side, acted, gains, size) + _weighted(
        side, said, np.array([pull], dtype=np.float32), size
    )
    scale = float(np.abs(gains).sum()) + pull
    if scale <= 0:
        return np.zeros(size, dtype=np.float32)
    return ((summed - total * side.mean) / scale * side.idf).astype(np.float32)


def _weighted(side: Side, block: Block, weights: Floats, size: int) -> Floats:
    """sum_i weights_i x_i, dense."""
    each = np.repeat(weights / side.norms(block), block.lengths)
    return np.bincount(block.numbers, each, minlength=size).astype(np.float32) * side.idf


def _asked(side: Side, said: Block) -> Floats:
    """The declared terms with their BM25 weight."""
    found, counts = np.unique(said.numbers, return_counts=True)
    asked = np.zeros(WORDS, dtype=np.float32)
    asked[found] = side.idf[found] * counts
    return asked
