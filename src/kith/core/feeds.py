"""What one answer of a channel says, as plain data. Every source kind parses to these shapes."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Enclosure:
    """A file or stream that belongs to an entry: an episode, a film, a picture, a paper."""

    url: str
    type: str = ""
    length: int | None = None  # bytes
    seconds: int | None = None
    title: str = ""


@dataclass(slots=True)
class ParsedEntry:
    """One thing published, as its channel gave it.

    `title`, `author` and `categories` are plain text. `summary` and `content` are HTML that nobody
    has cleaned yet; relative addresses in them are meant against `base`. Every other address is
    absolute. Times are aware and in UTC; a time that was missing or senseless is None.
    """

    guid: str = ""
    url: str = ""
    title: str = ""
    author: str = ""
    author_url: str = ""  # where its author has a page: what tells people apart
    summary: str = ""
    content: str = ""
    base: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str = ""
    language: str = ""
    comments_url: str = ""  # a page where people talk about it
    comments_feed: str = ""  # the same talk as a feed
    reply_to: str = ""  # what it answers (thr:in-reply-to)
    seconds: int | None = None  # how long it plays, where it plays


@dataclass(slots=True)
class ParsedFeed:
    """One document of a channel: what it says of itself, and its entries in document order."""

    format: str  # "rss", "rdf", "atom", "json"
    title: str = ""
    url: str = ""  # the page it belongs to
    self_url: str = ""  # the address it gives for itself
    description: str = ""
    author: str = ""
    author_url: str = ""  # where whoever writes it has a page
    author_mail: str = ""
    language: str = ""
    image: str = ""
    generator: str = ""
    hubs: tuple[str, ...] = ()  # WebSub
    categories: tuple[str, ...] = ()
    updated: datetime | None = None
    interval: int | None = None  # seconds the publisher asks to wait between looks
    podcast: bool = False
    entries: list[ParsedEntry] = field(default_factory=list)
    left_out: int = 0  # entries beyond the most that one document may bring
    mended: bool = False  # the document was malformed and read all the same
