"""Words marked in a text, as HTML that is safe whatever the text holds."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kith.core import folding
from kith.core.asking import Term

Span = tuple[int, int]

_FIRST = 4_000  # characters that are looked at first
_BEFORE = 50  # characters before the first word that is shown
_SHOWN = 240


def patterns(terms: Iterable[Term]) -> list[re.Pattern[str]]:
    """What to look for in a folded text."""
    return folding.patterns((term.text, term.open) for term in terms if not term.excluded)


def marked(text: str, wanted: Sequence[re.Pattern[str]]) -> SafeString:
    """The whole text with the words marked."""
    text = unicodedata.normalize("NFC", text)
    return _marked(text, spans(text, wanted))


def piece(text: str, wanted: Sequence[re.Pattern[str]], otherwise: str) -> SafeString:
    """What stands around the first of the words, all of them marked; `otherwise` if none is."""
    text = unicodedata.normalize("NFC", text)
    found = spans(text[:_FIRST], wanted) or (spans(text, wanted) if text[_FIRST:] else [])
    if not found:
        return marked(otherwise, wanted)
    start = _begin(text, found[0][0])
    end = _end(text, max(start + _SHOWN, found[0][1]))
    inside = [(low - start, min(high, end) - start) for low, high in found if low < end]
    shown = _marked(text[start:end], inside)
    return mark_safe(f"{'… ' * (start > 0)}{shown}{' …' * (end < len(text))}")  # noqa: S308 (escaped)


def spans(text: str, wanted: Sequence[re.Pattern[str]]) -> list[Span]:
    """Where the words stand in a text in form NFC, in order; none overlaps another."""
    folded = folding.fold(text)
    found = sorted(
        match.span() for one in wanted for match in one.finditer(folded) if match.group()
    )
    if found and len(folded) != len(text):
        places = folding.places(text)
        found = [(places[low], places[high - 1] + 1) for low, high in found]
    apart: list[Span] = []
    for low, high in found:
        if apart and low < apart[-1][1]:
            low, high = apart[-1][0], max(high, apart.pop()[1])
        apart.append((low, high))
    return apart


def _begin(text: str, place: int) -> int:
    """The beginning of a word some way before a place."""
    if place <= _BEFORE:
        return 0
    space = text.find(" ", place - _BEFORE, place)
    return space + 1 if space >= 0 else place - _BEFORE // 2


def _end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - 30, place)
    return space if space >= 0 else place


def _marked(text: str, found: Sequence[Span]) -> SafeString:
    parts, last = [], 0
    for low, high in found:
        parts += [escape(text[last:low]), "<mark>", escape(text[low:high]), "</mark>"]
        last = high
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308 (escaped above)
