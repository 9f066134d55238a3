"""The letters within words: other forms of a word, compounds, scripts without spaces."""

from kith.core.judgement.matrix import Floats
from kith.core.judgement.signals.signal import Asked, Compares


def _measure(asked: Asked) -> Floats:
    """The cosine with the profile, but for the profile's length."""
    return asked.together.letters_of(asked.profile) / asked.lengths[1]


SIGNAL = Compares("letters", "words like those I keep", 1.0, _measure)
