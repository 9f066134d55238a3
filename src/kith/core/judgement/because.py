"""Reasons that hold, as codes with parameters. Words are made where they are shown.

A reason names a fact that matters: were it otherwise, the entry would be worth less (a
counterfactual explanation, after Wachter, Mittelstadt and Russell 2018). `lift` reckons by how
much, and `because` returns no reason that fails it.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np

from kith.core.judgement import novelty
from kith.core.judgement import text as texts
from kith.core.judgement.features import word_number
from kith.core.judgement.matrix import Ints
from kith.core.judgement.novelty import telling
from kith.core.judgement.plain import PLAIN
from kith.core.judgement.profile import Interest
from kith.core.judgement.score import SLOPE, Judgement, weight_of
from kith.core.judgement.signals import SIGNALS, rarity
from kith.core.judgement.without import (
    Worth,
    without_factor,
    without_piece,
    without_terms,
    without_words,
    worth,
)

NEAR_KEPT = "near-kept"  # piece, terms that both speak of: without the piece
TERMS_KEPT = "terms-kept"  # terms that several kept pieces share with it: without them in it
TERMS_NAMED = "terms-named"  # interest, its terms in the entry: had they not been named
TRUSTED = "trusted"  # were the voice trusted as usual
RARE = "rare"  # did the voice speak daily
FRESH = "fresh"  # were it a half-life old
NEW = "new"  # were half of it known
CODES = (NEAR_KEPT, TERMS_KEPT, TERMS_NAMED, TRUSTED, RARE, FRESH, NEW)

LEAST = 0.05  # that an entry must lose, or the fact does not matter
_SHIFT = 0.05  # of a score
_ALIKE = 0.04  # likeness below which no piece is named
_PIECES = 3  # nearest pieces that are tried
_SELDOM = 2.0  # entries a month of a voice that seldom speaks
_YOUNG = 0.25  # half-lives that a fresh entry may be old
_NAMED = 3  # terms at most
_WEIGHTY = 6  # of the terms that weigh most, among which they are
_UNKNOWN = 0.2  # redundancy up to which an entry is new


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact for an entry."""

    code: str  # of CODES
    lift: float = 0.0  # what the entry would lose without it: log odds, or logarithm of a factor
    interest: int = -1  # of the profiles
    piece: int = -1  # of the entries acted on, as numbered in `profile(acted=...)`
    terms: tuple[str, ...] = ()  # as written in the entry
    pieces: int = 0  # kept pieces that hold one of the terms


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
    about comes first: the nearest kept piece that matters, or else the terms of several; then what
    was named; then what else speaks for it, the weightiest first. No fact, no reason: the answer
    may be empty.
    """
    found = list(islice(_about(judgement, row, text, kept or {}), most))
    if len(found) < most:
        besides = _weighed(judgement, row, _besides(judgement, row))
        found += sorted(besides, key=lambda one: -one.lift)
    return tuple(found[:most])


def lift(judgement: Judgement, row: int, reason: Reason) -> float:
    """What the entry at `row` would lose if the fact in the reason were otherwise; see `Reason`.

    0 where its value would not fall.
    """
    here, otherwise = worth(judgement, row), _otherwise(judgement, row, reason)
    return max(0.0, round(here.total - otherwise.total, 6)) if otherwise.value < here.value else 0.0


def holds(judgement: Judgement, row: int, reason: Reason) -> bool:
    """Whether the fact matters: the value falls without it, and the entry loses `least` or more."""
    return lift(judgement, row, reason) >= least(judgement, row, reason)


def least(judgement: Judgement, row: int, reason: Reason) -> float:
    """LEAST; for facts of the profile a twentieth of the entry's log odds, if that is more.

    Were the profile another, means and deviations would shift a little too, and scores with them.
    """
    if reason.code in {NEAR_KEPT, TERMS_NAMED}:
        return max(LEAST, _SHIFT * abs(float(judgement.score[row])) / SLOPE)
    return LEAST


def _otherwise(judgement: Judgement, row: int, reason: Reason) -> Worth:
    if reason.code == NEAR_KEPT:
        return without_piece(judgement, row, reason.piece)
    terms = {term for said in reason.terms for term in texts.terms(said)}
    if reason.code == TERMS_NAMED:
        return without_terms(judgement, row, terms)
    if reason.code == TERMS_KEPT:
        return without_words(judgement, row, terms)
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
        if lost >= least(judgement, row, reason):
            yield replace(reason, lift=lost)


def _about(judgement: Judgement, row: int, text: str, kept: Mapping[int, str]) -> Iterator[Reason]:
    """A piece or the terms of several, and the terms that were named, as far as they matter."""
    if judgement.interest[row] >= 0:
        kept_ones = chain(_near(judgement, row, text, kept), _kept_terms(judgement, row, text))
        yield from islice(_weighed(judgement, row, kept_ones), 1)
        yield from _weighed(judgement, row, _named(judgement, row, text))


def _near(judgement: Judgement, row: int, text: str, kept: Mapping[int, str]) -> Iterator[Reason]:
    """The nearest pieces, the nearest first."""
    interest = int(judgement.interest[row])
    mine = judgement.profiles[interest]
    found = judgement.pieces(row)
    for place, likeness in islice(zip(found.places[0], found.likeness[0], strict=True), _PIECES):
        if place >= 0 and likeness >= _ALIKE:
            piece = int(mine.places[place])
            terms = shared(judgement, text, kept.get(piece, ""))
            yield Reason(NEAR_KEPT, interest=interest, piece=piece, terms=terms)


def shared(judgement: Judgement, text: str, other: str, most: int = 3) -> tuple[str, ...]:
    """What both texts speak of, as the first writes it; see `novelty.shared`."""
    return novelty.shared(judgement.space, text, other, most)


def _kept_terms(judgement: Judgement, row: int, text: str) -> Iterator[Reason]:
    """What the entry shares with several kept pieces: the terms that weigh most in the profile."""
    interest = int(judgement.interest[row])
    mine = judgement.profiles[interest]
    terms, numbers = _there(judgement, row, text)
    weights = np.round(mine.weights(numbers), 6)
    order = np.argsort(-weights, kind="stable")[: int((weights > 0).sum())].tolist()
    best = [at for at in order if terms[at] not in PLAIN]
    held = ((at, mine.saved.words.holding(int(numbers[at])).tolist()) for at in best)
    found = dict(islice(((terms[at], pieces) for at, pieces in held if len(pieces) > 1), _WEIGHTY))
    named = telling(judgement.space, text, dict.fromkeys(found, 1.0))
    if named:
        pieces = frozenset(chain.from_iterable(found.values()))
        yield Reason(TERMS_KEPT, interest=interest, terms=named, pieces=len(pieces))


def _there(judgement: Judgement, row: int, text: str) -> tuple[list[str], Ints]:
    """The terms of a text that are in the entry's features, but no numerals, and their numbers."""
    words = set(judgement.entries.matrix.words.of_row(row).tolist())
    numbers = {term: word_number(term) for term in texts.terms(text) if not texts.is_number(term)}
    found = {term: number for term, number in numbers.items() if number in words}
    return list(found), np.array([*found.values()], dtype=np.int64)


