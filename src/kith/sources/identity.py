"""What a page says of whose it is: rel=me, its own h-card, its profile, the account's server."""

from collections.abc import Iterable

from kith.core.identity import Claim, place_key
from kith.core.problems import Trouble
from kith.net.door import Door
from kith.net.pages import Page, read_page
from kith.sources.asked import account
from kith.sources.rel_me import own_links
from kith.sources.visits import Visits
from kith.sources.webfinger import look_up

MOST_REQUESTS = 4  # the page, the profile behind it, and its server at most twice
MOST_BYTES = 3_000_000
MOST_CLAIMS = 50


async def whose(door: Door, address: str) -> list[Claim]:
    """Where else the voice behind a page is, as the page and its server say. Raises Trouble."""
    visits = Visits(door)
    visits.left = MOST_REQUESTS
    answer = await visits.get(address, max_bytes=MOST_BYTES)
    page = read_page(answer.body, answer.content_type, answer.address)
    found = [Claim("rel-me", link, address) for link in page.me]
    found += [Claim(_on_card(link), link, address) for link in page.card]
    if page.activity:
        fields = await own_links(visits, page.activity)
        found += [Claim("field", link, address) for link in fields]
        found += await _aliases(visits, page, address)
    return list(_others(found, address))[:MOST_CLAIMS]


def _on_card(link: str) -> str:
    return "mail" if link.lower().startswith("mailto:") else "card"


async def _aliases(visits: Visits, page: Page, address: str) -> list[Claim]:
    """Other addresses of the account whose page this is; its server alone can know."""
    somebody = account(place_key(page.address))
    if somebody is None:
        return []
    try:
        where = await look_up(visits, somebody)
    except Trouble:
        return []  # the page said what it says all the same
    return [Claim("alias", alias, address) for alias in where.aliases]


def _others(claims: Iterable[Claim], address: str) -> Iterable[Claim]:
    """Each place once, and not the page itself."""
    seen = {place_key(address)}
    for claim in claims:
        key = place_key(claim.value)
        if key and key not in seen:
            seen.add(key)
            yield claim
