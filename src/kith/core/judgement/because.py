"""Reasons that hold, as codes with parameters. Words are made where they are shown.

A reason names a fact that matters: were it otherwise, the entry would be worth less (a
counterfactual explanation, after Wachter, Mittelstadt and Russell 2018). `lift` reckons by how
much, and `because` returns no reason that fails it.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice

from kith.core.judgement import text as texts
from kith.core.judgement.features import word_number
from kith.core.judgement.novelty import telling
from kith.core.judgement.score import Judgement, weight_of
from kith.core.judgement.signals import SIGNALS, rarity
from kith.core.judgement.similarity import nearest
from kith.core.judgement.without import (
    Worth,
    without_factor,
    without_piece,
    without_terms,
    worth,
)

NEAR_KEPT = "near-kept"  # piece, terms that both speak of: without the piece
TERMS_NAMED = "terms-named"  # interest, its terms in the entry: had they not been named
TRUSTED = "trusted"  # were the voice trusted as usual
RARE = "rare"  # did the voice speak daily
FRESH = "fresh"  # were it a half-life old
NEW = "new"  # were half of it known
CODES = (NEAR_KEPT, TERMS_NAMED, TRUSTED, RARE, FRESH, NEW)

LEAST = 0.1  # that an entry must lose, or the fact does not matter
_ALIKE = 0.04  # likeness below which no piece is named
_PIECES = 3  # nearest pieces that are tried
_SELDOM = 4.0  # entries a month of a voice that seldom speaks
_YOUNG = 0.25  # half-lives that a fresh entry may be old
_UNKNOWN = 0.2  # redundancy up to which an entry is new


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact for an entry."""

    code: str  # of CODES
    lift: float = 0.0  # what the entry would lose without it: log odds, or logarithm of a factor
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
    """At most `most` reasons for the entry at `row`; each of them holds.

    `text` is the entry's plain text, `kept` those of the entries acted on, by their number in
    `profile(acted=...)` for the entry's best interest; terms are named only from these. What it is
    about comes first, then what else speaks for it; each the weightiest first. No fact, no reason:
    the answer may be empty.
    """
    about = _about(judgement, row, text, kept or {})
    besides = _weighed(judgement, row, _besides(judgement, row))
    ordered = (sorted(found, key=lambda one: -one.lift) for found in (about, besides))
    return tuple(islice(chain.from_iterable(ordered), most))


def lift(judgement: Judgement, row: int, reason: Reason) -> float:
    """What the entry at `row` would lose if the fact in the reason were otherwise; see `Reason`.

    0 where its value would not fall.
    """
    here, otherwise = worth(judgement, row), _otherwise(judgement, row, reason)
    return max(0.0, round(here.total - otherwise.total, 6)) if otherwise.value < here.value else 0.0


def holds(judgement: Judgement, row: int, reason: Reason) -> bool:
    """Whether the fact matters: without it the entry's value falls, and it loses LEAST or more."""
    return lift(judgement, row, reason) >= LEAST


def _otherwise(judgement: Judgement, row: int, reason: Reason) -> Worth:
    if reason.code == NEAR_KEPT:
        return without_piece(judgement, row, reason.piece)
    if reason.code == TERMS_NAMED:
        terms = {term for said in reason.terms for term in texts.terms(said)}
        return without_terms(judgement, row, terms)
    signal, factor = _OTHERWISE[reason.code]
    weight = next(weight_of(one, judgement.weights) for one in SIGNALS if one.name == signal)
    return without_factor(judgement, row, signal, weight * math.log(factor))


_OTHERWISE = {  # signal, and its factor were the fact not so
    TRUSTED: ("trust", 1.0),
    RARE: ("rarity", (1 + 1 / (1 + 30 / rarity.OFTEN)) / 2),
    FRESH: ("freshness", 0.5),
    NEW: ("novelty", 1 - 0.85 / 2),
}


def _weighed(judgement: Judgement, row: int, found: Iterable[Reason]) -> Iterator[Reason]:
    """The reasons that hold, with their lift."""
    for reason in found:
        lost = lift(judgement, row, reason)
        if lost >= LEAST:
            yield replace(reason, lift=lost)


def _about(judgement: Judgement, row: int, text: str, kept: Mapping[int, str]) -> Iterator[Reason]:
    """The nearest piece that matters, and the terms that were named, as far as they matter."""
    if judgement.interest[row] >= 0:
        yield from islice(_weighed(judgement, row, _near(judgement, row, text, kept)), 1)
        yield from _weighed(judgement, row, _named(judgement, row, text))


def _near(judgement: Judgement, row: int, text: str, kept: Mapping[int, str]) -> Iterator[Reason]:
    """The nearest pieces, the nearest first."""
    interest = int(judgement.interest[row])
    mine = judgement.profiles[interest]
    found = nearest(judgement.entries.matrix.take([row]), mine.index, _PIECES)
    for place, likeness in zip(found.places[0], found.likeness[0], strict=True):
        if place >= 0 and likeness >= _ALIKE:
            piece = int(mine.places[place])
            terms = shared(judgement, text, kept.get(piece, ""))
            yield Reason(NEAR_KEPT, interest=interest, piece=piece, terms=terms)


def shared(judgement: Judgement, text: str, other: str, most: int = 3) -> tuple[str, ...]:
    """What both texts speak of: their rarest common terms, as the first writes them."""
    theirs = set(texts.terms(other))
    common = [term for term in texts.terms(text) if term in theirs]
    return telling(judgement.space, text, common, most)


def _named(judgement: Judgement, row: int, text: str) -> Iterator[Reason]:
    """The terms of the interest that stand in the entry."""
    interest = int(judgement.interest[row])
    asked = judgement.profiles[interest].asked
    start, end = judgement.entries.matrix.words.starts[row : row + 2]
    numbers = set(judgement.entries.matrix.words.numbers[start:end].tolist())
    found = [
        term
        for term in texts.terms(text)
        if asked[word_number(term)] > 0 and word_number(term) in numbers
    ]
    if found:
        terms = telling(judgement.space, text, found)
        yield Reason(TERMS_NAMED, interest=interest, terms=terms)


def _besides(judgement: Judgement, row: int) -> Iterator[Reason]:
    entries = judgement.entries
    if entries.trust[row] > 1:
        yield Reason(TRUSTED)
    if 0 < entries.pace[row] <= _SELDOM:
        yield Reason(RARE)
    if entries.age[row] <= _YOUNG * entries.half_life[row]:
        yield Reason(FRESH)
    if entries.redundancy[row] <= _UNKNOWN:
        yield Reason(NEW)
