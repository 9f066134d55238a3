"""Watch anything: from what a person pastes to the conversation that stands there."""

import re

from kith.core.problems import Trouble
from kith.net.addresses import host, join, normalise, split
from kith.net.door import Answer, Door
from kith.net.encoding import decode
from kith.net.pages import Page, read_page
from kith.sources import KINDS, Kind
from kith.sources.asked import address_in
from kith.sources.finding import Found
from kith.sources.sites import known, known_page
from kith.sources.visits import Lead, Visits, read_channel

_CONVERSATIONS = tuple(kind for kind in KINDS if kind.conversation)
_LATER = {"asked-to-wait", "too-slow", "unreachable", "name-unanswered", "server-error"}
_EVERY = re.compile(r"/comments/feed\b|/feeds/comments\b|/comments\.(?:rss|xml|atom)")
# Feeds of places where each page is one conversation, whatever kind of channel they are.
_TALK = re.compile(r"/feeds/question/\d|/topic/\d+\.rss|/list/[^/]+/thread/")


def looks_like_one(address: str) -> bool:
    """Whether the address alone says that people talk there. Asks nobody."""
    return any(kind.recognise(address) for kind in _CONVERSATIONS)


async def find_conversation(door: Door, text: str) -> Found:
    """The conversation at an address, read once: by its look, by its page, or as a feed.

    Raises Trouble: `nothing-to-watch`, `address-unusable`, or what kept a conversation away that
    ought to be there.
    """
    visits, asked = Visits(door), address_in(text)
    trouble: Trouble | None = None
    for kind in _CONVERSATIONS:
        candidate = kind.recognise(asked)
        if candidate is None:
            continue
        try:
            return await _read(visits, kind, candidate.address)
        except Trouble as met:
            if met.problem.code in _LATER:
                raise
            trouble = met  # it may only look so; its page can tell
    try:
        return await _by_page(visits, normalise(asked))
    except Trouble as met:
        raise trouble or met from None


async def _read(visits: Visits, kind: Kind, address: str) -> Found:
    answer = await visits.fetch(kind, address)
    return read_channel(answer, Lead(address, "is-feed"), kind)


async def _by_page(visits: Visits, address: str) -> Found:
    answer = await visits.get(address)
    try:
        return read_channel(answer, Lead(address, "is-feed"))
    except Trouble as trouble:
        if trouble.problem.code not in {"page-not-feed", "not-a-feed", "empty"}:
            raise
    page = read_page(answer.body, answer.content_type, answer.address)
    kept_away: Trouble | None = None
    for kind, found in _on_page(page, answer):
        try:
            return await _read(visits, kind, found)
        except Trouble as met:
            kept_away = met
    for lead in _feeds(page, answer.body):
        feed = await visits.follow(lead)
        if feed is not None:
            return feed
    raise kept_away or Trouble("nothing-to-watch", address=address)


def _on_page(page: Page, answer: Answer) -> list[tuple[Kind, str]]:
    """What the kinds see in a page, where they look at pages."""
    source = decode(answer.body[:500_000], answer.content_type)
    seen = ((kind, kind.on_page(page, source)) for kind in _CONVERSATIONS if kind.on_page)
    canonical = ((kind, kind.recognise(page.canonical)) for kind in _CONVERSATIONS)
    named = [(kind, found.address) for kind, found in canonical if found]
    return [(kind, address) for kind, address in seen if address] + named


def _feeds(page: Page, body: bytes) -> list[Lead]:
    """Feeds of what is said on this very page, never those of all comments of a site."""
    own = [feed.address for feed in page.feeds if feed.comments and _belongs(feed.address, page)]
    shapes = (known(page.address), known_page(page, body))
    known_ones = [feed for shape in shapes if shape for feed in shape.feeds if _TALK.search(feed)]
    guess = []
    if page.generator.lower().startswith("wordpress") and split(page.address).path != "/":
        guess = [
            join(page.address, split(page.address).path.partition("?")[0].rstrip("/") + "/feed/")
        ]
    leads = [*own, *known_ones, *guess]
    return [Lead(address, "site", comments=True) for address in leads]


def _belongs(feed: str, page: Page) -> bool:
    """Whether a feed of comments is that of a page, and not that of its whole site."""
    place, own = split(feed), split(page.address)
    if host(feed) != host(page.address):
        return True  # a house that keeps comments for others, asked for by this page
    path = own.path.partition("?")[0].rstrip("/")
    inside = bool(path) and place.path.startswith(path + "/")
    return inside or (bool(re.search(r"\d", place.path)) and not _EVERY.search(place.path))
