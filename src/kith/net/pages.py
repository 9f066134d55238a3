"""What a web page says about its author, and where else its author speaks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kith.net import addresses
from kith.net.encoding import decode
from kith.net.flatten import FEW_TAGS, flatten

_LARGE = 100_000  # characters; see flatten
_MOST_READ = 2 * 2**20  # bytes
_MOST_LINKS = 50
_LONGEST = 1000  # characters of any one text
_FEED_TYPES = frozenset(
    "application/" + kind for kind in ("rss+xml", "atom+xml", "rdf+xml", "feed+json", "xml")
) | {"text/xml", "text/rss+xml", "text/atom+xml"}
_ACTIVITY_TYPES = ("application/activity+json", "application/ld+json")
_LIKE_A_FEED = re.compile(
    r"(?:\.(?:rss|atom|rdf)|/(?:feed|rss|atom)(?:\.(?:xml|json|php))?/?|/index\.xml|feeds?\.xml)\Z",
    re.IGNORECASE,
)
_XML = re.compile(r"\.xml\Z", re.IGNORECASE)
_NO_FEED = re.compile(r"sitemap|opensearch|osd\.xml|wlwmanifest|browserconfig", re.IGNORECASE)
_KEPT = frozenset(
    {"html", "head", "base", "link", "meta", "title", "body", "a", "img", "h1", "h2", "p", "span"}
    | {"div", "article", "header", "section", "footer", "li", "address"}
)
_DROPPED = frozenset(
    {"script", "style", "svg", "math", "template", "textarea", "noscript", "iframe", "select"}
    | {"object", "xmp", "noembed", "noframes", "plaintext"}
)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page points to."""

    address: str
    title: str = ""
    type: str = ""  # the media type given for it, without parameters, or ""
    comments: bool = False  # other people's answers rather than the author's words


@dataclass(frozen=True, slots=True)
class Page:
    """What was found; "" and empty tuples where nothing was. Addresses are whole."""

    address: str
    title: str = ""
    description: str = ""
    site_name: str = ""
    language: str = ""
    canonical: str = ""
    generator: str = ""
    author: str = ""
    card_name: str = ""  # the name on the page's h-card
    image: str = ""
    feeds: tuple[FeedLink, ...] = ()  # announced ones first, feeds of comments last
    me: tuple[str, ...] = ()  # other homes of the same person (rel=me)
    card: tuple[str, ...] = ()  # those on the h-card that is the page's own, with mailto:
    activity: str = ""  # the same thing for ActivityPub


def read_page(body: bytes, content_type: str, address: str) -> Page:
    """Read a page that answered at `address`. Never fails; a broken page says less."""
    html = decode(body[:_MOST_READ], content_type)
    if len(html) > _LARGE or html.count("<") > FEW_TAGS:
        html = flatten(html, _KEPT, _DROPPED)
    return _Reader(LexborHTMLParser(html), address).page()