def _named(judgement: Judgement, row: int, text: str) -> Iterator[Reason]:
    """The terms of the interest that stand in the entry; of a phrase, where all its words do."""
    interest = int(judgement.interest[row])
    mine = judgement.profiles[interest]
    asked = set(mine.asked.numbers.tolist())
    asked.intersection_update(judgement.entries.matrix.words.of_row(row).tolist())
    held = [term for term in texts.terms(text) if asked and word_number(term) in asked]
    there = frozenset(held)
    whole = {
        term for one in mine.interest.named() if _stands(one, there) for term in texts.terms(one)
    }
    found = [term for term in held if term in whole | {*texts.terms(mine.interest.sentence)}]
    if found:
        named = _phrases(mine.interest, text, there)
        said = {term for one in named for term in texts.terms(one)}
        others = {term: 1.0 for term in found if term not in said}
        terms = (*named, *telling(judgement.space, text, others))[:_NAMED]
        yield Reason(TERMS_NAMED, interest=interest, terms=terms)


def _stands(phrase: str, terms: frozenset[str]) -> bool:
    """Whether each word of a phrase is there; of a run without spaces, some of it."""
    words = [found for token in texts.tokens(phrase) if (found := texts.terms_of(token))]
    return bool(words) and all(terms.intersection(word) for word in words)


def _phrases(interest: Interest, text: str, found: frozenset[str]) -> tuple[str, ...]:
    """What was named in several words and stands so in the text, as the text writes it."""
    wanted = [texts.terms(one) for one in interest.named()]
    written = [texts.phrase(one, text) for one in wanted if len(one) > 1 and found >= {*one}]
    return tuple(dict.fromkeys(filter(None, written)))


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
