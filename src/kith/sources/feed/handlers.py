"""What each element of a feed means: one table from its short name to a small function.

A rank says how much an element is to be believed about a field; see `Draft.offer`.
"""

import base64
import binascii
import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote

from kith.core.feeds import Enclosure
from kith.sources.feed.draft import LONGEST_TITLE, XML, Draft, Handler
from kith.sources.feed.names import Element
from kith.sources.feed.text import (
    collapse,
    guess_plain,
    inner,
    looks_like_html,
    paragraphs,
    strip_tags,
)

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
MAIL_NAME = re.compile(r"\s*(?:mailto:)?[^\s()<>]+@[^\s()<>]+\s*\((.*)\)\s*", re.DOTALL)
NAME_MAIL = re.compile(
    r"\s*[\"']?([^<>\"]*?)[\"']?\s*(?:<[^<>\s]+@[^<>\s]+>|\([^()\s]+@[^()\s]+\))\s*"
)
ISO_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?")
Relation = Callable[[Draft, Element, str], None]
PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
LONGEST_WAIT = 31536000
LONGEST_PLAY = 86400 * 60
HTML = ("html", "text/html", "application/xhtml+xml", "xhtml")
WEB = ("http://", "https://")
PLAYS = ("audio", "video")


def words(element: Element) -> str:
    """The text of an element, with that of anything inside it."""
    if len(element):
        return "".join(map(str, element.itertext())).strip()
    text = element.text
    return text.strip() if text else ""


# --- titles -------------------------------------------------------------------------------------


def title(rank: int) -> Handler:
    def handle(draft: Draft, element: Element) -> None:
        if rank > draft.ranks.get("title", 0):
            words = _plain(element, atom=draft.atom)
            draft.offer("title", rank, draft.line(words, LONGEST_TITLE))

    return handle


def _plain(element: Element, *, atom: bool) -> str:
    """A title as plain words. Atom says what it holds; in RSS one has to look."""
    kind = element.get("type", "").lower()
    if len(element):
        return strip_tags(inner(element))
    text = element.text or ""
    if _packed(element, kind, atom=atom):
        text = _unpacked(text)
    if kind in HTML:
        return strip_tags(text)
    return text if atom else guess_plain(text)


def _packed(element: Element, kind: str, *, atom: bool) -> bool:
    """Whether Atom gave a text as base64: 0.3 said so, 1.0 does it for every type but text."""
    if element.get("mode") == "base64":
        return True
    return atom and "/" in kind and not kind.startswith("text/") and not kind.endswith("xml")


def _unpacked(text: str) -> str:
    try:
        return base64.b64decode(text, validate=False).decode("utf-8")
    except (binascii.Error, ValueError):
        return text


# --- addresses ----------------------------------------------------------------------------------


def link(draft: Draft, element: Element) -> None:
    href = element.get("href") or element.get("url") or element.get("uri")
    if href is None:
        _written_link(draft, element)
        return
    rel = element.get("rel", "alternate")
    handlers = [RELATIONS[rel]] if rel in RELATIONS else _relations(rel)
    for handler in handlers:
        handler(draft, element, draft.absolute(element, href))


def _relations(rels: str) -> list[Relation]:
    """Several relations at once, in any case, or with the registry's address before them."""
    names = (rel.rpartition("/")[2] for rel in rels.lower().split())
    return [RELATIONS[name] for name in names if name in RELATIONS]


def _written_link(draft: Draft, element: Element) -> None:
    href = words(element) or element.get(f"{RDF}resource", "")
    if href:
        draft.offer("url", 9, draft.absolute(element, href))


def _alternate(draft: Draft, element: Element, href: str) -> None:
    kind = element.get("type", "text/html").lower()
    own = 9 if draft.atom else 8  # in RSS an Atom link stands behind RSS's own
    draft.offer("url", own if kind in HTML or not kind else 6, href)


