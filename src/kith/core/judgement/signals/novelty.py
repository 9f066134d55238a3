"""What was not read before."""

import numpy as np

from kith.core.judgement.entries import Entries
from kith.core.judgement.matrix import Floats
from kith.core.judgement.signals.signal import Scales

REPEATED = 0.85  # of its value that a full repetition loses


def _factor(entries: Entries) -> Floats:
    """1 - .85 x redundancy."""
    return 1 - np.float32(REPEATED) * np.clip(entries.redundancy, 0, 1)


SIGNAL = Scales("novelty", "not seen before", 1.0, _factor)
