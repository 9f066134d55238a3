"""Which texts are about the same as others: alike, and by more than chance.

Half as alike as two that tell one story (`novelty.THRESHOLD`), and with several words in common.
"""

from dataclasses import dataclass

import numpy as np

from kith.core.judgement.matrix import Matrix
from kith.core.judgement.novelty import THRESHOLD, thresholds
from kith.core.judgement.similarity import alike, grounded
from kith.core.judgement.space import Space

LEAST = THRESHOLD / 2


@dataclass(frozen=True, slots=True)
class Close:
    """Two texts that are about the same, by their rows."""

    one: int
    other: int
    likeness: float


def close(space: Space, ones: Matrix, others: Matrix, most: int = 3) -> list[Close]:
    """For each row of `ones` its `most` closest of `others` that are close at all, the closest
    first; of equals the first. For some dozens with some hundreds.
    """
    if not len(ones) or not len(others):
        return []
    likeness = alike(space, ones, others)
    length = np.maximum(thresholds(ones, LEAST)[:, None], thresholds(others, LEAST)[None, :])
    likeness = np.where(likeness >= length, likeness, 0)
    found: list[Close] = []
    for one, row in enumerate(likeness):
        order = np.argsort(-row, kind="stable")[: 4 * most]
        near = [int(other) for other in order if row[other] > 0]
        mine = ones.take([one]).words
        held = [other for other in near if grounded(space, mine, others.take([other]).words)]
        found += [Close(one, other, round(float(row[other]), 6)) for other in held[:most]]
    return found
