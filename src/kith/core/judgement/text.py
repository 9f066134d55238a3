"""What a text speaks of: its terms, and the letters within them.

A term is a word, folded as the index folds it (`core.folding`) and brought to its singular, unless
it is one of the little words of a major language. Scripts without spaces give pairs of letters.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from kith.core import folding
from kith.core.judgement.little import LITTLE

_UNSPACED = re.compile(f"[{folding.UNSPACED}]")
_RUN = re.compile(f"[{folding.UNSPACED}]+|[^ {folding.UNSPACED}]+")
_HIRAGANA = re.compile("[\u3041-\u309f]+")
_LITTLE_HAN = frozenset("的了是在和与也就都而及着这那个们吗呢吧啊之不很把被")
LETTERS = 4  # of a gram
LONGEST = folding.LONGEST  # letters of a word
_SURFACE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|[CDJLMNST]|Qu)['’](?=[^\W\d_A-Z])")
_APART = re.compile(r"[^\w\s'’-]")  # no phrase goes on beyond it


def tokens(text: str) -> list[str]:
    """The folded words of a text in their order; an unspaced run is one of them."""
    folded = folding.fold(text)
    if _UNSPACED.search(folded):
        return _RUN.findall(folded)
    return folded.split()


def terms(text: str) -> list[str]:
    """What a text speaks of, in its order, with repetitions.

    >>> terms("The cities of the bees, 2024")
    ['city', 'bee', '2024']
    >>> terms("间隔学习")
    ['间隔', '隔学', '学习']
    """
    return list(_said(text))


@lru_cache(maxsize=256)  # one text is asked for by several reasons
def _said(text: str) -> tuple[str, ...]:
    return tuple(chain.from_iterable(map(terms_of, tokens(text))))


@lru_cache(maxsize=8192)
def terms_of(token: str) -> tuple[str, ...]:
    """The terms in one token: none for a little word, one for a word, pairs for an unspaced run."""
    if _UNSPACED.match(token):
        return tuple(_pairs(token))
    if len(token) < 2 or token in LITTLE:
        return ()
    return (singular(token[:LONGEST]),)


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1 and run not in _LITTLE_HAN:
        yield run
    for pair in map("".join, pairwise(run)):
        if not _HIRAGANA.fullmatch(pair) and not _LITTLE_HAN & set(pair):
            yield pair


def singular(word: str) -> str:
    """The word without the plural endings of English, French, Spanish and their like.

    After Harman's S-stemmer (1991): light on purpose, what it misses the grams catch.

    >>> [singular(word) for word in ("cities", "boxes", "bees", "class", "analysis", "bus")]
    ['city', 'box', 'bee', 'class', 'analysis', 'bus']
    """
    if len(word) < 4 or word[-1] != "s" or word[-2] in "sui" or not word[-2].isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("xes", "sses", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def is_number(term: str) -> bool:
    """Whether a term is only digits, as years, prices and counters are."""
    return term.isdecimal()


def grams(token: str) -> list[str]:
    """Four letters in a row of a token between spaces; two and three of an unspaced run.

    Runs of 3 and 5 letters as well found no more in what was tried, in three times the room.

    >>> grams("bees")
    [' bee', 'bees', 'ees ']
    """
    if _UNSPACED.match(token):
        return _runs_of(token, 2) + _runs_of(token, 3) or [token]
    return _runs_of(f" {token} ", LETTERS)


def stem(term: str) -> list[str]:
    """The grams that a term has in all its forms.

    >>> stem("library"), stem("bee"), stem("ai")
    ([' lib', 'libr', 'ibra', 'brar'], [' bee'], [' ai '])
    """
    if _UNSPACED.match(term) or len(term) < LETTERS - 1:
        return grams(term)
    return _runs_of(f" {term[:-1] if len(term) > LETTERS else term}", LETTERS)


def _runs_of(text: str, length: int) -> list[str]:
    return [text[i : i + length] for i in range(len(text) - length + 1)]


def spellings(text: str) -> dict[str, str]:
    """How each term of a text is written in it, where it first stands."""
    found: dict[str, str] = {}
    for word in reversed(_SURFACE.findall(text)):  # the first has the last word
        found |= _spelt(word)
    return found


@lru_cache(maxsize=8192)
def _spelt(word: str) -> dict[str, str]:
    own = chain.from_iterable(map(terms_of, tokens(word)))
    unspaced = _UNSPACED.search(word)
    return {term: term if unspaced else bare(word) for term in own}


def bare(word: str) -> str:
    """A word without a possessive ending and without an elided article.

    >>> bare("library\u2019s"), bare("l'école"), bare("O'Brien")
    ('library', 'école', "O'Brien")
    """
    return _POSSESSIVE.sub("", _ELIDED.sub("", word))


def phrase(wanted: Sequence[str], text: str) -> str:
    """How terms that follow each other are written in a text; empty where they do not.

    >>> phrase(["spaced", "repetition"], "On Spaced  repetition's limits")
    'Spaced repetition'
    """
    words = list(_SURFACE.finditer(text))
    said = [terms(word.group()) for word in words]
    for first in (place for place, held in enumerate(said) if held[:1] == list(wanted[:1])):
        last = _end(wanted, said, first)
        whole = text[words[first].start() : words[last].end()] if last >= first else ""
        if whole and not _APART.search(whole):
            return bare(" ".join(whole.split()))
    return ""


def _end(wanted: Sequence[str], said: Sequence[Sequence[str]], first: int) -> int:
    """The last word of the terms that begin with the first, -1 where others come between."""
    held: list[str] = []
    for place in range(first, len(said)):
        held += said[place]
        if held == list(wanted):
            return place
        if held != list(wanted[: len(held)]):
            break
    return -1


def join_pairs(found: Iterable[str], text: str) -> list[str]:
    """Terms as one would say them: pairs of letters that overlap in the text become one run."""
    kept = list(dict.fromkeys(found))
    pairs = {term for term in kept if _UNSPACED.match(term) and len(term) == 2}
    if not pairs:
        return kept
    runs = sorted(set(_runs(pairs, folding.fold(text))), key=lambda run: (-len(run), run))
    return [term for term in kept if term not in pairs] + runs


def _runs(pairs: set[str], folded: str) -> Iterator[str]:
    run = ""
    for pair in map("".join, pairwise(folded + " ")):
        if pair in pairs:
            run = run + pair[1] if run else pair
        elif run:
            yield run
            run = ""
