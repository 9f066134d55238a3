"""Reads what a feed's address answered: RSS, RDF, Atom or JSON Feed, however malformed.

No network, no clock: bytes in, plain data out.
"""

import re

from kith.core.feeds import ParsedFeed
from kith.core.problems import Trouble
from kith.sources.feed.document import Page, read_xml
from kith.sources.feed.encoding import decode
from kith.sources.feed.fallback import read_anyhow
from kith.sources.feed.jsonfeed import read_json

__all__ = ["parse"]

PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
FRAGMENT = re.compile(rb"\s*<(?:head|body|title|script|div|p|h1|meta)\b", re.IGNORECASE)
FEED = re.compile(rb"<[\w.:-]*(?:rss|rdf|feed|channel)\b", re.IGNORECASE)
ITEM = re.compile(rb"<(?:item|entry)\b", re.IGNORECASE)
BEGINNING = 4096  # bytes in which a document shows what it is


def parse(body: bytes, *, content_type: str = "", address: str = "") -> ParsedFeed:
    """The feed in an answer.

    `content_type` is the header of the answer, `address` where it came from in the end. Raises
    Trouble: "empty", "page-not-feed", "not-a-feed" or "malformed".
    """
    data, misdeclared = decode(body, content_type)
    start = data[:BEGINNING].lstrip()
    if not start and not data.strip():
        raise Trouble("empty")
    if start.startswith((b"{", b"[")):
        feed = read_json(data.decode("utf-8", "replace"), address)
    else:
        feed = _xml(data, address)
    feed.mended = feed.mended or misdeclared
    return feed


def _xml(data: bytes, address: str) -> ParsedFeed:
    try:
        feed = read_xml(data, address) or read_anyhow(data, address)
    except Page as page:
        raise Trouble("page-not-feed") from page
    if feed is not None and feed.mended and not feed.entries and ITEM.search(data):
        feed = read_anyhow(data, address) or feed  # an unclosed element swallowed them all
    if feed is None or (feed.mended and not (feed.entries or feed.title or feed.url)):
        raise _nothing(data[:BEGINNING])
    return feed


def _nothing(start: bytes) -> Trouble:
    """Why there was nothing to read."""
    if FEED.search(start):
        return Trouble("malformed", detail="nothing of it can be made out")
    page = PAGE.search(start) or FRAGMENT.match(start)
    return Trouble("page-not-feed" if page else "not-a-feed")
