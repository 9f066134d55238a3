"""What is known of the entries that are judged, as arrays of one length."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from kith.core.judgement.matrix import Floats, Matrix

NEWS, POSTS, PAPERS = 2.0, 14.0, 90.0  # days after which an entry of its kind is worth half
TRUST: Final = {"low": 0.5, "some": 0.8, "usual": 1.0, "high": 1.25, "highest": 1.5}


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """n entries. `Entries.of` fills in what is not known."""

    matrix: Matrix
    age: Floats  # days since it was published
    half_life: Floats  # days: NEWS, POSTS or PAPERS
    trust: Floats  # in its voice, of TRUST
    pace: Floats  # entries a month of its voice
    redundancy: Floats  # 0 to 1, of `novelty.redundancy`

    @classmethod
    def of(
        cls,
        matrix: Matrix,
        *,
        age: Sequence[float] | npt.ArrayLike = 0.0,
        half_life: Sequence[float] | npt.ArrayLike = POSTS,
        trust: Sequence[float] | npt.ArrayLike = 1.0,
        pace: Sequence[float] | npt.ArrayLike = 1.0,
        redundancy: Sequence[float] | npt.ArrayLike = 0.0,
    ) -> Self:
        """One number for all, or one for each; ValueError if the lengths differ."""
        given = (age, half_life, trust, pace, redundancy)
        return cls(matrix, *(_each(value, len(matrix)) for value in given))

    def __len__(self) -> int:
        return len(self.matrix)


def _each(value: npt.ArrayLike, n: int) -> Floats:
    return np.broadcast_to(np.asarray(value, dtype=np.float32), (n,))
