"""The nearest pieces the reader kept, which may lie off the middle of an interest."""

from kith.core.judgement.matrix import Floats
from kith.core.judgement.profile import NEAREST
from kith.core.judgement.signals.signal import Asked, Compares
from kith.core.judgement.similarity import nearest


def _measure(asked: Asked) -> Floats:
    """The mean likeness of the three nearest (k nearest neighbours)."""
    found = nearest(asked.entries.matrix, asked.profile.index, NEAREST)
    mean: Floats = found.likeness.mean(axis=1)
    return mean


def _ramp(k: int) -> float:
    """Nothing below 5 gains, a quarter below 20."""
    return 0.0 if k < 5 else 0.25 if k < 20 else 1.0


SIGNAL = Compares(
    "neighbours", "close to single pieces I kept", 0.5, _measure, ramp=_ramp, late=True
)
