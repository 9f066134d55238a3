"""Channels that are feeds: RSS, Atom, RDF and JSON Feed."""

import re

from kith.core.feeds import ParsedFeed
from kith.net.addresses import normalise
from kith.net.door import FEED_ACCEPT, Answer, Door, Validators
from kith.sources.asked import is_reader_address
from kith.sources.feed import parse as parse_feed
from kith.sources.kinds import Candidate, Kind

_LOOK = re.compile(
    r"""https?://[^/\s]+/(?:[^?\#\s]*/)?
    (?: [^/?\#\s]*\.(?:rss|atom|rdf) | (?:feed|rss|atom|index|rss2)\.(?:xml|json)
      | feed | rss | atom | rss2 )
    /?(?:[?\#]\S*)?""",
    re.IGNORECASE | re.VERBOSE,
)


def recognise(text: str) -> Candidate | None:
    """A Candidate where the address alone says "feed"; many feeds do not look like one."""
    if is_reader_address(text) or _LOOK.fullmatch(text.strip()):
        return Candidate(normalise(text))
    return None


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """One conditional look at the feed."""
    return await door.get(address, accept=FEED_ACCEPT, validators=validators)


def parse(answer: Answer) -> ParsedFeed:
    """What the answer says. Raises Trouble where it is no feed."""
    return parse_feed(answer.body, content_type=answer.content_type, address=answer.address)


KIND = Kind(
    name="feed",
    label="Feed",
    examples=(
        "https://blog.example/feed/",
        "https://blog.example/index.xml",
        "https://social.example/@jana.rss",
        "feed://blog.example/news",
        "https://blog.example/feed.json",
    ),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
)
