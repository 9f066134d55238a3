"""Add anything: from what a person pastes to the channels they may follow."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kith.core.problems import Trouble
from kith.core.voices import COMMUNITY, PERSON, facts_of, guess
from kith.net.addresses import host, normalise, same_address, split
from kith.net.door import Answer, Door
from kith.net.pages import Page, read_page
from kith.sources import KINDS
from kith.sources.asked import Account, account, account_in_page, address_in, names_scheme
from kith.sources.choosing import arranged
from kith.sources.finding import Finding, Found
from kith.sources.guessing import named_feeds, usual_paths
from kith.sources.rel_me import claims, follow_claim, own_links, same_place
from kith.sources.sites import Shape, account_shape, known, known_page
from kith.sources.visits import Lead, Visits, read_channel
from kith.sources.webfinger import look_up

__all__ = ["Finding", "Found", "find"]

_MOST_LINKS = 6  # of the feeds a page names; some name one for every category
_KEPT = 4  # requests that guessing leaves for the voice's other places
_NO_TLS = {"unreachable", "no-safe-connection", "certificate"}
_NO_CHANNEL = {"page-not-feed", "not-a-feed", "empty"}


@dataclass(slots=True)
class _Search:
    """One search under way."""

    visits: Visits
    asked: str
    home: str = ""
    voice_kind: str = ""  # what a site's shape speaks for
    page: Page | None = None
    found: list[Found] = field(default_factory=list)

    def keep(self, channels: Iterable[Found]) -> None:
        """Add what was not found before."""
        for channel in channels:
            if not any(same_address(channel.address, old.address) for old in self.found):
                self.found.append(channel)


async def find(door: Door, text: str) -> Finding:
    """The voice behind a page, feed, profile, channel, account or address, with its channels.

    At most a dozen requests. Raises Trouble: `nothing-found`, `account-unknown`,
    `address-unusable`, `site-without-feeds`, or what the door said.
    """
    search = _Search(Visits(door), asked=text.strip())
    asked = address_in(text)
    somebody = account(asked) or account_in_page(asked)
    if not await _by_kind(search, asked):
        await (_by_account(search, somebody) if somebody else _by_address(search, asked))
    if not search.found:
        nothing = Trouble("nothing-found", address=search.home or search.asked)
        raise search.visits.trouble or nothing
    return _finding(search)


async def _by_kind(search: _Search, asked: str) -> bool:
    """A kind may know the text by its look; whether its channel was really there."""
    for kind in KINDS:
        candidate = None if kind.conversation else kind.recognise(asked)
        if candidate is None:
            continue
        search.voice_kind = candidate.voice_kind
        lead = Lead(candidate.address, "is-feed")
        try:
            answer = await search.visits.fetch(kind, candidate.address)
            search.keep([read_channel(answer, lead, kind)])
        except Trouble:
            continue  # met again, and told, where the same address is read as a page
        return True
    return False


async def _by_account(search: _Search, somebody: Account) -> None:
    """Ask the account's server for its page and feeds; what the profile links to comes along."""
    search.voice_kind = COMMUNITY if somebody.group else PERSON
    where = await look_up(search.visits, somebody)
    search.home = where.profile
    leads = [Lead(feed, "webfinger") for feed in where.feeds]
    shape = known(where.profile) or account_shape(where.profile) if where.profile else None
    leads += [Lead(feed, "webfinger") for feed in (shape.feeds if shape else ())]
    search.keep(await search.visits.follow_until(leads, keep=1))
    if not search.found and where.profile:
        await _by_page(search, await search.visits.get(where.profile))
    elif any(same_place(found.address, where.profile) for found in search.found):
        links = await own_links(search.visits, where.actor)
        await _elsewhere(search, links, [where.profile])


