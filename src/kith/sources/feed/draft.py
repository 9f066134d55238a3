"""What has been gathered of one entry, or of the feed itself, while its elements go by."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from kith.core.feeds import Enclosure, ParsedEntry, ParsedFeed
from kith.sources.feed.dates import parse_date
from kith.sources.feed.names import Element, Names
from kith.sources.feed.text import MOST_TEXT, absolute, collapse, mend

LONGEST_TITLE = 1000
LONGEST_AUTHOR = 300
LONGEST_GUID = 2000
MOST_LISTED = 200  # categories or enclosures of one entry
DEEPEST = 8  # groups inside groups
XML = "{http://www.w3.org/XML/1998/namespace}"

Handler = Callable[["Draft", Element], None]


@dataclass(slots=True)
class Document:
    """What holds for every element of one document."""

    handlers: dict[str, Handler]
    address: str = ""
    marks: bool = True  # xml:base or xml:lang may occur
    slips: bool = True  # texts may hold what `mend` undoes
    names: Names = field(default_factory=Names)
    known: dict[str, Handler | None] = field(default_factory=dict)
    nested: list[Element] = field(default_factory=list)  # items met inside items

    def handler(self, element: Element) -> Handler | None:
        tag = element.tag
        try:
            return self.known[tag]
        except KeyError:
            found = self.known[tag] = self.handlers.get(self.names.of(element))
            return found


class Draft:
    """One thing being read. Where elements compete for a field the highest rank wins.

    The feed and its entries share this shape because the formats use the same elements for both.
    """

    __slots__ = (
        "atom",
        "author_page",
        "author_rank",
        "authors",
        "base",
        "body_base",
        "categories",
        "declared",
        "depth",
        "document",
        "enclosures",
        "hubs",
        "interval",
        "ranks",
        "seconds",
        "texts",
        "times",
    )

    def __init__(
        self, document: Document, *, atom: bool, base: str, declared: bool = False
    ) -> None:
        self.document = document
        self.atom = atom
        self.base = base
        self.declared = declared  # the base comes from xml:base
        self.body_base = ""
        self.depth = 0
        self.ranks: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.times: dict[str, datetime] = {}
        self.author_rank = 0
        self.authors: list[str] = []
        self.author_page = ""
        self.categories: dict[str, str] = {}
        self.enclosures: dict[str, Enclosure] = {}
        self.hubs: list[str] = []
        self.seconds: int | None = None
        self.interval: int | None = None

    def offer(self, name: str, rank: int, value: str) -> None:
        """Keep a text unless a better one, or an equal one before it, is there."""
        if value and rank > self.ranks.get(name, 0):
            self.ranks[name] = rank
            self.texts[name] = value

    def offer_time(self, name: str, rank: int, value: str | None) -> None:
        """Keep a time; of equal ones the last, which is the one added by a later hand."""
        if rank >= self.ranks.get(name, 0):
            when = parse_date(value)
            if when is not None:
                self.ranks[name] = rank
                self.times[name] = when

    def offer_author(self, rank: int, name: str, page: str = "") -> None:
        """Names of the highest rank are kept together; a page is of use where there is one name."""
        name = self.line(name, LONGEST_AUTHOR)
        if not name or rank < self.author_rank:
            return
        if rank > self.author_rank:
            self.author_rank = rank
            self.authors = []
        if name not in self.authors:
            self.authors.append(name)
            self.author_page = page if len(self.authors) == 1 else ""

    def add_category(self, name: str | None) -> None:
        name = self.line(name, LONGEST_AUTHOR) if name else ""
        if name and len(self.categories) < MOST_LISTED:
            self.categories.setdefault(name.casefold(), name)

    def line(self, text: str, longest: int) -> str:
        """Words on one line."""
        text = collapse(text)
        return (mend(text) if self.document.slips else text)[:longest]

    def body(self, text: str | None) -> str:
        """HTML: outer space off, accidents mended, not longer than allowed."""
        if not text:
            return ""
        text = text.strip()
        return (mend(text) if self.document.slips else text)[:MOST_TEXT]

    def add_enclosure(self, enclosure: Enclosure) -> None:
        """Note a file; a second mention of it only fills in what the first left open."""
        known = self.enclosures.get(enclosure.url)
        if known is None:
            if enclosure.url and len(self.enclosures) < MOST_LISTED:
                self.enclosures[enclosure.url] = enclosure
            return
        known.type = known.type or enclosure.type
        known.length = known.length or enclosure.length
        known.seconds = known.seconds or enclosure.seconds
        known.title = known.title or enclosure.title

    def absolute(self, element: Element, href: str | None) -> str:
        return absolute(href, self.base_at(element) if self.document.marks else self.base)

    def base_at(self, element: Element) -> str:
        """The base that holds at a child of what is being read."""
        own = element.get(f"{XML}base")
        return (absolute(own, self.base) or self.base) if own else self.base

    def open(self, element: Element) -> None:
        """Take what the attributes of an outer element say: its base and its language."""
        if not self.document.marks:
            return
        own = element.get(f"{XML}base") or element.get("base")
        if own and (base := absolute(own, self.base)):
            self.base, self.declared = base, True
        self.offer("language", 1, element.get(f"{XML}lang") or element.get("lang") or "")

    def read(self, element: Element) -> None:
        """Pass each child to its handler."""
        if self.depth >= DEEPEST:
            return
        self.depth += 1
        known, find = self.document.known, self.document.handler
        for child in element:
            tag = child.tag
            handler = known[tag] if tag in known else find(child)
            if handler:
                handler(self, child)
        self.depth -= 1

    def entry(self) -> ParsedEntry:
        get = self.texts.get
        times = self.times
        url = get("url", "")
        return ParsedEntry(
            guid=shorten(get("guid", "")),
            url=url,
            title=get("title", ""),
            author=self.author(),
            author_url=self.author_page,
            summary=get("summary", ""),
            content=get("content", ""),
            base=self.body_base or (self.base if self.declared or self.atom else url or self.base),
            published=times.get("published") or times.get("updated"),
            updated=times.get("updated"),
            categories=tuple(self.categories.values()),
            enclosures=tuple(self.enclosures.values()),
            image=get("image", ""),
            language=get("language", ""),
            comments_url=get("comments_url", ""),
            comments_feed=get("comments_feed", ""),
            reply_to=get("reply_to", ""),
            seconds=self.seconds,
        )

    def author(self) -> str:
        return ", ".join(self.authors)[:LONGEST_AUTHOR]

    def feed(self, kind: str) -> ParsedFeed:
        get = self.texts.get
        return ParsedFeed(
            format=kind,
            title=get("title", ""),
            url=get("url", ""),
            self_url=get("self", ""),
            description=get("summary", ""),
            author=self.author(),
            author_url=self.author_page,
            author_mail=get("mail", ""),
            language=get("language", ""),
            image=get("image", ""),
            generator=get("generator", "")[:LONGEST_AUTHOR],
            hubs=tuple(dict.fromkeys(self.hubs)),
            categories=tuple(self.categories.values()),
            updated=self.times.get("updated") or self.times.get("published"),
            interval=self.interval,
        )


def shorten(guid: str) -> str:
    """An identity that fits: one out of bounds is stood for by its digest."""
    if len(guid) <= LONGEST_GUID:
        return guid
    digest = hashlib.blake2b(guid.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()
    return f"blake2b:{digest}"
