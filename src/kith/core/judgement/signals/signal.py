"""What a signal is: a way to compare an entry with an interest, or a factor of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from kith.core.judgement.entries import Entries
from kith.core.judgement.matrix import Floats
from kith.core.judgement.profile import Profile
from kith.core.judgement.signals.together import Together
from kith.core.judgement.space import Space


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a signal may look at."""

    space: Space
    profile: Profile
    entries: Entries
    lengths: tuple[Floats, Floats]  # of the entries as vectors: words, grams
    others: Together | None = None  # all interests that ask about these entries

    @property
    def together(self) -> Together:
        """The interests that ask about these entries, so that some work is done once for all."""
        return self.others or Together([self.profile], self.entries.matrix)


def always(_k: int) -> float:
    """Of the same weight whatever is known of the reader."""
    return 1.0


@dataclass(frozen=True, slots=True)
class Compares:
    """How near an entry is to one interest, in any unit.

    Its part in the score is weight x ramp(k) x z: k counts the gains, z is the measure less its
    mean, in standard deviations.
    """

    name: str
    label: str  # plain words for the page where the reader tunes it
    weight: float  # by default; 0 switches it off
    measure: Callable[[Asked], Floats]  # shape (n,)
    ramp: Callable[[int], float] = always
    late: bool = False  # dear: measured only for the best by all others


@dataclass(frozen=True, slots=True)
class Scales:
    """A factor above 0 on the value of an entry, whatever the interest: factor^weight."""

    name: str
    label: str
    weight: float
    factor: Callable[[Entries], Floats]  # shape (n,)


Signal = Compares | Scales
