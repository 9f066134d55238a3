"""Other places of the same voice: `rel=me`, and whether the other place says so too."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kith.core.problems import Trouble
from kith.net.addresses import join, same_address, split
from kith.net.pages import read_page
from kith.sources.finding import Found
from kith.sources.guessing import named_feeds
from kith.sources.sites import Shape, known, known_page
from kith.sources.visits import Lead, Visits

MOST_CLAIMS = 3
_ACTIVITY = "application/activity+json"
_HREF = re.compile(r"""href\s*=\s*["']([^"']{1,2000})""", re.IGNORECASE)


async def follow_claim(visits: Visits, address: str, homes: Iterable[str]) -> list[Found]:
    """The best channel at a place that somebody calls their own.

    Marked `rel-me` where that place names one of `homes` with rel=me as well, else `rel-me-claim`.
    """
    leads, confirmed = await _read_place(visits, address, tuple(homes))
    found = await visits.follow_until(leads)
    why = "rel-me" if confirmed else "rel-me-claim"
    return [replace(channel, why=why, home=channel.home or address) for channel in found]


async def _read_place(
    visits: Visits, address: str, homes: tuple[str, ...]
) -> tuple[list[Lead], bool]:
    shape = known(address)
    feeds = shape.feeds if shape else ()
    try:
        answer = await visits.get(address)
    except Trouble:  # many networks shut out programs, but not from their feeds
        return _leads(feeds), False
    page = read_page(answer.body, answer.content_type, answer.address)
    named = tuple(lead.address for lead in named_feeds(page))
    feeds = feeds or named or (known_page(page, answer.body) or Shape()).feeds
    back = page.me if _names(page.me, homes) else await own_links(visits, page.activity)
    return _leads(feeds), _names(back, homes)


def _leads(feeds: Iterable[str]) -> list[Lead]:
    return [Lead(feed, "rel-me-claim") for feed in feeds][:2]


def _names(links: Iterable[str], homes: tuple[str, ...]) -> bool:
    return any(same_address(link, home) for link in links for home in homes if home)


def claims(links: Iterable[str], page: str) -> list[str]:
    """Which of somebody's links are worth a look: other hosts that have feeds, each host once."""
    by_host: dict[str, str] = {}
    for link in links:
        shape = known(link)
        if not (shape and shape.nothing) and not same_place(link, page):
            by_host.setdefault(split(link).place, link)
    return list(by_host.values())[:MOST_CLAIMS]


def same_place(one: str, other: str) -> bool:
    """Whether one server answers for both addresses; "" is nowhere."""
    return bool(one and other) and split(one).place == split(other).place


async def own_links(visits: Visits, actor: str) -> tuple[str, ...]:
    """The links in an ActivityPub profile, which pages drawn by scripts do not show; () if none."""
    if not actor:
        return ()
    try:
        answer = await visits.get(actor, accept=_ACTIVITY, max_bytes=500_000)
        profile = json.loads(answer.body)
        fields = [field["value"] for field in profile["attachment"] if _is_link(field)]
    except (Trouble, ValueError, KeyError, TypeError, RecursionError):
        return ()
    links = (join(actor, link) for value in fields for link in _HREF.findall(value))
    return tuple(link for link in links if link)


def _is_link(field: Any) -> bool:
    """Servers write rel="me" on what a person entered in their profile, and only there."""
    value = field.get("value") if isinstance(field, dict) else None
    return isinstance(value, str) and bool(re.search(r"""rel\s*=\s*["'][^"']*\bme\b""", value))
