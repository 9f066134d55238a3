"""Reads JSON Feed 1.0 and 1.1, with whatever types its publishers put into it."""

import json
from datetime import datetime
from html import escape
from typing import Any

from kith.core.feeds import Enclosure, ParsedEntry, ParsedFeed
from kith.core.problems import Trouble
from kith.sources.feed.dates import parse_date
from kith.sources.feed.draft import LONGEST_AUTHOR, LONGEST_TITLE, MOST_LISTED, shorten
from kith.sources.feed.limits import MAX_ENTRIES, ascending
from kith.sources.feed.text import MOST_TEXT, absolute, guess_plain, mend, paragraphs
from kith.sources.feed.values import LONGEST_PLAY

Object = dict[str, Any]  # what json gives: its values are anything


def read_json(text: str, address: str) -> ParsedFeed:
    """The feed in a document that begins like JSON. Raises Trouble."""
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        if "jsonfeed.org" in text[:2000]:
            raise Trouble("malformed", detail=str(error)[:200]) from error
        raise Trouble("not-a-feed") from error
    if not isinstance(document, dict) or not _is_feed(document):
        raise Trouble("not-a-feed")
    return _feed(document, absolute(address))


def _is_feed(document: Object) -> bool:
    if "jsonfeed.org" in _text(document.get("version")):
        return True
    items = document.get("items")
    return (
        isinstance(items, list) and "title" in document and any("id" in i for i in _objects(items))
    )


def _feed(document: Object, base: str) -> ParsedFeed:
    home = absolute(_text(document.get("home_page_url")), base)
    mine = absolute(_text(document.get("feed_url")), base)
    base = base or mine or home
    feed = ParsedFeed(
        format="json",
        title=_line(document.get("title"), LONGEST_TITLE),
        url=home,
        self_url=mine,
        description=_plain(document.get("description")),
        author=_authors(document),
        author_url=_author_url(document, base),
        language=_line(document.get("language"), 40),
        image=absolute(_text(document.get("icon") or document.get("favicon")), base),
        hubs=_hubs(document, base),
        updated=_time(document, "date_modified"),
    )
    items = _objects(document.get("items"))
    feed.left_out = max(0, len(items) - MAX_ENTRIES)
    feed.entries = [_entry(item, base, feed) for item in _kept(items, base, feed)]
    return feed


def _kept(items: list[Object], base: str, feed: ParsedFeed) -> list[Object]:
    if not feed.left_out:
        return items
    first, last = _entry(items[0], base, feed), _entry(items[-1], base, feed)
    return items[feed.left_out :] if ascending(first, last) else items[:MAX_ENTRIES]


def _entry(item: Object, base: str, feed: ParsedFeed) -> ParsedEntry:
    url = absolute(_text(item.get("url")), base)
    content = _body(_text(item.get("content_html"))) or _plain(item.get("content_text"))
    enclosures = _enclosures(item, base)
    guid = _text(item.get("id"))
    if not url:
        url = absolute(_text(item.get("external_url")), base)
    if not url and guid.startswith(("http://", "https://")):
        url = absolute(guid)
    updated = _time(item, "date_modified")
    return ParsedEntry(
        guid=shorten(guid),
        url=url,
        title=_line(item.get("title"), LONGEST_TITLE),
        author=_authors(item) or feed.author,
        author_url=_author_url(item, base),
        summary=_plain(item.get("summary")),
        content=content,
        base=url or base,
        published=_time(item, "date_published") or updated,
        updated=updated,
        categories=_tags(item),
        enclosures=enclosures,
        image=absolute(_text(item.get("image") or item.get("banner_image")), base),
        language=_line(item.get("language"), 40),
        seconds=next((file.seconds for file in enclosures if file.seconds), None),
    )


def _enclosures(item: Object, base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for file in _objects(item.get("attachments"))[:MOST_LISTED]:
        url = absolute(_text(file.get("url")), base)
        if url:
            found[url] = Enclosure(
                url,
                _line(file.get("mime_type"), 200),
                _number(file.get("size_in_bytes"), 1 << 53),
                _number(file.get("duration_in_seconds"), LONGEST_PLAY),
                _line(file.get("title"), LONGEST_TITLE),
            )
    return tuple(found.values())


def _authors(holder: Object) -> str:
    """All names: `authors` since version 1.1, `author` before, and sometimes just a text."""
    given = holder.get("authors") or holder.get("author")
    people = given if isinstance(given, list) else [given]
    names = (_line(p.get("name") if isinstance(p, dict) else p, LONGEST_AUTHOR) for p in people)
    return ", ".join(dict.fromkeys(name for name in names if name))[:LONGEST_AUTHOR]


def _author_url(item: Object, base: str) -> str:
    """Where the only author of an item has a page."""
    given = item.get("authors") or item.get("author")
    people = _objects(given if isinstance(given, list) else [given])
    return absolute(_text(people[0].get("url")), base) if len(people) == 1 else ""


def _hubs(document: Object, base: str) -> tuple[str, ...]:
    hubs = _objects(document.get("hubs"))
    known = (
        hub for hub in hubs if _text(hub.get("type")).lower() in ("", "websub", "pubsubhubbub")
    )
    found = (absolute(_text(hub.get("url")), base) for hub in known)
    return tuple(dict.fromkeys(url for url in found if url))


def _tags(item: Object) -> tuple[str, ...]:
    given = item.get("tags")
    tags = given if isinstance(given, list) else _text(given).split(",")
    lines = (_line(tag, LONGEST_AUTHOR) for tag in tags[:MOST_LISTED])
    return tuple({line.casefold(): line for line in lines if line}.values())


def _time(holder: Object, name: str) -> datetime | None:
    return parse_date(_text(holder.get(name)))


def _objects(value: object) -> list[Object]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    """A text or a number as text; anything else says nothing."""
    if isinstance(value, str):
        # Half a character can be written in JSON and nowhere else.
        return value.strip().encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value)


def _line(value: object, longest: int) -> str:
    return mend(guess_plain(_text(value)))[:longest]


def _plain(value: object) -> str:
    text = _text(value)
    return _body(paragraphs(text) if "\n" in text else escape(text, quote=False))


def _body(html: str) -> str:
    return mend(html)[:MOST_TEXT]


def _number(value: object, most: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 < value <= most else None
