"""Which of the places on a card may be followed: where somebody speaks, not where they work."""

import re

from kith.core.contacts import Card
from kith.core.identity import place_key
from kith.core.problems import Trouble
from kith.sources.asked import account
from kith.sources.sites import known

_AT_A_SERVER = re.compile(r"https?://[^/]+/(?:@|users/)[\w.-]+/?")


def followable(card: Card) -> tuple[str, ...]:
    """Accounts and pages to look for a feed at; accounts on sites that have none are left out."""
    places = [one.value for one in card.profiles if _speaks(one.value, anywhere=False)]
    pages = (one for one in card.pages if not one.label.startswith("work"))
    places += [one.value for one in pages if _speaks(one.value, anywhere=True)]
    once: dict[str, str] = {}
    for place in places:
        once.setdefault(place_key(place), place)
    return tuple(once.values())


def _speaks(place: str, *, anywhere: bool) -> bool:
    """Whether a place may have a feed; `anywhere`: a page of one's own may, wherever it is."""
    if account(place):
        return place.startswith("@")
    if not place.startswith(("https://", "http://")):
        return False
    try:
        shape = known(place)
    except Trouble:
        return False
    if shape:
        return not shape.nothing
    return anywhere or bool(_AT_A_SERVER.fullmatch(place))
