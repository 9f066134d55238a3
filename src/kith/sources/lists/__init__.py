"""Lists of voices: brought from elsewhere, and taken away."""

import re

from kith.core.problems import Trouble
from kith.sources.lists.addresses import has_address, read_addresses
from kith.sources.lists.bookmarks import is_bookmarks, read_bookmarks
from kith.sources.lists.decoding import decode
from kith.sources.lists.opml import read_opml
from kith.sources.lists.shapes import BroughtList, LeftOut, Outline, join_label, split_label
from kith.sources.lists.tables import is_accounts, is_channels, read_accounts, read_channels
from kith.sources.lists.writer import write_opml

__all__ = [
    "MOST_MEGABYTES",
    "BroughtList",
    "LeftOut",
    "Outline",
    "join_label",
    "read_list",
    "split_label",
    "write_opml",
]

MOST_MEGABYTES = 20  # the largest lists in the wild have some 40,000 outlines and 12 MB

_OPML = re.compile(r"<(?:\w+:)?(?:opml|outline)[\s>]", re.IGNORECASE)


def read_list(data: bytes, filename: str = "") -> BroughtList:
    """What a file holds, whatever its format; its name decides only where the content does not.

    Raises Trouble: `list-too-large`, `list-empty`, `list-unreadable`, `list-of-contacts`.
    """
    if len(data) > MOST_MEGABYTES * 1024 * 1024:
        raise Trouble("list-too-large", megabytes=MOST_MEGABYTES)
    text = decode(data)
    if not text.strip():
        raise Trouble("list-empty")
    if text.lstrip()[:20].upper().startswith("BEGIN:VCARD"):
        raise Trouble("list-of-contacts")
    if _OPML.search(text) or filename.lower().endswith(".opml"):
        return read_opml(text)
    for fits, read in _READERS:
        if fits(text):
            return read(text)
    raise Trouble("list-unreadable")


_READERS = (
    (is_bookmarks, read_bookmarks),
    (is_accounts, read_accounts),
    (is_channels, read_channels),
    (has_address, read_addresses),
)
