"""Small changes of text: HTML to words, words to HTML, XML to HTML, addresses made whole."""

import re
from contextlib import suppress
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from lxml import etree

from kith.sources.feed.encoding import WINDOWS
from kith.sources.feed.names import Element

MOST_WORDS = 20_000  # characters of markup around one line of words
MOST_TEXT = 2 * 1024 * 1024
LONGEST_ADDRESS = 4000
SCHEMES = {
    *("http", "https", "ftp", "ftps", "gopher", "gemini", "mailto", "news", "nntp", "magnet"),
    *("rtsp", "rtmp", "mms", "itms", "itpc", "feed", "acct", "at", "did", "ipfs", "ipns", "xmpp"),
}

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"}
VOID |= {"source", "track", "wbr"}
UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
BREAK = re.compile(
    r"</?(?:br|p|div|li|ul|ol|dl|dt|dd|tr|td|th|table|h[1-6]|hr|blockquote|pre)\b[^<>]*>",
    re.IGNORECASE,
)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!\[CDATA\[|\]\]>|<![^<>]*>")
TAG_NAME = re.compile(r"</?([a-zA-Z][\w:-]*)")
CLOSED = re.compile(r"</\w+\s*>|&#?\w+;|<(?:br|hr|img|wbr)\b[^<>]*>", re.IGNORECASE)
_KNOWN = """
a abbr acronym address article aside audio b big blockquote br button caption center cite code col
dd del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 header
hr i
iframe img input ins kbd label li main map mark nav nobr object ol p param picture pre q s samp
script section small source span strike strong style sub summary sup svg table tbody td tfoot th
thead time
tr tt u ul var video wbr
"""
KNOWN_TAGS = frozenset(_KNOWN.split())
NAMESPACE = re.compile(r" xmlns(?::[\w.-]+)?=\"[^\"]*\"(?=[^<>]*>)")
PREFIXED = re.compile(r"</[A-Za-z_][\w.-]*:")
PREFIX = re.compile(r"(</?)[A-Za-z_][\w.-]*:(?=[\w.-])")
SLIP_REFERENCE = re.compile(rb"&#(?:1[2-5]\d|[xX][89][0-9a-fA-F]);")
SLIP_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
SLIP_TWICE = re.compile(rb"\xc3[\x82-\xb4]\xc2")
CONTROL = re.compile(r"[\x80-\x9f]")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
BLANKS = re.compile(r"[\t\r\n]+ *")


def collapse(text: str) -> str:
    return " ".join(text.split())


def strip_tags(html: str) -> str:
    """The words of a piece of HTML on one line."""
    html = html[:MOST_WORDS]
    if "<" in html:
        html = TAG.sub("", BREAK.sub(" ", UNSEEN.sub("", html)))
    if "&" in html:
        html = unescape(html)
    return collapse(html)


def guess_plain(text: str) -> str:
    """The words of a text that may or may not be HTML, as in the titles of RSS."""
    text = text[:MOST_WORDS]
    return strip_tags(text) if looks_like_html(text) else collapse(text)


def looks_like_html(text: str) -> bool:
    """Whether markup is meant: something is closed or escaped, and every tag is one of HTML.

    It errs towards no, for taking "List<int>" as a tag would lose what was said.
    """
    if "<" not in text and "&" not in text:
        return False
    if not CLOSED.search(text):
        return False
    return all(name.lower() in KNOWN_TAGS for name in TAG_NAME.findall(text))


def paragraphs(text: str) -> str:
    """Plain text as HTML that keeps its lines."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    shown = (escape(block, quote=False).replace("\n", "<br>\n") for block in blocks if block)
    return "\n".join(f"<p>{block}</p>" for block in shown)


def mend(text: str) -> str:
    """Undo two old accidents: UTF-8 read as Latin-1, and codes 128 to 159 meant for Windows.

    `slips` tells whether a document can hold any, for looking at every text is slow.
    """
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(WINDOWS) if CONTROL.search(text) else text


def slips(data: bytes) -> bool:
    """Whether anything in a document of UTF-8 looks like the accidents that `mend` undoes."""
    if SLIP_REFERENCE.search(data):
        return True
    # Looking for one fixed byte first is many times faster than any pattern.
    return b"\xc2" in data and bool(SLIP_CONTROL.search(data) or SLIP_TWICE.search(data))


def inner(element: Element) -> str:
    """What stands inside an element, as HTML without the marks of XML."""
    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    start, end = whole.find(">") + 1, whole.rfind("</")
    if end < start:
        return ""
    html = whole[start:end]
    if " xmlns" in html:
        html = PREFIX.sub(r"\1", NAMESPACE.sub("", html))
    elif PREFIXED.search(html):
        html = PREFIX.sub(r"\1", html)
    return _opened(html) if "/>" in html else html


def _opened(html: str) -> str:
    """End tags for what XML may close at once and HTML may not."""
    *parts, last = html.split("/>")
    for index, part in enumerate(parts):
        name = part[part.rfind("<") + 1 :].split(None, 1)[0]
        parts[index] = f"{part}/>" if name in VOID else f"{part}></{name}>"
    return "".join(parts) + last


def absolute(href: str | None, base: str = "") -> str:
    """An address as something that can be visited, or nothing."""
    if not href:
        return ""
    href = href.strip()
    if not href.isprintable():
        href = BLANKS.sub("", href)
    if not href.startswith(("https://", "http://")) or "[" in href:
        href = _joined(href, base)
    return href if len(href) <= LONGEST_ADDRESS else ""


def _joined(href: str, base: str) -> str:
    if href.startswith("/") and base and not href.startswith("//") and "/." not in href:
        return _origin(base) + href
    try:
        scheme = urlsplit(href).scheme
        if scheme in SCHEMES:
            return href
        joined = urljoin(base, href) if base else _guessed(href)
    except ValueError:  # a host that cannot be one
        return ""
    return "" if scheme or not href or not SCHEME.match(joined) else joined


@lru_cache(maxsize=256)
def _origin(base: str) -> str:
    """The scheme and host of an address."""
    return urljoin(base, "/").removesuffix("/")


def _guessed(href: str) -> str:
    """Without anything to join it to, an address has to bring its host along."""
    if href.startswith("//"):
        return "https:" + href
    return "http://" + href if href.startswith("www.") else ""
