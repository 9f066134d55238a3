"""Reads RSS, RDF and Atom: finds the feed in the tree, then its entries."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.core.problems import Trouble
from kith.sources.feed.draft import Document, Draft
from kith.sources.feed.limits import MAX_ENTRIES, ascending
from kith.sources.feed.names import Element
from kith.sources.feed.repair import repair, without_doctype
from kith.sources.feed.table import HANDLERS
from kith.sources.feed.text import absolute, slips
from kith.sources.feed.values import RDF

FEEDS = {"rss": "rss", "channel": "rss", "rdf:rdf": "rdf", "rdf": "rdf", "feed": "atom"}
ITEMS = {"item": "rss", "entry": "atom"}
OUTER = FEEDS.keys() | ITEMS.keys() | {"kith", "items"}
ITEM_TAGS = [f"{{*}}{form}" for name in ITEMS for form in (name, name.title(), name.upper())]
TREE_LIMIT = 2 << 20  # bytes; a tree needs about ten times its document, larger ones are streamed
STEP = 1 << 16
BEGINNING = 4096  # bytes in which a DOCTYPE has to show up
MOST_TAGS = 2_000_000
FARTHEST = 2000  # elements to look at before giving up on finding a feed
OPTIONS: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
    "huge_tree": True,  # what is too large was refused before it came here
}


class Page(Exception):
    """The document is a web page."""


def read_xml(data: bytes, address: str) -> ParsedFeed | None:
    """The feed in a document of UTF-8, or None where there is none.

    Raises Page, and Trouble where the document is nothing but tags.
    """
    if len(data) > TREE_LIMIT and data.count(b"<") > MOST_TAGS:
        raise Trouble("malformed", detail="too many elements")
    declared = b"<!DOCTYPE" in data[:BEGINNING]
    if not declared:
        try:
            return _read(data, address)
        except etree.XMLSyntaxError:
            pass
    feed = _read(data, address, recover=True)
    if feed is not None:
        feed.mended = not (declared and _well_formed(without_doctype(data)))
    return feed


def _well_formed(data: bytes) -> bool:
    try:
        for element in _Stream(data):
            element.clear()
    except etree.XMLSyntaxError:
        return False
    return True


def _read(data: bytes, address: str, *, recover: bool = False) -> ParsedFeed | None:
    # Two long words are found sooner than one short one.
    marks = b"xml:base" in data or b"xml:lang" in data or b"base=" in data[:BEGINNING]
    document = Document(HANDLERS, address, marks, slips(data))
    if len(data) > TREE_LIMIT:
        return _from_stream(document, data, recover=recover)
    parser = etree.XMLParser(recover=recover, **OPTIONS)
    root = etree.fromstring(b"".join(repair(data)) if recover else data, parser)
    if root is None:
        return None
    top = _locate(document, root)
    return None if top is None else _from_tree(document, top)


def _locate(document: Document, root: Element) -> Element | None:
    """The element whose children are a feed or its parts."""
    for count, element in enumerate(root.iter()):
        name = document.names.of(element)
        if name in ("html", "xhtml:html"):
            raise Page
        parent = element.getparent()
        if name in FEEDS:
            return element if parent is None else parent
        if name in ITEMS and (parent is None or document.names.of(parent) == "kith"):
            return element if parent is None else parent
        if count > FARTHEST:
            break
    return None


Place = tuple[str, bool]  # the base of what is in an element, and whether xml:base gave it


@dataclass(slots=True)
class _Survey:
    """The feed's own fields, and its items unread, each with the base that holds there."""

    feed: Draft
    kind: str = ""
    items: list[tuple[Element, Place]] = field(default_factory=list)
    places: dict[Element, Place] = field(default_factory=dict)


def _survey(document: Document, top: Element) -> _Survey:
    names = document.names
    feed = Draft(document, atom=False, base=absolute(document.address))
    found = _Survey(feed)
    todo: list[tuple[Element, Place]] = [(top, (feed.base, False))]
    for element, place in todo:  # grows while it is walked
        name = names.of(element)
        found.kind = found.kind or FEEDS.get(name, "") or ITEMS.get(name, "")
        if name in ITEMS:
            found.items.append((element, place))
            continue
        feed.base, feed.declared = place
        feed.atom = name == "feed"
        feed.open(element)
        place = found.places[element] = feed.base, feed.declared
        todo += ((child, place) for child in _feed_level(document, feed, element))
    return found


def _feed_level(document: Document, feed: Draft, element: Element) -> Iterator[Element]:
    """Read what an outer element says of the feed; yield the outer elements inside it."""
    for child in element:
        if document.names.of(child) in OUTER:
            yield child
        elif handler := document.handler(child):
            handler(feed, child)


def _from_tree(document: Document, top: Element) -> ParsedFeed:
    found = _survey(document, top)
    items = found.items
    over = len(items) - MAX_ENTRIES
    if over > 0:
        first, last = _entry(document, found, *items[0]), _entry(document, found, *items[-1])
        items = items[over:] if ascending(first, last) else items[:MAX_ENTRIES]
    document.nested.clear()
    entries = [_entry(document, found, *item) for item in items]
    for item in document.nested:  # grows while it is walked
        if len(entries) < MAX_ENTRIES:
            entries.append(_entry(document, found, item, _place(document, found, item)))
    return _finish(document, found, entries, max(over, 0))


