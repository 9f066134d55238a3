"""A reader's own notes, written in Markdown, as clean HTML."""

import importlib
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from kith.net import html

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@lru_cache(maxsize=200)
def rendered(text: str) -> Markup:
    """The text as HTML, cleaned like everything else that is shown; markup in it stays text."""
    return Markup(html.clean(_reader().render(text), ""))  # noqa: S704 - cleaned


@cache
def _reader() -> "MarkdownIt":
    """A server needs it only once a note is shown."""
    markdown = importlib.import_module("markdown_it")
    made: MarkdownIt = markdown.MarkdownIt("commonmark", {"html": False, "breaks": True})
    return made.enable("table")
