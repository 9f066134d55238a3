"""Newer first, each kind at its own pace."""

import numpy as np

from kith.core.judgement.entries import Entries
from kith.core.judgement.matrix import Floats
from kith.core.judgement.signals.signal import Scales


def _factor(entries: Entries) -> Floats:
    """2^(-age / half-life)."""
    age = np.maximum(entries.age, 0)
    return np.exp2(-np.minimum(age / np.maximum(entries.half_life, 0.01), 60))


SIGNAL = Scales("freshness", "newer first", 1.0, _factor)
