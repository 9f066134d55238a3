"""Terms that tell some texts from others: proposed for an interest, never taken by themselves."""

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kith.core import folding
from kith.core.judgement import text as texts

_WORD = re.compile(rf"[{folding.UNSPACED}]+|(?:(?![{folding.UNSPACED}])[^\W\d_])+")
_UNSPACED = re.compile(f"[{folding.UNSPACED}]")
_BREAK = re.compile(r"[^\w\s'’-]|[|_/\n\t]|\s['’-]|['’-]\s")  # no phrase goes on beyond it
_SHORTEST = 3  # letters of a word
_PRIOR = 500.0  # terms: so much must be seen before a rare one stands out,
_PRIOR_SHARE = 0.2  # or this share of all, where there is little to go by
_LEAST = 0.25  # standard deviations
_THEIRS = 0.4  # of all texts with a term: so many must be among those that it is to tell
_MOSTLY = 0.5  # of the texts with a word: a phrase that is in so many says it better


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of some texts hold each term: a word, or two side by side."""

    texts: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    written: dict[str, str] = field(default_factory=dict)  # a term as the texts write it

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            self.texts + other.texts, self.counts + other.counts, other.written | self.written
        )


@dataclass(frozen=True, slots=True)
class Proposed:
    """A term as the texts write it, how many hold it, how many others do, and how far that is from
    chance, in standard deviations.
    """

    term: str
    texts: int
    others: int
    score: float


def propose(
    own: Sequence[str], others: Sequence[str], most: int = 8, *, least: int = 2
) -> list[Proposed]:
    """The terms that tell some plain texts from others, the most telling first.

    At least `least` of them must hold a term. Of one long text, give its sentences. Deterministic:
    ties stand in the order of the alphabet.
    """
    held = counted(own)
    return distinctive(held, held + counted(others), most, least=least)


def counted(given: Iterable[str]) -> Counted:
    """Count the terms of plain texts; each counts once a text, so that none can shout."""
    n, counts, written = 0, Counter[str](), dict[str, str]()
    for text in given:
        n += 1
        found = dict(reversed([*_terms(text)]))  # of each term the first
        counts.update(found.keys())
        for key, term in found.items():
            if key not in written or (term.islower() and not written[key].islower()):
                written[key] = term
    return Counted(n, counts, written)


def _terms(text: str) -> Iterator[tuple[str, str]]:
    """What makes each term of a text the same, and how it is written there."""
    for part in _BREAK.split(text):
        words = [(_key(word), word) for run in _WORD.findall(part) for word in _cut(run)]
        yield from ((key, word) for key, word in words if key)
        for (one, first), (other, second) in pairwise(words):
            if one and other and one != other and not _UNSPACED.match(one):
                yield f"{one} {other}", f"{first} {second}"


def _cut(run: str) -> list[str]:
    """A word; of a run without spaces, the pairs of letters that tell something."""
    return list(texts.terms_of(run)) if _UNSPACED.match(run) else [run]


def _key(word: str) -> str:
    """What makes a word the same as another; empty where it tells nothing."""
    terms = texts.terms(word)
    if len(terms) != 1 or (len(terms[0]) < _SHORTEST and not _UNSPACED.match(terms[0])):
        return ""
    return terms[0]


def of_voices(voices: Sequence[Counted], whole: Counted, most: int = 8) -> list[Proposed]:
    """The terms that tell some voices from the `whole`, which holds them as well.

    Where there are several, what only one of them says is its own furniture and is left out.
    """
    said = Counter(key for one in voices for key in one.counts)
    shared = {key for key, n in said.items() if n > 1} if len(voices) > 1 else None
    return distinctive(sum(voices, Counted()), whole, most, among=shared)


def distinctive(
    own: Counted,
    whole: Counted,
    most: int = 8,
    *,
    least: int = 2,
    among: Container[str] | None = None,
) -> list[Proposed]:
    """As `propose`, from counts that were made before; `whole` holds `own` as well.

    Weighted log-odds with an informative Dirichlet prior: Monroe, Colaresi and Quinn (2008),
    "Fightin' Words", section 3.5, with the whole as the prior. A phrase stands for a word that
    mostly goes with others in it.
    """
    scored = [
        Proposed(own.written[key], n, whole.counts[key] - n, round(_score(key, own, whole), 4))
        for key, n in own.counts.items()
        if n >= least and (among is None or key in among)
    ]
    telling = [
        one
        for one in scored
        if one.score >= _LEAST and one.texts >= _THEIRS * (one.texts + one.others)
    ]
    telling.sort(key=lambda one: (-one.score, one.term))
    return _without_parts(telling[: 20 * most], most)


def _score(key: str, own: Counted, whole: Counted) -> float:
    mine, everything = own.counts.total(), whole.counts.total()
    n, others = own.counts[key], whole.counts[key] - own.counts[key]
    mass = min(_PRIOR, _PRIOR_SHARE * everything)
    prior = mass * whole.counts[key] / everything
    odds = _odds(n + prior, mine + mass)
    against = _odds(others + prior, everything - mine + mass)
    return (odds - against) / math.sqrt(1 / (n + prior) + 1 / (others + prior))


def _odds(part: float, whole: float) -> float:
    return math.log(part / max(whole - part, 1e-9))  # a part may be all there is


def _without_parts(scored: Sequence[Proposed], most: int) -> list[Proposed]:
    """No word twice, alone or in a phrase: of the two, the one that says more."""
    phrases = [(one, _words(one)) for one in scored if " " in one.term]
    chosen: list[Proposed] = []
    taken: set[str] = set()
    for one in scored:
        words = _words(one)
        better = [p for p, held in phrases if words < held and p.texts >= _MOSTLY * one.texts]
        best = better[0] if better else one
        if not taken & _words(best):
            chosen.append(best)
            taken |= _words(best)
        if len(chosen) == most:
            break
    return chosen


def _words(one: Proposed) -> set[str]:
    return {_key(word) for word in one.term.split()}
