"""Whether an entry holds a term that was named, or only another word of the same number.

There are more words than numbers. In a cosine that is no matter, for each is one of many; but of
what a reader named, one hit decides. So a hit on a rare number has to be borne out: a term by its
letters, a pair by both of its terms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kith.core.judgement import text as texts
from kith.core.judgement.features import gram_number, pair_number, word_number
from kith.core.judgement.matrix import Block, Flags, Ints, Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """What an entry that holds a number holds as well."""

    letters: Ints  # grams
    terms: Ints  # words


def proofs(phrases: Iterable[str]) -> Mapping[int, Proof]:
    """For the number of each term and each pair in some phrases; numerals need none."""
    found: dict[int, Proof] = {}
    for phrase in phrases:
        terms = texts.terms(phrase)
        numbers = [word_number(term) for term in terms]
        for term, number in zip(terms, numbers, strict=True):
            if not texts.is_number(term):
                found[number] = Proof(_numbers(map(gram_number, texts.stem(term))), _numbers(()))
        for one, other in pairwise(numbers):
            found.setdefault(pair_number(one, other), Proof(_numbers(()), _numbers((one, other))))
    return found


def _numbers(given: Iterable[int]) -> Ints:
    return np.array(sorted(set(given)), dtype=np.int64)


def borne_out(
    matrix: Matrix, rows: Ints, numbers: Ints, usual: Flags, known: Mapping[int, Proof]
) -> Flags:
    """Of hits (entry and number) those that are borne out; a `usual` number needs no proof."""
    found = np.ones(len(rows), dtype=np.bool_)
    for number in np.unique(numbers).tolist():
        proof = known.get(number)
        if proof is not None and not usual[number]:
            hits = np.flatnonzero(numbers == number)
            found[hits] = _hold(matrix.grams, rows[hits], proof.letters)
            found[hits] &= _hold(matrix.words, rows[hits], proof.terms)
    return found


def _hold(block: Block, rows: Ints, wanted: Ints) -> Flags:
    """Whether each of some rows holds all of these numbers."""
    if not len(wanted) or not len(rows):
        return np.ones(len(rows), dtype=np.bool_)
    few = block.take(rows)
    size = np.int64(1) << 32
    held = few.rows() * size + few.numbers  # in order, for rows are
    asked = np.arange(len(rows))[:, np.newaxis] * size + wanted
    places = np.searchsorted(held, asked).clip(max=max(len(held) - 1, 0))
    if not len(held):
        return np.zeros(len(rows), dtype=np.bool_)
    return np.asarray((held[places] == asked).all(axis=1))