def _self(draft: Draft, _: Element, href: str) -> None:
    draft.offer("self", 1, href)


def _hub(draft: Draft, _: Element, href: str) -> None:
    if href:
        draft.hubs.append(href)


def _enclosed(draft: Draft, element: Element, href: str) -> None:
    _attach(draft, element, href, element.get("title", ""))


def _replies(draft: Draft, element: Element, href: str) -> None:
    talk = "comments_url" if "html" in element.get("type", "") else "comments_feed"
    draft.offer(talk, 2, href)


RELATIONS: dict[str, Relation] = {
    "alternate": _alternate,
    "alternative": _alternate,
    "self": _self,
    "hub": _hub,
    "enclosure": _enclosed,
    "replies": _replies,
}


def original_link(draft: Draft, element: Element) -> None:
    """The page itself where `link` leads through a counter."""
    draft.offer("url", 10, draft.absolute(element, words(element)))


def guid(draft: Draft, element: Element) -> None:
    text = words(element)
    draft.offer("guid", 3, text)
    if draft.atom:
        _take_address(draft, element, text)
        return
    permanent = element.get("isPermaLink", element.get("ispermalink", "")).strip().lower()
    if permanent == "true":
        draft.offer("url", 5, draft.absolute(element, text))
    elif permanent != "false":
        _take_address(draft, element, text)


def _take_address(draft: Draft, element: Element, text: str) -> None:
    """An identity that is an address can be visited, where nothing better is given."""
    if text[:8].lower().startswith(WEB):
        draft.offer("url", 4, draft.absolute(element, text))


def comments(draft: Draft, element: Element) -> None:
    draft.offer("comments_url", 3, draft.absolute(element, words(element)))


def comments_feed(draft: Draft, element: Element) -> None:
    draft.offer("comments_feed", 3, draft.absolute(element, words(element)))


def in_reply_to(draft: Draft, element: Element) -> None:
    where = draft.absolute(element, element.get("href"))
    draft.offer("reply_to", 1, where or element.get("ref", "").strip()[:2000])


# --- people -------------------------------------------------------------------------------------


def author(rank: int) -> Handler:
    def handle(draft: Draft, element: Element) -> None:
        if rank >= draft.author_rank:
            draft.offer_author(rank, _person(draft, element))

    return handle


def _person(draft: Draft, element: Element) -> str:
    """A name from Atom's parts, or from one of the ways of writing it beside a mail address."""
    if not len(element):
        return name_of(element.text or "")
    parts: dict[str, str] = {}
    for child in element:
        part = draft.document.names.of(child).rpartition(":")[2]
        parts[part] = words(child)
        if part == "name" and parts[part]:
            break
    named = parts.get("name") or parts.get("email") or parts.get("uri") or parts.get("url")
    return strip_tags(named) if named else name_of(words(element))


def name_of(text: str) -> str:
    """`mail (Name)` and `Name <mail>` become the name; a bare mail address stays."""
    text = text[:LONGEST_TITLE]
    if "@" in text:
        match = MAIL_NAME.fullmatch(text) or NAME_MAIL.fullmatch(text)
        if match and match[1].strip():
            text = match[1]
    return guess_plain(text)


def credit(draft: Draft, element: Element) -> None:
    """Who took part in a work; most credits are for pictures and say nothing of the words."""
    if element.get("role", "").lower() in ("author", "writer", "creator"):
        draft.offer_author(2, _person(draft, element))


def source(draft: Draft, element: Element) -> None:
    """Where an entry was taken from; its author wrote the entry if nobody else did."""
    for child in element:
        if draft.document.names.of(child) == "author":
            draft.offer_author(2, _person(draft, child))


# --- subjects -----------------------------------------------------------------------------------


def category(draft: Draft, element: Element) -> None:
    if element.get("scheme", "").endswith("#kind"):
        return  # Google's mark for the sort of entry, which is no subject
    draft.add_category(element.get("label") or element.get("term") or strip_tags(words(element)))