def _entry(document: Document, found: _Survey, item: Element, place: Place) -> ParsedEntry:
    base, declared = place
    if not declared:
        base = _undeclared(found, base)
    draft = Draft(document, atom=document.names.of(item) == "entry", base=base, declared=declared)
    draft.open(item)
    if item.attrib:
        _attributes(draft, item)
    draft.read(item)
    return draft.entry()


def _place(document: Document, found: _Survey, item: Element) -> Place:
    holder = _holder(document, item)
    return ("", False) if holder is None else found.places.get(holder, ("", False))


def _holder(document: Document, item: Element) -> Element | None:
    """The outer element an item is in, past the items that were never closed before it."""
    holder = item.getparent()
    while holder is not None and document.names.of(holder) in ITEMS:
        holder = holder.getparent()
    return holder


def _undeclared(found: _Survey, base: str) -> str:
    """RSS means its addresses against its site; Atom, by its standard, against its own address."""
    texts = found.feed.texts
    if found.kind == "atom":
        return base or texts.get("self", "") or texts.get("url", "")
    return texts.get("url", "") or base


def _attributes(draft: Draft, item: Element) -> None:
    """RDF names an item by its address; CDF says nearly everything in attributes."""
    about = item.get(f"{RDF}about") or item.get("about") or item.get("rdf:about")
    if about:
        draft.offer("guid", 1, about.strip())
        draft.offer("url", 3, draft.absolute(item, about))
    href = item.get("href") or item.get("HREF")
    if href:
        draft.offer("url", 7, draft.absolute(item, href))
    draft.offer_time("updated", 1, item.get("lastmod") or item.get("LASTMOD"))


def _finish(
    document: Document, found: _Survey, entries: list[ParsedEntry], over: int
) -> ParsedFeed:
    feed = found.feed.feed(found.kind or "rss")
    feed.entries, feed.left_out = entries, over
    feed.podcast = "itunes" in document.names.seen and any(map(_plays, entries))
    if feed.format == "atom":
        for entry in entries:
            entry.author = entry.author or feed.author
    return feed


def _plays(entry: ParsedEntry) -> bool:
    return any(file.type.startswith(("audio", "video")) for file in entry.enclosures)


class _Stream:
    """The items of a large document one by one, none of them kept in the tree."""

    def __init__(self, data: bytes, *, recover: bool = False) -> None:
        steps = (data[start : start + STEP] for start in range(0, len(data), STEP))
        self.parts = repair(data) if recover else steps
        self.parser = etree.XMLPullParser(("end",), tag=ITEM_TAGS, recover=recover, **OPTIONS)
        self.root: Element | None = None

    def __iter__(self) -> Iterator[Element]:
        last: Element | None = None
        for part in self.parts:
            self.parser.feed(part)
            for _, element in self.parser.read_events():
                item = cast("Element", element)
                yield item
                _remove(last)
                last = item
        self.root = self.parser.close()


def _remove(element: Element | None) -> None:
    parent = None if element is None else element.getparent()
    if element is not None and parent is not None:
        parent.remove(element)


def _from_stream(
    document: Document, data: bytes, *, recover: bool, skip: int = 0
) -> ParsedFeed | None:
    """Like `_from_tree`, in two readings where the entries wanted turn out to be the last."""
    stream = _Stream(data, recover=recover)
    context: _Survey | None = None
    entries: list[ParsedEntry] = []
    count, last = 0, None
    for item in stream:
        context = context or _context(document, item)
        if context is None or not _belongs(document, context, item):
            continue
        if count >= skip and len(entries) < MAX_ENTRIES:
            entries.append(_entry(document, context, item, _place(document, context, item)))
        count, last = count + 1, item
    top = None if stream.root is None else _locate(document, stream.root)
    if top is None:
        return None
    over = max(0, count - MAX_ENTRIES)
    if over and not skip and context and last is not None:
        place = _place(document, context, last)
        newest_last = ascending(entries[0], _entry(document, context, last, place))
        if newest_last:
            return _from_stream(document, data, recover=recover, skip=over)
    return _finish(document, _survey(document, top), entries, over)


def _context(document: Document, item: Element) -> _Survey | None:
    """What stands before the first item, which may say what addresses are meant against."""
    top = _locate(document, item.getroottree().getroot())
    return None if top is None else _survey(document, top)


def _belongs(document: Document, context: _Survey, item: Element) -> bool:
    """Whether an item is one of the feed's; a channel that began later is noted in passing."""
    holder = _holder(document, item)
    if holder is None or holder in context.places:
        return True
    if document.names.of(holder) not in OUTER:
        return False
    outer = Draft(document, atom=False, base=absolute(document.address))
    for element in [*reversed(list(holder.iterancestors())), holder]:
        outer.open(element)
    context.places[holder] = outer.base, outer.declared
    return True
