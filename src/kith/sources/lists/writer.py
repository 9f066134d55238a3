"""OPML 2.0 for other programs, and for Kith itself."""

from collections.abc import Iterable
from datetime import datetime

from kith.sources.lists.shapes import Outline


def write_opml(title: str, owner: str, entries: Iterable[Outline], *, now: datetime) -> bytes:
    """The list as UTF-8 bytes: labels as nested folders; one with two labels stands in both."""
    raise NotImplementedError(title, owner, entries, now)
