"""Texts as the search index has them, looked through from their beginning: for a few of them."""

from collections.abc import Iterable

from kith.core import folding
from kith.core.asking import Term

LONGEST = 500_000  # characters of a text that are indexed


def folded(said: Iterable[str]) -> str:
    """Several texts as one that is looked through: every word stands between spaces.

    Each ends in a bar, so that no phrase leaps from one to the next.

    >>> folded(["Recall works!", "to try"])
    ' recall works | to try |'
    """
    parts = (" ".join(folding.spaced(one).split()) for one in said)
    return "".join(f" {part} |" for part in parts if part)


def needle(term: Term) -> str:
    """What stands in such a text where it holds a term."""
    return f" {' '.join(term.words)}{'' if term.open else ' '}"
