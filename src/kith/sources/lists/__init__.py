"""Lists of voices: brought from elsewhere, and taken away."""

from kith.core.problems import Trouble
from kith.sources.lists.shapes import BroughtList, LeftOut, Outline, join_label, split_label
from kith.sources.lists.writer import write_opml

__all__ = [
    "BroughtList",
    "LeftOut",
    "Outline",
    "join_label",
    "read_list",
    "split_label",
    "write_opml",
]


def read_list(data: bytes, filename: str = "") -> BroughtList:
    """What a file holds, whatever its format.

    Raises Trouble: `list-too-large`, `list-empty`, `list-unreadable`.
    """
    raise Trouble("list-unreadable", filename=filename, bytes=len(data))