class _Reader:
    def __init__(self, tree: LexborHTMLParser, address: str) -> None:
        self._tree = tree
        self._address = address
        base = tree.css_first("base[href]")
        self._base = (_join(address, _value(base, "href")) if base else "") or address
        self._links = tree.css("link[href]")
        self._anchors = tree.css("a[href]")
        self._meta = dict(self._named())

    def page(self) -> Page:
        return Page(
            address=self._address,
            title=self._text("title") or self._said("og:title", "twitter:title"),
            description=self._said("description", "og:description", "twitter:description"),
            site_name=self._said("og:site_name", "application-name"),
            language=self._language(),
            canonical=self._first(lambda link: "canonical" in _rels(link)),
            generator=self._said("generator"),
            author=self._said("author", "dc.creator", "twitter:creator"),
            card_name=self._card(),
            image=self._image(),
            feeds=tuple(self._feeds()),
            me=self._me(),
            card=self._own_card(),
            activity=self._first(_is_activity),
        )

    def _named(self) -> Iterator[tuple[str, str]]:
        """The <meta> names with their values; of a name's values the first that says something."""
        for node in reversed(self._tree.css("meta[content]")):
            name = _value(node, "property") or _value(node, "name") or _value(node, "http-equiv")
            if content := _short(_value(node, "content")):
                yield name.lower(), content

    def _said(self, *names: str) -> str:
        return next((value for name in names if (value := self._meta.get(name, ""))), "")

    def _text(self, selector: str) -> str:
        node = self._tree.css_first(selector)
        return _short(node.text()) if node else ""

    def _language(self) -> str:
        root = self._tree.css_first("html")
        said = (_value(root, "lang") if root else "") or self._said("content-language", "language")
        return said.strip()[:35]

    def _first(self, wanted: Callable[[LexborNode], bool]) -> str:
        found = (self._whole(link) for link in self._links if wanted(link))
        return next((address for address in found if address), "")

    def _whole(self, node: LexborNode) -> str:
        return _join(self._base, _value(node, "href"))

    def _image(self) -> str:
        said = self._said("og:image", "og:image:url", "twitter:image")
        icon = self._first(lambda link: bool(_rels(link) & {"apple-touch-icon", "image_src"}))
        return (_join(self._base, said) if said else "") or icon

    def _me(self) -> tuple[str, ...]:
        found = (self._whole(node) for node in self._links + self._anchors if "me" in _rels(node))
        return tuple(dict.fromkeys(address for address in found if address))[:_MOST_LINKS]

    def _card(self) -> str:
        card = self._tree.css_first(".h-card, .vcard")
        if card is None:
            return ""
        name = card.css_first(".p-name, .fn") or card
        said = _short(name.text(separator=" ")) or _picture_name(name)
        return said if len(said) <= 100 else ""

    def _own_card(self) -> tuple[str, ...]:
        """The other addresses on the card that gives this page's as its own; () if none does.

        Cards of others stand on pages too: of authors, guests, whoever answered.
        """
        for card in self._tree.css(".h-card"):
            nodes = card.css(".u-url[href], .u-uid[href], .u-email[href]")
            own = [card] if _value(card, "href") and "u-url" in _value(card, "class") else []
            found = [self._on_card(node) for node in own + nodes]
            if any(addresses.same_address(one, self._address) for one in found):
                return tuple(dict.fromkeys(filter(None, found)))[:_MOST_LINKS]
        return ()

    def _on_card(self, node: LexborNode) -> str:
        href = _value(node, "href").strip()
        return href[:_LONGEST] if href.lower().startswith("mailto:") else self._whole(node)

    def _feeds(self) -> list[FeedLink]:
        announced = [self._feed(link) for link in self._links if _announces(link)]
        hinted = [self._feed(node) for node in self._anchors if _hints(node)]
        found: dict[str, FeedLink] = {}
        for feed in announced + hinted:
            if feed.address and feed.address != self._address:
                found.setdefault(addresses.key(feed.address), feed)
        return sorted(found.values(), key=lambda feed: feed.comments)[:_MOST_LINKS]

    def _feed(self, node: LexborNode) -> FeedLink:
        address = self._whole(node)
        title = _short(_value(node, "title") or (node.text() if node.tag == "a" else ""))
        comments = "comment" in title.lower() or "/comments/" in address.lower() + "/"
        return FeedLink(address, title, _type(node), comments)


def _join(base: str, reference: str) -> str:
    for scheme in ("feed:", "rss:"):
        if reference.strip().lower().startswith(scheme):
            reference = reference.strip()[len(scheme) :]
    return addresses.join(base, reference)


def _value(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""


def _short(text: str) -> str:
    return " ".join(text[: 4 * _LONGEST].split())[:_LONGEST]


def _rels(node: LexborNode) -> set[str]:
    return set(_value(node, "rel").lower().split())


def _type(node: LexborNode) -> str:
    return _value(node, "type").partition(";")[0].strip().lower()


def _announces(link: LexborNode) -> bool:
    rels, kind = _rels(link), _type(link)
    if "stylesheet" in rels or _NO_FEED.search(_value(link, "href")):
        return False
    return ("alternate" in rels and kind in _FEED_TYPES) or ("feed" in rels and kind != "text/html")


def _hints(node: LexborNode) -> bool:
    """Whether an <a> looks as if it led to a feed."""
    path = re.split("[?#]", _value(node, "href").strip(), maxsplit=1)[0]
    if _NO_FEED.search(path):
        return False
    named = _type(node) in _FEED_TYPES - {"text/xml", "application/xml"}
    words = f"{node.text()} {_value(node, 'title')}".lower() if _XML.search(path) else ""
    return named or bool(_LIKE_A_FEED.search(path)) or "rss" in words or "feed" in words


def _is_activity(link: LexborNode) -> bool:
    kind = _value(link, "type").lower()
    if "alternate" not in _rels(link) or not kind.startswith(_ACTIVITY_TYPES):
        return False
    return kind.startswith(_ACTIVITY_TYPES[0]) or "activitystreams" in kind


def _picture_name(node: LexborNode) -> str:
    picture = node.css_first("img[alt]")
    return _short(_value(picture, "alt")) if picture else ""
