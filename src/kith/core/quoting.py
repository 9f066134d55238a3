"""Find quotations again in a text that may have been edited, and mark them in its HTML.

A quotation is kept as the W3C's text quote selector has it: the words, and a little of what stands
before and after them (https://www.w3.org/TR/annotation-model/#text-quote-selector). Where it
begins and ends is found anew each time. White space never matters: it differs between a text, what
a browser says was selected in it, and what a person pastes.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import NamedTuple

CONTEXT = 32  # characters kept of what stands before and after
LONGEST = 10_000  # characters of one quotation
_MOST_PLACES = 1000  # of the same words, that are compared

# One tag, one character reference, or letters without white space.
_PARTS = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)|(&#?\w+;)|([^\s&<]+|[&<])')
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|ruby|rp|rt|s|samp|small|span"
    r"|strong|sub|sup|time|u|var|wbr)\b"
)

Span = tuple[int, int]  # of letters, the second one past the end


class Quote(NamedTuple):
    """Words of a text, and what stands around them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class _Piece(NamedTuple):
    """Letters that stand together in the HTML."""

    first: int  # the number of its first letter
    start: int  # where it stands in the HTML
    end: int
    node: int  # of text, counted by the tags before it
    whole: bool  # a character reference: it cannot be divided
    gap: bool  # white space or a block's edge stands before it


@dataclass(frozen=True, slots=True)
class Text:
    """The letters of clean HTML, without white space, and where each stands in it."""

    html: str
    letters: str
    pieces: Sequence[_Piece]
    firsts: Sequence[int]

    def between(self, low: int, high: int) -> str:
        """The words of a span, with single spaces."""
        said = []
        for piece in self.pieces[self._at(low) : self._at(high - 1) + 1] if high > low else ():
            text = self.letters[max(piece.first, low) : min(self._after(piece), high)]
            said.append(f" {text}" if piece.gap and piece.first >= low else text)
        return "".join(said).strip()

    def _at(self, letter: int) -> int:
        return bisect_right(self.firsts, letter) - 1

    def _after(self, piece: _Piece) -> int:
        place = self._at(piece.first) + 1
        return self.firsts[place] if place < len(self.firsts) else len(self.letters)

    def segments(self, low: int, high: int) -> Iterator[Span]:
        """Where a span stands in the HTML: one stretch for each node of text."""
        pieces = self.pieces[self._at(low) : self._at(high - 1) + 1]
        start = end = node = -1
        for piece in pieces:
            first = piece.start if piece.whole else piece.start + max(low - piece.first, 0)
            inside = min(high, self._after(piece)) - piece.first
            last = piece.end if piece.whole else piece.start + inside
            if piece.node != node:
                if node >= 0:
                    yield start, self._stretched(end, 1)
                    first = self._stretched(first, -1)
                start, node = first, piece.node
            end = last
        if node >= 0:
            yield start, end

    def _stretched(self, place: int, way: int) -> int:
        """Over the spaces up to the edge of the node, so that a mark has no holes."""
        step = place
        while 0 < step < len(self.html) and self.html[step - (way < 0)] == " ":
            step += way
        edge = self.html[step : step + 1] == "<" if way > 0 else self.html[step - 1 : step] == ">"
        return step if edge else place


def read(html: str) -> Text:
    """The letters of clean HTML (see net.html.clean)."""
    letters: list[str] = []
    pieces: list[_Piece] = []
    count, node, end, gap = 0, 0, 0, False
    for part in _PARTS.finditer(html):
        tag, reference, plain = part.groups()
        gap = gap or part.start() > end
        end = part.end()
        if tag is not None:
            node += 1
            gap = gap or not _INLINE.match(tag)
            continue
        text = squeezed(unescape(reference)) if reference else plain
        if not text:
            gap = True
            continue
        pieces.append(_Piece(count, part.start(), end, node, bool(reference), gap))
        letters.append(text)
        count += len(text)
        gap = False
    return Text(html, "".join(letters), pieces, [piece.first for piece in pieces])


def squeezed(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def find(text: Text, quote: Quote) -> Span | None:
    """Where a quotation stands: with all that stood around it, else where most of that does.

    None where its words are no longer there.
    """
    exact, before, after = (squeezed(part) for part in quote)
    if not exact:
        return None
    whole = text.letters.find(before + exact + after)
    if whole >= 0:
        return whole + len(before), whole + len(before) + len(exact)
    places = _places(text.letters, exact)
    if not places:
        return None
    best = max(places, key=lambda at: _alike(text.letters, at, exact, before, after))
    return best, best + len(exact)


def _places(letters: str, exact: str) -> list[int]:
    found: list[int] = []
    at = letters.find(exact)
    while at >= 0 and len(found) < _MOST_PLACES:
        found.append(at)
        at = letters.find(exact, at + 1)
    return found


def _alike(letters: str, at: int, exact: str, before: str, after: str) -> int:
    """How many letters around a place are those that stood there."""
    ahead = letters[max(at - len(before), 0) : at][::-1]
    behind = letters[at + len(exact) : at + len(exact) + len(after)]
    return _shared(ahead, before[::-1]) + _shared(behind, after)


def _shared(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def quoted(text: Text, quote: Quote) -> Quote | None:
    """The quotation as the text has it, with what stands around it; None if it is not there."""
    span = find(text, quote)
    if span is None:
        return None
    low, high = span
    return Quote(
        text.between(low, high)[:LONGEST],
        text.between(max(low - CONTEXT, 0), low)[-CONTEXT:],
        text.between(high, min(high + CONTEXT, len(text.letters)))[:CONTEXT],
    )


def marked(text: Text, spans: Mapping[int, Span]) -> str:
    """The HTML with each span in <mark> elements; the first of number 7 has the id highlight-7.

    Spans may overlap: marks lie in one another then. What is read stays the same.
    """
    named: set[int] = set()
    parts: list[str] = []
    last = 0
    for low, high, numbers in _runs(spans):
        for start, end in text.segments(low, high):
            start = max(start, last)  # a reference to several letters cannot be shared
            if start >= end:
                continue
            parts += [text.html[last:start], *_openings(numbers, named), text.html[start:end]]
            parts.append("</mark>" * len(numbers))
            last = end
    return "".join([*parts, text.html[last:]])


def _runs(spans: Mapping[int, Span]) -> Iterator[tuple[int, int, list[int]]]:
    """Stretches of letters with the numbers of all the spans that cover them."""
    edges = sorted({edge for span in spans.values() for edge in span})
    for low, high in pairwise(edges):
        numbers = [n for n, (start, end) in spans.items() if start <= low and high <= end]
        if numbers:
            yield low, high, numbers


def _openings(numbers: Iterable[int], named: set[int]) -> Iterator[str]:
    for number in numbers:
        name = "" if number in named else f' id="highlight-{number}"'
        named.add(number)
        yield f'<mark class="pen" data-highlight="{number}"{name}>'
