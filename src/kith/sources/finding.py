"""What `find` gives back, as plain data."""

from dataclasses import dataclass

from kith.core.feeds import ParsedFeed
from kith.core.problems import Problem
from kith.net.door import Validators

#: How a channel was found. The page turns each code into a sentence.
WHYS = (
    "is-feed",  # what was asked for is the feed itself
    "link",  # the page names it as its feed
    "site",  # this site is known to keep its feeds there
    "webfinger",  # the account's server names it
    "anchor",  # the page has an ordinary link to it
    "usual-path",  # it stands where feeds usually stand
    "rel-me",  # another place of the same voice, which links back
    "rel-me-claim",  # another place that the page calls its own; nothing there confirms it
)


@dataclass(frozen=True, slots=True)
class Found:
    """One channel that can be followed, already read once."""

    address: str  # after permanent redirects: what to keep
    title: str
    feed: ParsedFeed  # its entries can be shown before following
    why: str  # one of WHYS
    home: str = ""  # the page it belongs to
    kind: str = "feed"  # a name in KINDS
    chosen: bool = False  # ticked to begin with
    comments: bool = False  # speaks of what readers said, not of what the voice published
    twin_of: str = ""  # the address of a better channel with the same entries
    validators: Validators | None = None  # for the next look, so that this one counts as the first
    digest: str = ""  # SHA-256 of the body, as hex
    max_age: float | None = None  # seconds the publisher allows before the next look


@dataclass(frozen=True, slots=True)
class Finding:
    """Who was found, and the channels where they speak: best first, comments last."""

    asked: str
    title: str
    voice_kind: str  # "person", "community", "publication"
    home: str
    channels: tuple[Found, ...]
    problem: Problem | None = None  # what kept a channel away that the page promised
