"""What the smaller elements of a feed mean: titles, addresses, people, subjects, times.

A rank says how much an element is to be believed about a field; see `Draft.offer`.
"""

import re
from collections.abc import Callable

from kith.sources.feed.draft import LONGEST_TITLE, Draft, Handler
from kith.sources.feed.files import attach
from kith.sources.feed.names import Element
from kith.sources.feed.text import collapse, guess_plain, inner, strip_tags
from kith.sources.feed.values import HTML, RDF, number, packed, unpacked, words

MAIL_NAME = re.compile(r"\s*(?:mailto:)?[^\s()<>]+@[^\s()<>]+\s*\((.*)\)\s*", re.DOTALL)
MAIL = re.compile(r"[^\s()<>:\"',;]+@[^\s()<>\"',;]+\.\w+")
LONGEST_MAIL = 254
NAME_MAIL = re.compile(
    r"\s*[\"']?([^<>\"]*?)[\"']?\s*(?:<[^<>\s]+@[^<>\s]+>|\([^()\s]+@[^()\s]+\))\s*"
)
Relation = Callable[[Draft, Element, str], None]
PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
LONGEST_WAIT = 31536000
WEB = ("http://", "https://")


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
    if packed(element, kind, atom=atom):
        text = unpacked(text)
    if kind in HTML:
        return strip_tags(text)
    return text if atom else guess_plain(text)


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
    attach(draft, element, href, element.get("title", ""))


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


def author(rank: int) -> Handler:
    def handle(draft: Draft, element: Element) -> None:
        if rank >= draft.author_rank:
            draft.offer_author(rank, _person(draft, element), _page(draft, element))
        if len(element) or "@" in (element.text or ""):
            draft.offer("mail", rank, _mail(draft, element))

    return handle


def _page(draft: Draft, element: Element) -> str:
    """The address that Atom's parts give for a person."""
    for child in element:
        if draft.document.names.of(child).rpartition(":")[2] in ("uri", "url"):
            return draft.absolute(child, words(child))
    return ""


def _mail(draft: Draft, element: Element) -> str:
    """A mail address, in a part of its own or beside the name."""
    for child in element:
        if draft.document.names.of(child).rpartition(":")[2] == "email":
            return words(child).strip()[:LONGEST_MAIL]
    found = MAIL.search((element.text or "")[:LONGEST_TITLE])
    return found[0] if found else ""


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


def identifier(draft: Draft, element: Element) -> None:
    text = words(element)
    draft.offer("guid", 2, text)
    if text.startswith(WEB):
        draft.offer("url", 2, draft.absolute(element, text))


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


def say(name: str, rank: int) -> Handler:
    def handle(draft: Draft, element: Element) -> None:
        draft.offer(name, rank, collapse(words(element))[:300])

    return handle
