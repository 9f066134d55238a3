"""The terms the reader named for an interest."""

import numpy as np

from kith.core.judgement.matrix import Floats, Ints, Matrix
from kith.core.judgement.profile import Profile, Vector
from kith.core.judgement.proofs import borne_out
from kith.core.judgement.signals.signal import Asked, Compares
from kith.core.judgement.signals.together import Hits

K1, B = 1.2, 0.75


def _measure(asked: Asked) -> Floats:
    """BM25 (Robertson and Zaragoza 2009), tf being at most three; pairs of terms count as terms.

    The mean length is that of everything heard, so that an entry is measured alike in any company.
    """
    block = asked.entries.matrix.words
    return _summed(asked.together.hits(asked.profile), block.lengths, asked.space.length)


def of_one(entry: Matrix, asked: Vector, mine: Profile) -> float:
    """The measure of one entry for these of the terms of an interest."""
    weights = asked.of(entry.words.numbers)
    hits = np.flatnonzero(weights)
    rows, numbers = np.zeros(len(hits), np.int64), entry.words.numbers[hits].astype(np.int64)
    true = borne_out(entry, rows, numbers, mine.space.words.usual, mine.proofs)
    found = Hits(rows[true], numbers[true], weights[hits[true]])
    return float(_summed(found, entry.words.lengths, mine.space.length)[0])


def _summed(hits: Hits, lengths: Ints, usual: float) -> Floats:
    slowed = K1 * (1 - B + B * lengths.astype(np.float32) / max(usual, 1.0))
    rows, numbers = hits.rows, hits.numbers
    first = np.flatnonzero((np.diff(rows, prepend=-1) != 0) | (np.diff(numbers, prepend=-1) != 0))
    counts = np.diff(first, append=len(rows))
    row = rows[first]
    parts = hits.weights[first] * counts * (K1 + 1) / (counts + slowed[row])
    return np.bincount(row, parts, minlength=len(lengths)).astype(np.float32)


def _ramp(k: int) -> float:
    """Strong while little is kept."""
    return 2 / (1 + k / 3)


SIGNAL = Compares("declared", "the words I named", 1.0, _measure, ramp=_ramp)
