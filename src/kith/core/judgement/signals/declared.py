"""The terms the reader named for an interest."""

import numpy as np

from kith.core.judgement.matrix import Floats
from kith.core.judgement.signals.signal import Asked, Compares

K1, B = 1.2, 0.75


def _measure(asked: Asked) -> Floats:
    """BM25 (Robertson and Zaragoza 2009), tf being at most three; pairs of terms count as terms.

    The mean length is that of everything heard, so that an entry is measured alike in any company.
    """
    block, hits = asked.entries.matrix.words, asked.together.hits(asked.profile)
    lengths = block.lengths.astype(np.float32)
    slowed = K1 * (1 - B + B * lengths / max(asked.space.length, 1.0))
    rows, numbers = hits.rows, hits.numbers
    first = np.flatnonzero((np.diff(rows, prepend=-1) != 0) | (np.diff(numbers, prepend=-1) != 0))
    counts = np.diff(first, append=len(rows))
    row = rows[first]
    parts = hits.weights[first] * counts * (K1 + 1) / (counts + slowed[row])
    return np.bincount(row, parts, minlength=len(block)).astype(np.float32)


def _ramp(k: int) -> float:
    """Strong while little is kept."""
    return 2 / (1 + k / 3)


SIGNAL = Compares("declared", "the words I named", 1.0, _measure, ramp=_ramp)
