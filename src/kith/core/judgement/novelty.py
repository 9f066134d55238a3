"""Is it new? How much of an entry was read before, and what in it was not.

redundancy = 1 / (1 + exp(-(s - t) / (.15 t))), where s is the largest similarity to anything read
within 180 days and t the similarity at which two texts tell the same story. The closest single
entry is looked at, after Allan, Wade and Bolivar (2003, "Retrieval and novelty detection at the
sentence level").
"""

import math
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kith.core.judgement import text as texts
from kith.core.judgement.features import word_number
from kith.core.judgement.matrix import Floats, Ints, Matrix
from kith.core.judgement.plain import PLAIN
from kith.core.judgement.similarity import Index, alike, nearest
from kith.core.judgement.space import Space

READ_WITHIN = 180.0  # days
THRESHOLD = 0.12  # t for headlines
FEW = 25  # texts: beside more of them, the nearest is near by chance
AT_MOST = 0.005  # of unrelated pairs that may be as similar as t


@dataclass(frozen=True, slots=True, eq=False)
class Redundancy:
    """How much of each of n entries was read before."""

    redundancy: Floats  # shape (n,), 0 (new) to 1 (read before)
    likeness: Floats  # shape (n,), to the nearest that was read
    nearest: Ints  # shape (n,), its place among what was read; -1 where nothing is like it


def redundancy(space: Space, entries: Matrix, read: Matrix, base: float = THRESHOLD) -> Redundancy:
    """Compare entries with what was read in READ_WITHIN days."""
    found = nearest(entries, Index.of(space, read))
    likeness = found.likeness[:, 0]
    limits = thresholds(entries, base, beside=len(read))
    return Redundancy(squash(likeness, limits), likeness, found.places[:, 0])


def squash(likeness: Floats, threshold: Floats | float) -> Floats:
    """0 for unlike, 1/2 at the threshold, 1 for the same."""
    steepness = (likeness - threshold) / (0.15 * np.maximum(threshold, 1e-3))
    found: Floats = (1 / (1 + np.exp(-np.clip(steepness, -30, 30)))).astype(np.float32)
    return found


def thresholds(entries: Matrix, base: float = THRESHOLD, beside: int = 1) -> Floats:
    """t for each entry; see `threshold`."""
    return threshold(entries.words.lengths.astype(np.float32), base, beside)


def threshold(words: Floats, base: float = THRESHOLD, beside: int = 1) -> Floats:
    """t for texts of so many `words`, which grows by a quarter with each doubling above 20: two
    that tell the same then share more.

    And so with each doubling above FEW of the texts that it stands `beside`, whichever is more: of
    many, the nearest is nearer by chance.
    """
    doublings = np.log2(np.maximum(words / 20, max(beside / FEW, 1)))
    return (base * (1 + 0.25 * doublings)).astype(np.float32)


def calibrated(space: Space, sample: Matrix, voices: Sequence[int], months: Sequence[int]) -> float:
    """The base threshold for this installation, never below THRESHOLD.

    Of pairs of different voices and months at most AT_MOST may reach it: they tell different
    stories. `sample` of some hundred entries; with fewer than 100 such pairs THRESHOLD stays.
    """
    one, other = np.triu_indices(len(sample), 1)
    voice, month = np.asarray(voices), np.asarray(months)
    apart = (voice[one] != voice[other]) & (month[one] != month[other])
    if apart.sum() < 100:
        return THRESHOLD
    likeness = alike(space, sample, sample)[one[apart], other[apart]]
    longest = np.maximum(*(thresholds(sample, 1.0)[side[apart]] for side in (one, other)))
    return float(max(THRESHOLD, np.quantile(likeness / longest, 1 - AT_MOST)))


def new_here(space: Space, text: str, read: Sequence[str], most: int = 3) -> tuple[str, ...]:
    """The terms of a text that none of those read has: the rarest, as they are written."""
    known = {term for other in read for term in texts.terms(other)}
    return telling(space, text, subjects(text, but=known), most)


def shared(space: Space, text: str, other: str, most: int = 3) -> tuple[str, ...]:
    """What both texts speak of: common terms that are rare and that both say often, as the first
    writes them.
    """
    mine, theirs = subjects(text), subjects(other)
    common = {term: weight * theirs[term] for term, weight in mine.items() if term in theirs}
    return telling(space, text, common, most)


def subjects(text: str, but: Container[str] = ()) -> dict[str, float]:
    """The terms of a text that may be its subject, but for some, and how much each is one: by how
    often it is said, the first time counting most.
    """
    said = Counter(term for term in texts.terms(text) if term not in but and term not in PLAIN)
    return {term: math.log1p(times) for term, times in said.items()}


def telling(space: Space, text: str, found: Mapping[str, float], most: int = 3) -> tuple[str, ...]:
    """Of terms of a text those that tell most (by idf, times their own weight), as they are written
    in it.
    """
    idf = space.words.idf
    worth = {term: weight * float(idf[word_number(term)]) for term, weight in found.items()}
    there = [term for term in found if not texts.is_number(term)]
    ranked = sorted(there, key=lambda term: -round(worth[term], 6))
    spelt = texts.spellings(text)
    joined = texts.join_pairs(ranked[: most * 3], text)
    written = dict.fromkeys(spelt.get(term, term) for term in joined)
    return tuple(written)[:most]