def itunes_category(draft: Draft, element: Element) -> None:
    draft.add_category(element.get("text") or words(element))
    draft.read(element)


def keywords(draft: Draft, element: Element) -> None:
    for word in words(element).split(","):
        draft.add_category(word)


# --- bodies -------------------------------------------------------------------------------------


def markup(name: str, rank: int) -> Handler:
    """A body that RSS and its modules give as HTML, escaped or plain in the XML."""

    def handle(draft: Draft, element: Element) -> None:
        if rank > draft.ranks.get(name, 0):
            _put(draft, element, name, rank, inner(element) if len(element) else element.text)

    return handle


def typed(name: str, rank: int) -> Handler:
    """A body that says what it is, as Atom's do. Out of Atom it is taken for HTML."""

    def handle(draft: Draft, element: Element) -> None:
        if rank <= draft.ranks.get(name, 0):
            return
        html = _typed(element) if draft.atom else _markup(element)
        _put(draft, element, name, rank, html)

    return handle


def plain(name: str, rank: int) -> Handler:
    """A body that is meant as plain words, and often is not."""

    def handle(draft: Draft, element: Element) -> None:
        if rank > draft.ranks.get(name, 0):
            text = _markup(element) or ""
            html = text if len(element) or _is_html(element, text) else paragraphs(text)
            _put(draft, element, name, rank, html)

    return handle


def _is_html(element: Element, text: str) -> bool:
    return element.get("type", "") in HTML or looks_like_html(text)


def _put(draft: Draft, element: Element, name: str, rank: int, html: str | None) -> None:
    draft.offer(name, rank, draft.body(html))
    if draft.document.marks:
        base = draft.base_at(element)
        if base != draft.base:
            draft.body_base = base
        draft.offer("language", 1, element.get(f"{XML}lang", ""))


def _markup(element: Element) -> str | None:
    return inner(element) if len(element) else element.text


def _typed(element: Element) -> str | None:
    kind = element.get("type", "").lower()
    if len(element):
        return _unwrapped(element)
    text = element.text or ""
    packed = _packed(element, kind, atom=True)
    if packed:
        text = _unpacked(text)
        if text == element.text:
            return None  # a picture or some other file
    if kind in HTML or kind.endswith(("+xml", "/xml")):
        return text
    guessing = packed or not kind
    return text if guessing and looks_like_html(text) else escape(text, quote=False)


def _unwrapped(element: Element) -> str:
    """XHTML without the one `div` that Atom asks for around it."""
    only = element[0]
    alone = len(element) == 1 and not (element.text or "").strip() and not (only.tail or "").strip()
    if alone and str(only.tag).endswith("div"):
        return inner(only)
    return inner(element)


def content(draft: Draft, element: Element) -> None:
    src = element.get("src")
    if not src:
        TYPED_CONTENT(draft, element)
        return
    where = draft.absolute(element, src)
    draft.offer("url", 2, where)
    if element.get("type", "").startswith(PLAYS):
        _attach(draft, element, where)


TYPED_CONTENT = typed("content", 3)

# --- files --------------------------------------------------------------------------------------


def enclosure(draft: Draft, element: Element) -> None:
    href = (
        element.get("url") or element.get("href") or element.get(f"{RDF}resource") or words(element)
    )
    _attach(draft, element, draft.absolute(element, href))


def _attach(draft: Draft, element: Element, url: str, title: str = "") -> None:
    if not url:
        return
    kind = element.get("type", "").strip()[:200] or element.get("medium", "")
    length = number(element.get("length") or element.get("fileSize"))
    seconds = duration(element.get("duration"))
    draft.add_enclosure(Enclosure(url, kind, length, seconds, collapse(title)[:1000]))
    draft.offer("url", 1, url)
    if kind.startswith("image"):
        draft.offer("image", 1, url)
    if seconds and not draft.seconds and kind.startswith(PLAYS):
        draft.seconds = seconds


