"""Does a voice repeat itself?

The rate is (hits + 1) / (n + 3) over its last 20 posts; a hit is a post whose largest similarity to
the voice's own posts of the 12 months before it reaches the threshold, and OWN at least, or one
that says word for word what an earlier one said. Its own furniture (what stands in more than half
of its posts: series titles, footers) and numbers do not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kith.core.judgement.features import GRAMS, NUMBERS, WORDS
from kith.core.judgement.matrix import Block, Doubles, Flags, Floats, Ints, Matrix
from kith.core.judgement.novelty import THRESHOLD, thresholds
from kith.core.judgement.similarity import alike, grounded
from kith.core.judgement.space import Space, document_counts

LEAST = 8  # posts before anything is said
LAST = 20  # posts that are looked at
WITHIN = 365.0  # days of earlier posts that a post is compared with
OWN = 0.28  # likeness below which a voice only stays with its subject


@dataclass(frozen=True, slots=True)
class Rehash:
    """As in: 9 (`hits`) of the `last` 12 return to what was written before."""

    hits: int
    last: int
    rate: float
    returns: tuple[tuple[int, int], ...]  # hit, and what it returns to; newest first


def rehash(
    space: Space, posts: Matrix, at: Sequence[float], base: float = THRESHOLD
) -> Rehash | None:
    """The rehash rate of one voice, None below LEAST posts.

    `at` in days, in any order; ValueError if there are not as many as posts.
    """
    if len(posts) != len(at):
        raise ValueError("each post has one day")
    if len(posts) < LEAST:
        return None
    days = np.asarray(at, dtype=np.float64)
    order = np.lexsort((np.arange(len(days)), days))
    newest = order[::-1][: min(LAST, len(order) - 1)]
    earlier = _earlier(order, days, newest)
    bare = unfurnished(posts)
    limits = np.maximum(thresholds(bare, base), OWN)
    likeness = np.where(earlier, _likeness(space, posts, bare, newest), -1)
    nearest, most = likeness.argmax(axis=1), likeness.max(axis=1)
    returns = tuple(
        (one, other)
        for one, other, value in zip(newest.tolist(), nearest.tolist(), most.tolist(), strict=True)
        if value >= limits[one]
        and (value >= 1 or grounded(space, bare.words.row(one), bare.words.row(other)))
    )
    return Rehash(len(returns), len(newest), (len(returns) + 1) / (len(newest) + 3), returns)


def _earlier(order: Ints, days: Doubles, newest: Ints) -> Flags:
    """Whether a post stands before one of the newest, and within a year of it."""
    rank = np.argsort(order, kind="stable")
    before = rank[np.newaxis, :] < rank[newest, np.newaxis]
    recent = days[newest, np.newaxis] - days[np.newaxis, :] <= WITHIN
    return np.asarray(before & recent, dtype=np.bool_)


def _likeness(space: Space, posts: Matrix, bare: Matrix, newest: Ints) -> Floats:
    """To every post: by what is no furniture; 1 where the whole is the same but for numbers."""
    likeness = alike(space, bare.take(newest), bare)
    whole = alike(space, posts.take(newest), posts)
    return np.where(whole > 0.98, 1, likeness)


def unfurnished(posts: Matrix) -> Matrix:
    """Posts of one voice without numbers and without what stands in more than half of them."""
    return Matrix(_bare(posts.words, WORDS, WORDS - NUMBERS), _bare(posts.grams, GRAMS, GRAMS))


def _bare(block: Block, size: int, numbers_from: int) -> Block:
    furniture = document_counts(block, size) * 2 > len(block)
    furniture[numbers_from:] = True
    return block.only(~furniture[block.numbers])
