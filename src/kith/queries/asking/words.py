"""The words of a question, as the index has them: the rarest tell most."""

from collections.abc import Sequence
from dataclasses import dataclass

from kith.core.asking import Term
from kith.core.judgement import text as texts
from kith.core.judgement.features import word_number
from kith.core.judgement.space import Space

MOST = 12  # terms that are looked for
_SHOWN = 8  # that are marked where they stand
_OPEN = 4  # letters of one that may go on


@dataclass(frozen=True, slots=True)
class Word:
    """One term of a question, in how many entries it stands, and the forms that are looked for."""

    term: str
    entries: int
    forms: tuple[Term, ...]


def words(question: str, space: Space | None) -> list[Word]:
    """The telling terms of a question, the rarest first. Without a space all are as rare."""
    found = dict.fromkeys(
        (term, token) for token in texts.tokens(question) for term in texts.terms_of(token)
    )
    counts = space.frequencies.words if space else None
    told = {
        term: Word(
            term,
            int(counts[word_number(term)]) if counts is not None else 0,
            _forms(term, token if term in (token, texts.singular(token)) else term),
        )
        for term, token in found
    }
    return sorted(told.values(), key=lambda word: word.entries)[:MOST]


def _forms(term: str, token: str) -> tuple[Term, ...]:
    """A word as it stands, its singular, and the commonest plural."""
    plural = f"{term}s" if term.isascii() and term.isalpha() else term
    return tuple(map(Term, dict.fromkeys((token, term, plural))))


def forms(wanted: Sequence[Word]) -> list[Term]:
    """All forms of some words."""
    return [form for word in wanted for form in word.forms]


def shown(wanted: Sequence[Word]) -> list[Term]:
    """What is marked in a text that is shown."""
    return [Term(word.term, beginning=len(word.term) >= _OPEN) for word in wanted[:_SHOWN]]


def rare(wanted: Sequence[Word], most: int) -> tuple[list[Word], list[Word]]:
    """The words that stand in `most` entries together at the most, at least one; and the others."""
    total, kept = 0, 0
    for kept, word in enumerate(wanted):
        total += word.entries
        if kept and total > most:
            return list(wanted[:kept]), list(wanted[kept:])
    return list(wanted), []