def media_content(draft: Draft, element: Element) -> None:
    about = next((words(child) for child in element if _is_title(draft, child)), "")
    _attach(draft, element, draft.absolute(element, element.get("url")), strip_tags(about))
    draft.read(element)


def _is_title(draft: Draft, element: Element) -> bool:
    return draft.document.names.of(element) == "media:title"


def group(draft: Draft, element: Element) -> None:
    draft.read(element)


def player(draft: Draft, element: Element) -> None:
    draft.offer("url", 1, draft.absolute(element, element.get("url") or words(element)))


def image(rank: int) -> Handler:
    def handle(draft: Draft, element: Element) -> None:
        href = element.get("href") or element.get("url") or element.get(f"{RDF}resource")
        if not href:
            inside = (c for c in element if draft.document.names.of(c) in ("url", "href"))
            href = next((words(child) for child in inside), "" if len(element) else words(element))
        draft.offer("image", rank, draft.absolute(element, href))

    return handle


def playing_time(draft: Draft, element: Element) -> None:
    draft.seconds = duration(words(element) or element.get("seconds")) or draft.seconds


def duration(text: str | None) -> int | None:
    """Seconds from "5400", "90:00", "1:30:00" or "PT1H30M"."""
    if not text:
        return None
    text = text.strip().upper()
    if text.startswith("PT") and (match := ISO_DURATION.fullmatch(text)):
        parts: list[str] = [part or "0" for part in match.groups()]
    else:
        parts = text.split(":")
    try:
        seconds = 0.0
        for part in parts:
            seconds = seconds * 60 + float(part or 0)
    except ValueError:
        return None
    return int(seconds) if 0 < seconds <= LONGEST_PLAY else None


def number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 and int(text) else None


def video(draft: Draft, element: Element) -> None:
    key = words(element)
    if key:
        draft.offer("url", 1, f"https://www.youtube.com/watch?v={quote(key[:100])}")


# --- times --------------------------------------------------------------------------------------


def time(name: str, rank: int) -> Handler:
    def handle(draft: Draft, element: Element) -> None:
        draft.offer_time(name, rank, element.text)

    return handle


def ttl(draft: Draft, element: Element) -> None:
    minutes = number(words(element))
    if minutes:
        draft.interval = min(minutes * 60, LONGEST_WAIT)


def update_period(draft: Draft, element: Element) -> None:
    draft.offer("period", 1, words(element).lower())
    _pace(draft)


def update_frequency(draft: Draft, element: Element) -> None:
    draft.offer("frequency", 1, words(element))
    _pace(draft)


def _pace(draft: Draft) -> None:
    """So many times in such a period; `ttl`, where it came before, has said it already."""
    period = PERIODS.get(draft.texts.get("period", ""))
    often = number(draft.texts.get("frequency", "1"))
    if period and often and (draft.interval is None or draft.ranks.get("paced")):
        draft.interval = max(60, period // often)
        draft.ranks["paced"] = 1


def nested(draft: Draft, element: Element) -> None:
    """An item that begins before the last one has ended is one of its own."""
    draft.document.nested.append(element)


# --- the rest -----------------------------------------------------------------------------------


def say(name: str, rank: int) -> Handler:
    def handle(draft: Draft, element: Element) -> None:
        draft.offer(name, rank, collapse(words(element))[:300])

    return handle


def description(draft: Draft, element: Element) -> None:
    """The summary; where it comes twice, some publishers put the whole text second."""
    if draft.ranks.get("summary", 0) < 9:
        DESCRIPTION(draft, element)
    else:
        SECOND_DESCRIPTION(draft, element)


DESCRIPTION = markup("summary", 9)
SECOND_DESCRIPTION = markup("content", 1)


def identifier(draft: Draft, element: Element) -> None:
    text = words(element)
    draft.offer("guid", 2, text)
    if text.startswith(WEB):
        draft.offer("url", 2, draft.absolute(element, text))
