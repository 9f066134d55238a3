"""The signals: a table, one file each. A new one is a file and a row."""

from collections.abc import Mapping

from kith.core.judgement.signals import (
    declared,
    freshness,
    letters,
    neighbours,
    novelty,
    rarity,
    trust,
    words,
)
from kith.core.judgement.signals.signal import Asked, Compares, Scales, Signal

SIGNALS: tuple[Signal, ...] = (
    words.SIGNAL,
    letters.SIGNAL,
    neighbours.SIGNAL,
    declared.SIGNAL,
    freshness.SIGNAL,
    trust.SIGNAL,
    novelty.SIGNAL,
    rarity.SIGNAL,
)
DEFAULTS: Mapping[str, float] = {signal.name: signal.weight for signal in SIGNALS}

__all__ = ["DEFAULTS", "SIGNALS", "Asked", "Compares", "Scales", "Signal"]
