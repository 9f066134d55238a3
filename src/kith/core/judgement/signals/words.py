"""The words an entry shares with what the reader gave time to."""

from kith.core.judgement.matrix import Floats
from kith.core.judgement.signals.signal import Asked, Compares


def _measure(asked: Asked) -> Floats:
    """The cosine with the profile, but for the profile's length."""
    return asked.together.words_of(asked.profile) / asked.lengths[0]


SIGNAL = Compares("words", "about what I keep", 1.0, _measure)
