"""The lines of a list, as HTML.

To render the template of a line thirty times took half the time of a page. So it is rendered once
for each shape that a line can have, with holes where lines differ; each line then fills the holes.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import get_language
from markupsafe import Markup, escape

from kith.queries import sentences
from kith.queries.reading import Line
from kith.queries.searching import Found
from kith.web import spoken, words

_NAMES = (
    *("entry", "voice", "name", "title", "heading", "excerpt", "added"),
    *("address", "minutes", "at", "day", "suffix", "asked"),
    *("interest", "also"),
)
_HOLES = {name: f"\ue000{name}\ue001" for name in _NAMES}
_HOLE = re.compile("\ue000([a-z]+)\ue001")


class Shape(NamedTuple):
    """What decides on the markup of a line."""

    unread: bool
    kept: bool
    plays: str  # "audio", "video" or empty
    told: bool  # whether it has an excerpt
    alone: bool  # in a list of one voice, which goes without saying
    dated: bool
    fits: bool  # an interest
    folds: bool  # what others tell alike
    added: str = ""  # what of the reader's own was found: "note", "highlight" or "word"


def lines(
    rows: Iterable[Line],
    suffix: str = "",
    *,
    alone: bool = False,
    dated: bool = False,
    about: int | None = None,
) -> Markup:
    """Entries of a list; `suffix` stands behind each address and names the list.

    `about` is the number of the interest whose page they stand on.
    """
    language, end = get_language() or "", escape(suffix)
    said = ({"dated": 1} if dated else {}) | ({"about": about} if about else {})
    asked = escape(_with(suffix, said)) if said else end
    filled = (_filled(row, language, end, asked, alone=alone, dated=dated) for row in rows)
    return Markup("\n".join(filled))  # noqa: S704 - the template with escaped texts


def found(rows: Iterable[Found], suffix: str, typed: str) -> Markup:
    """What a search for `typed` found: a day on each line, and its words marked."""
    language, end = get_language() or "", escape(suffix)
    asked = escape(_with(suffix, {"q": typed}))
    filled = (_filled(row.line, language, end, asked, dated=True, found=row) for row in rows)
    return Markup("\n".join(filled))  # noqa: S704 - the template with escaped texts


def _with(suffix: str, query: Mapping[str, str | int]) -> str:
    """What a line has to say of itself where it asks to be changed, so that it comes back alike."""
    return f"{suffix}{'&' if suffix else '?'}{urlencode(query)}"


def _filled(
    line: Line,
    language: str,
    suffix: Markup,
    asked: Markup,
    *,
    alone: bool = False,
    dated: bool = False,
    found: Found | None = None,
) -> str:
    added = found.said.what if found and found.said else ""
    shape = Shape(
        line.unread,
        line.kept,
        line.plays,
        bool(line.excerpt),
        alone,
        dated,
        bool(line.interest),
        bool(line.also),
        added,
    )
    title = escape(line.title)
    return _mould(shape, language) % {
        "entry": line.entry,
        "voice": line.voice,
        "name": escape(line.voice_name),
        "title": title,
        "heading": found.title if found else title,
        "excerpt": found.excerpt if found else escape(line.excerpt),
        "added": found.piece if found else "",
        "address": escape(words.web(line.url)),
        "minutes": escape(words.minutes(line.minutes)),
        "at": words.iso(line.at) if dated else "",
        "day": escape(words.when(line.at)) if dated else "",
        "suffix": suffix,
        "asked": _asked(asked, line),
        "interest": escape(line.interest),
        "also": _also(line, suffix) if line.also else "",
    }


def _asked(asked: Markup, line: Line) -> Markup:
    """Where a line with others under it asks to be changed, it names them."""
    if not line.also:
        return asked
    entries = ".".join(str(one.entry) for one in line.also)
    return asked + f"{'&' if '?' in asked else '?'}also={entries}"


def _also(line: Line, suffix: Markup) -> str:
    names = list(dict.fromkeys(one.voice_name for one in line.also))
    if len(names) > 2:
        names = [names[0], sentences.others(len(names) - 1)]
    template = spoken.template("_also.html")
    return template.render(also=line.also, names=sentences.listed(names), suffix=suffix)


@lru_cache(maxsize=1000)
def _mould(shape: Shape, _language: str) -> str:
    """The markup of a shape, with holes for the % operator."""
    html = spoken.template("_line.html").render(shape=shape, hole=_HOLES)
    return _HOLE.sub(r"%(\1)s", html.replace("%", "%%"))
