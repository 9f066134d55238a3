"""How common words are on this installation, as the worker counted them last."""

import zlib
from dataclasses import dataclass

from kith.core.judgement.features import Unreadable
from kith.core.judgement.novelty import THRESHOLD
from kith.core.judgement.space import Frequencies, Space
from kith.db.models import Learned

NAME = "frequencies"


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The weights of words at so many entries; from what likeness on two say the same."""

    of: int
    space: Space
    threshold: float


_last: Counted | None = None  # one an installation, and it seldom changes


def counted() -> Counted | None:
    """What was counted last; None where nothing was yet."""
    global _last  # noqa: PLW0603 (a memory of one)
    row = Learned.objects.filter(name=NAME).defer("data").first()
    if row is None:
        return None
    of, threshold = row.facts["of"], row.facts.get("threshold", THRESHOLD)
    last = _last
    if last is None or (last.of, last.threshold) != (of, threshold):
        try:
            held = Frequencies.from_blob(zlib.decompress(bytes(row.data)))
        except Unreadable:
            return None
        last = _last = Counted(of, Space(held), threshold)
    return last


def forget() -> None:
    """Forget what was counted, for tests."""
    global _last  # noqa: PLW0603
    _last = None
