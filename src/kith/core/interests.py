"""What a person types to say what they want to learn, understood as names and terms."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kith.core import folding
from kith.core.judgement.little import LITTLE
from kith.core.judgement.plain import is_plain

LONGEST_NAME = 100  # characters
LONGEST_TERM = 60
MOST_TERMS = 30  # of one interest
MOST_LINES = 20  # of one text
_PHRASE = 3  # words that stand together by themselves; more are a sentence
_MARKS = " \t.,;:!?\"'“”„«»‘’()[]-–—•*#"
_SMALL = LITTLE | {"better", "help", "know", "learn", "learning", "understand", "want"}


@dataclass(frozen=True, slots=True)
class Draft:
    """An interest as it was typed: a name and the terms to recognise it by."""

    name: str
    terms: tuple[str, ...]


def typed(text: str) -> list[Draft]:
    """The interests of a text, one a line.

    >>> typed("retrieval practice, feedback")
    [Draft(name='Retrieval practice', terms=('retrieval practice', 'feedback'))]
    >>> typed("Memory: recall, testing")
    [Draft(name='Memory', terms=('recall', 'testing'))]
    >>> typed("how to help staff remember training")
    [Draft(name='How to help staff remember training', terms=('staff', 'remember', 'training'))]
    """
    drafts = (_draft(line) for line in text.splitlines())
    found: dict[str, Draft] = {}
    for draft in drafts:
        if draft:
            found.setdefault(same(draft.name), draft)
    return list(found.values())[:MOST_LINES]


def _draft(line: str) -> Draft | None:
    named, colon, rest = line.partition(": ")
    if colon and terms(rest) and terms(named):
        return Draft(_name(named), terms(rest))
    said = terms(line)
    if not said:
        return None
    return Draft(_name(said[0]), said if len(said) > 1 else _apart(said[0]))


def _name(text: str) -> str:
    text = _tidy(text)[:LONGEST_NAME].rstrip()
    return text[:1].upper() + text[1:]


def _apart(phrase: str) -> tuple[str, ...]:
    """A sentence as the words in it that tell something; a phrase as it is."""
    parts = phrase.split()
    if len(parts) <= _PHRASE:
        return (phrase,)
    large = [word for word in parts if folding.fold(word) not in _SMALL]
    telling = [word for word in large if not is_plain(word)]
    return terms(",".join(telling or large)) or (phrase,)


def terms(text: str) -> tuple[str, ...]:
    """The terms of a text with commas, semicolons or lines between them, each once."""
    return distinct(re.split(r"[,;\n]", text))


def distinct(words: Iterable[str]) -> tuple[str, ...]:
    """At most MOST_TERMS terms, tidied, each once however it is written."""
    found: dict[str, str] = {}
    for term in (_tidy(word)[:LONGEST_TERM].rstrip() for word in words):
        if same(term):
            found.setdefault(same(term), term)
    return tuple(found.values())[:MOST_TERMS]


def same(text: str) -> str:
    """What makes two names or terms the same, however they are written; empty without a word."""
    return " ".join(folding.fold(text).split())


def joined(old: Sequence[str], new: Iterable[str]) -> tuple[str, ...]:
    """The terms there are, and those that are new among others."""
    return distinct([*old, *new])


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(_MARKS)
