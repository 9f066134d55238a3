"""Voices the reader trusts."""

import numpy as np

from kith.core.judgement.entries import Entries
from kith.core.judgement.matrix import Floats
from kith.core.judgement.signals.signal import Scales


def _factor(entries: Entries) -> Floats:
    """What was set for the voice, 1 being usual."""
    return np.maximum(entries.trust, 0.01)


SIGNAL = Scales("trust", "voices I trust", 1.0, _factor)
