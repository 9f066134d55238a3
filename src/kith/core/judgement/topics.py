"""What a voice speaks of: the terms that tell what it writes from what others write."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kith.core.judgement.terms import Counted, Proposed, counted, distinctive

MOST = 5
_FURNITURE = 0.5  # of a voice's texts: what stands in more of them is no topic,
_ENOUGH = 8  # once there are so many


def topics(
    own: Sequence[str], others: Sequence[str] | Counted, most: int = MOST, *, name: str = ""
) -> list[Proposed]:
    """The topics of plain texts of one voice, the most telling first, as the texts write them.

    `others` are texts of other voices, or `terms.counted` of them made once. A term stands in two
    of the texts at least, or in one where there are no more than three. The voice's own name, and
    what stands in more than half of its texts (a series, a footer), is none.
    """
    held = counted(own)
    whole = held + (others if isinstance(others, Counted) else counted(others))
    told = _without(held, {*counted([name]).counts, *_furniture(held)})
    return distinctive(told, whole, most, least=2 if held.texts > 3 else 1)


def _furniture(held: Counted) -> set[str]:
    if held.texts < _ENOUGH:
        return set()
    return {key for key, n in held.counts.items() if n > _FURNITURE * held.texts}


def _without(held: Counted, dropped: set[str]) -> Counted:
    """The counts without some words, and without phrases that hold one of them."""
    kept = {key: n for key, n in held.counts.items() if not dropped & {key, *key.split()}}
    return replace(held, counts=Counter(kept))
