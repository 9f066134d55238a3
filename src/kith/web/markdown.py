"""A reader's own notes, written in Markdown, as clean HTML."""

from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from kith.net import html


@lru_cache(maxsize=200)
def rendered(text: str) -> Markup:
    """The text as HTML, cleaned like everything else that is shown; markup in it stays text."""
    return Markup(html.clean(_reader().render(text), ""))  # noqa: S704 - cleaned


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
