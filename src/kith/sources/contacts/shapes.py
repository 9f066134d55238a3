"""What a file of contacts holds, as plain data."""

from dataclasses import dataclass

from kith.core.contacts import Card
from kith.core.problems import Problem
from kith.sources.lists.shapes import LeftOut

__all__ = ["BroughtCards", "LeftOut"]


@dataclass(frozen=True, slots=True)
class BroughtCards:
    """A file as read: its cards in their order, and a report of all that was not taken."""

    cards: tuple[Card, ...]
    format: str  # "vcard", "google", "linkedin", "outlook", "mastodon", "table"
    left_out: tuple[LeftOut, ...] = ()  # whole cards, or parts of the card with that title
    without_place: tuple[tuple[str, int], ...] = ()  # a field Kith has no place for, how often
    notices: tuple[Problem, ...] = ()  # of the file as a whole
