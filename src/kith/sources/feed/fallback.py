"""The last resort: feedparser, for documents in which our own reader found no feed at all."""

import calendar
import importlib
import io
import re
from datetime import UTC, datetime
from typing import Any

from kith.core.feeds import Enclosure, ParsedEntry, ParsedFeed
from kith.sources.feed.draft import LONGEST_AUTHOR, LONGEST_TITLE, shorten
from kith.sources.feed.limits import MAX_ENTRIES
from kith.sources.feed.text import MOST_TEXT, absolute, collapse, guess_plain

HINT = re.compile(rb"<[\w.:-]*(?:rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
LARGEST = 1 << 20  # bytes; it is slow, and on purpose broken documents very slow


def read_anyhow(data: bytes, address: str) -> ParsedFeed | None:
    """What feedparser makes of a document, if it recognises one at all."""
    if len(data) > LARGEST or not HINT.search(data):
        return None
    # Its import takes 50 ms that hardly any process needs to spend.
    feedparser = importlib.import_module("feedparser")
    headers = {"content-location": address, "content-type": "application/xml; charset=utf-8"}
    try:
        found = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    except Exception:  # noqa: BLE001 - whatever it stumbles over, the answer is the same
        return None
    if not found.get("version") or not (found.entries or found.feed):
        return None
    return _feed(found)


def _feed(found: Any) -> ParsedFeed:
    feed = found.feed
    kind = "atom" if found.version.startswith("atom") else "rss"
    return ParsedFeed(
        format=kind,
        title=guess_plain(feed.get("title", ""))[:LONGEST_TITLE],
        url=absolute(feed.get("link")),
        description=(feed.get("subtitle") or "")[:MOST_TEXT],
        author=collapse(feed.get("author", ""))[:LONGEST_AUTHOR],
        author_url=absolute((feed.get("author_detail") or {}).get("href")),
        author_mail=(feed.get("author_detail") or {}).get("email") or "",
        language=feed.get("language") or "",
        updated=_time(dict.get(feed, "updated_parsed")),
        entries=[_entry(entry) for entry in found.entries[:MAX_ENTRIES]],
        left_out=max(0, len(found.entries) - MAX_ENTRIES),
        mended=True,
    )


def _entry(entry: Any) -> ParsedEntry:
    # Past its own lookup, which takes one time for the other and warns of doing so.
    published, updated = (_time(dict.get(entry, f"{n}_parsed")) for n in ("published", "updated"))
    files = (link for link in entry.get("links", ()) if link.get("rel") == "enclosure")
    return ParsedEntry(
        guid=shorten(entry.get("id", "")),
        url=absolute(entry.get("link")),
        title=guess_plain(entry.get("title", ""))[:LONGEST_TITLE],
        author=collapse(entry.get("author", ""))[:LONGEST_AUTHOR],
        summary=(entry.get("summary") or "")[:MOST_TEXT],
        content=next((part.get("value", "") for part in entry.get("content", ())), "")[:MOST_TEXT],
        published=published or updated,
        updated=updated,
        enclosures=tuple(Enclosure(absolute(f.get("href")), f.get("type", "")) for f in files),
    )


def _time(parts: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, OSError):
        return None
