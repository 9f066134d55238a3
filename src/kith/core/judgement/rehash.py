"""Does a voice repeat itself?

The rate is (hits + 1) / (n + 3) over its last 20 posts; a hit is a post whose largest similarity to
the voice's own posts of the 12 months before it reaches the threshold. Its own furniture (what
stands in more than half of its posts: series titles, footers) and numbers do not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kith.core.judgement.features import NUMBERS, WORDS
from kith.core.judgement.matrix import Block, Matrix
from kith.core.judgement.novelty import thresholds
from kith.core.judgement.similarity import alike
from kith.core.judgement.space import Space, document_counts

LEAST = 8  # posts before anything is said
LAST = 20  # posts that are looked at
WITHIN = 365.0  # days of earlier posts that a post is compared with


@dataclass(frozen=True, slots=True)
class Rehash:
    """As in: 9 (`hits`) of the `last` 12 return to what was written before."""

    hits: int
    last: int
    rate: float
    returns: tuple[tuple[int, int], ...]  # hit, and what it returns to; newest first


def rehash(space: Space, posts: Matrix, at: Sequence[float], base: float = 0.12) -> Rehash | None:
    """The rehash rate of one voice; None below LEAST posts. `at` in days, in any order."""
    if len(posts) < LEAST:
        return None
    days = np.asarray(at, dtype=np.float64)
    order = np.lexsort((np.arange(len(days)), days))
    bare = unfurnished(posts.take(order))
    days = days[order]
    newest = range(len(days) - 1, max(len(days) - 1 - LAST, 0), -1)
    limits = thresholds(bare, base)
    returns = []
    for post in newest:
        earlier = np.flatnonzero(days[post] - days[:post] <= WITHIN)
        if len(earlier):
            likeness = alike(space, bare.take([post]), bare.take(earlier))[0]
            if likeness.max() >= limits[post]:
                returns.append((int(order[post]), int(order[earlier[likeness.argmax()]])))
    hits, last = len(returns), len(newest)
    return Rehash(hits, last, (hits + 1) / (last + 3), tuple(returns))


def unfurnished(posts: Matrix) -> Matrix:
    """Posts of one voice without numbers and without what stands in more than half of them."""
    return Matrix(_bare(posts.words, WORDS, WORDS - NUMBERS), _bare(posts.grams, 1 << 16, 1 << 16))


def _bare(block: Block, size: int, least: int) -> Block:
    furniture = document_counts(block, size) * 2 > len(block)
    furniture[least:] = True
    return block.only(~furniture[block.numbers])