async def _by_address(search: _Search, asked: str) -> None:
    address = search.home = normalise(asked)
    shape = known(address)
    if shape:
        await _by_shape(search, shape)
    if search.found:
        return
    try:
        answer = await _opened(search, address, any_scheme=not names_scheme(asked))
    except Trouble as trouble:
        if trouble.problem.code != "forbidden":
            raise
        # Some houses keep programs out of their pages and let them have the feed.
        search.keep(await search.visits.follow_until(usual_paths(address)[:5]))
        if not search.found:
            raise
        return
    try:
        search.keep([read_channel(answer, Lead(search.home, "is-feed"))])
    except Trouble as trouble:
        if trouble.problem.code not in _NO_CHANNEL:
            raise
        await _by_page(search, answer)


async def _opened(search: _Search, address: str, *, any_scheme: bool) -> Answer:
    """The page; over http where no scheme was typed and https is not there."""
    try:
        return await search.visits.get(address)
    except Trouble as trouble:
        if not any_scheme or trouble.problem.code not in _NO_TLS:
            raise
    parts = split(address)
    search.home = parts._replace(scheme="http", port=80 if parts.port == 443 else parts.port).text()
    return await search.visits.get(search.home)


async def _by_shape(search: _Search, shape: Shape) -> None:
    """Follow what a table says; a page it wants read may be the one that was asked for."""
    if shape.nothing:
        raise Trouble("site-without-feeds", host=host(search.home))
    search.voice_kind = shape.voice_kind or search.voice_kind
    feeds = shape.feeds
    if shape.read and shape.look_at:
        feeds += shape.read((await search.visits.get(normalise(shape.look_at))).body)
    search.keep(await _followed(search, feeds, "site", _MOST_LINKS))


async def _followed(search: _Search, feeds: Iterable[str], why: str, most: int) -> list[Found]:
    return await search.visits.follow_all((Lead(feed, why) for feed in feeds), most)


async def _by_page(search: _Search, answer: Answer) -> None:
    """What the page names; else what its address or software tells; else guesses."""
    page = search.page = read_page(answer.body, answer.content_type, answer.address)
    search.home = page.address
    software = known_page(page, answer.body) or Shape()
    search.voice_kind = search.voice_kind or software.voice_kind
    search.keep(await search.visits.follow_all(named_feeds(page), _MOST_LINKS))
    canonical = known(page.canonical) if page.canonical else None
    if not search.found and canonical and not canonical.nothing:
        await _by_shape(search, canonical)
    if not search.found:
        search.keep(await _followed(search, software.feeds, "site", _MOST_LINKS))
    if not search.found:
        keep = _KEPT if page.me else 0
        search.keep(await search.visits.follow_until(usual_paths(page.address), keep=keep))
    me = (*page.me, *await own_links(search.visits, page.activity))
    await _elsewhere(search, me, _homes(page))


def _homes(page: Page) -> list[str]:
    """What another place must name to confirm this one: never an address that the page only
    asserts, or any page could pass for the one it names as its canonical address.
    """
    own_spelling = same_place(page.canonical, page.address)
    return [page.address, page.canonical] if own_spelling else [page.address]


async def _elsewhere(search: _Search, links: Iterable[str], homes: Iterable[str]) -> None:
    """The voice's other places, one step away."""
    places = claims(links, search.home)
    several = (follow_claim(search.visits, place, homes) for place in places)
    for channels in await asyncio.gather(*several):
        search.keep(channels)


def _finding(search: _Search) -> Finding:
    channels = arranged([replace(one, home=one.home or search.home) for one in search.found])
    best = next((found for found in channels if found.chosen), channels[0])
    page = search.page
    facts = facts_of(
        best.feed,
        site_name=(page.site_name or page.title) if page else "",
        author=(page.card_name or page.author) if page else "",
        hint=search.voice_kind,
    )
    voice, trouble = guess(facts), search.visits.trouble
    return Finding(
        asked=search.asked,
        title=voice.name or host(best.address),
        voice_kind=voice.kind,
        home=best.home,
        channels=channels,
        problem=trouble.problem if trouble else None,
    )
