"""WebFinger (RFC 7033): from an account to the pages and feeds its server names."""

import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from kith.core.problems import Trouble
from kith.net.addresses import join
from kith.net.door import Answer
from kith.sources.asked import Account
from kith.sources.visits import Visits

_ACCEPT = "application/jrd+json, application/json;q=0.9"
_PROFILE = "http://webfinger.net/rel/profile-page"
_FEED_RELATIONS = {"http://schemas.google.com/g/2010#updates-from", "feed"}
_FEED_TYPES = {"application/atom+xml", "application/rss+xml", "application/feed+json"}
_UNKNOWN = {"not-found", "gone", "status", "not-a-feed"}


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a server says of an account."""

    profile: str = ""  # a page for people
    feeds: tuple[str, ...] = ()
    actor: str = ""  # ActivityPub
    aliases: tuple[str, ...] = ()  # other addresses of the same account


async def look_up(visits: Visits, somebody: Account) -> Whereabouts:
    """Ask the account's server. Raises Trouble: `account-unknown`, or what the door said."""
    unknown = Trouble("account-unknown", host=somebody.host, account=str(somebody))
    try:
        answer = await _ask(visits, somebody)
    except Trouble as trouble:
        if trouble.problem.code in _UNKNOWN:
            raise unknown from trouble
        raise
    where = read(answer.body, answer.address)
    if where is None:
        raise unknown
    return where


async def _ask(visits: Visits, somebody: Account) -> Answer:
    """Over https; over http only where no certificate can exist, at addresses and localhost."""
    rest = f"{somebody.host}/.well-known/webfinger?resource={quote(somebody.uri, safe='')}"
    try:
        return await visits.get("https://" + rest, accept=_ACCEPT)
    except Trouble as trouble:
        if not somebody.local or trouble.problem.code in _UNKNOWN:
            raise
    return await visits.get("http://" + rest, accept=_ACCEPT)


def read(body: bytes, address: str) -> Whereabouts | None:
    """A JSON Resource Descriptor; None where the body is none, or names nothing."""
    try:
        told = json.loads(body)
        given = [link for link in told["links"] if isinstance(link, dict)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    where = Whereabouts(
        profile=_first(_hrefs(given, address, {_PROFILE}, {"", "text/html"})),
        feeds=(
            *_hrefs(given, address, _FEED_RELATIONS, {"", *_FEED_TYPES}),
            *_hrefs(given, address, {"alternate"}, _FEED_TYPES),
        ),
        actor=_first(_hrefs(given, address, {"self"}, {"application/activity+json"})),
    )
    if where == Whereabouts():
        return None
    aliases = told.get("aliases")
    subject = [told.get("subject"), *(aliases if isinstance(aliases, list) else [])]
    return replace(where, aliases=tuple(one for one in subject if isinstance(one, str)))


def _hrefs(
    links: list[dict[str, Any]], address: str, relations: set[str], types: set[str]
) -> tuple[str, ...]:
    """Web addresses of the links with one of these relations and types."""
    fitting = (
        link.get("href")
        for link in links
        if link.get("rel") in relations and str(link.get("type") or "").split(";")[0] in types
    )
    whole = (join(address, href) for href in fitting if isinstance(href, str))
    return tuple(href for href in whole if href)


def _first(addresses: tuple[str, ...]) -> str:
    return addresses[0] if addresses else ""
