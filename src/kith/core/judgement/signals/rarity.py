"""Voices that seldom speak."""

import numpy as np

from kith.core.judgement.entries import Entries
from kith.core.judgement.matrix import Floats
from kith.core.judgement.signals.signal import Scales

SELDOM = 1.0  # entries a month of a voice that hardly ever speaks: a session has room for one
OFTEN = 30.0  # entries a month at which the factor is three quarters of a rare voice's


def _factor(entries: Entries) -> Floats:
    """(1 + 1 / (1 + pace / 30)) / 2: from 1 for the rarest voice to 1/2 for a torrent."""
    factor = (1 + 1 / (1 + np.maximum(entries.pace, 0) / OFTEN)) / 2
    return factor.astype(np.float32)


SIGNAL = Scales("rarity", "rare voices", 0.5, _factor)
