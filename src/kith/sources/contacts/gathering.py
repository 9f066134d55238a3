"""Collects the cards of a file, and what could not be taken with its reason."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from kith.core.contacts import Card
from kith.core.problems import Problem, Trouble
from kith.sources.contacts.draft import Draft
from kith.sources.contacts.shapes import BroughtCards, LeftOut

MOST_CARDS = 50_000
MOST_LEFT_OUT = 5_000


class Gathering:
    """Filled by one reader, in the order of the file."""

    def __init__(self, format_name: str) -> None:
        self._format = format_name
        self._cards: list[Card] = []
        self._left_out: list[LeftOut] = []
        self.without_place: Counter[str] = Counter()
        self.guessed = False  # the encoding was not said, and is not UTF-8

    def take(self, draft: Draft) -> None:
        """Keep a card. Raises Trouble("contacts-too-many")."""
        card = draft.card()
        if card is None:
            self.leave_out("", Problem("contact-empty"), draft.line)
        else:
            self._cards.append(card)
            self._left_out += draft.left_out()[: MOST_LEFT_OUT - len(self._left_out)]
        if len(self._cards) > MOST_CARDS:
            raise Trouble("contacts-too-many", n=MOST_CARDS)

    def leave_out(self, title: str, problem: Problem, line: int) -> None:
        """Note a whole card that could not be taken."""
        if len(self._left_out) < MOST_LEFT_OUT:
            self._left_out.append(LeftOut(title, problem, line))

    def done(self, categories: Mapping[str, list[str]] | None = None) -> BroughtCards:
        """What was read. Raises Trouble("contacts-empty") where nothing at all stood there."""
        if not self._cards and not self._left_out:
            raise Trouble("contacts-empty")
        return BroughtCards(
            tuple(_grouped(card, categories or {}) for card in self._cards),
            self._format,
            tuple(self._left_out),
            tuple(self.without_place.most_common()),
            (Problem("contacts-encoding-guessed"),) if self.guessed else (),
        )


def _grouped(card: Card, categories: Mapping[str, list[str]]) -> Card:
    """The card with the groups that named it from elsewhere in the file."""
    more = categories.get(card.uid) if card.uid else None
    if not more:
        return card
    return replace(card, categories=tuple(dict.fromkeys((*card.categories, *more))))
