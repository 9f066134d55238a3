"""Channels that are feeds: RSS, Atom, RDF and JSON Feed."""

import re

from kith.core.feeds import ParsedFeed
from kith.net.addresses import normalise
from kith.net.door import Answer, Door, Validators
from kith.sources.feed import parse as parse_feed
from kith.sources.kinds import Candidate, Kind

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"
)

# Reader programs register these; all of them mean "the feed at http(s)".
_SCHEME = re.compile(r"^(?:feed|rss|itpc|pcast|podcast):(?://)?(?=\S)", re.IGNORECASE)
_LOOK = re.compile(
    r"""^https?://[^/\s]+/(?:[^?\#\s]*/)?
    (?: [^/?\#\s]*\.(?:rss|atom|rdf) | (?:feed|rss|atom|index|rss2)\.(?:xml|json)
      | feed | rss | atom | rss2 )
    /?(?:[?\#]\S*)?$""",
    re.IGNORECASE | re.VERBOSE,
)


def plain_address(text: str) -> str:
    """The text without a reader's scheme: `feed://a.org/x` and `feed:https://a.org/x` are http(s)."""
    rest = _SCHEME.sub("", text.strip())
    if rest == text.strip() or re.match(r"https?://", rest, re.IGNORECASE):
        return rest
    return "http://" + rest


def recognise(text: str) -> Candidate | None:
    """A Candidate where the address alone says "feed"; many feeds do not look like one."""
    plain = plain_address(text)
    if plain != text.strip() or _LOOK.match(plain):
        return Candidate(normalise(plain))
    return None


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """One conditional look at the feed."""
    return await door.get(address, accept=ACCEPT, validators=validators)


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
