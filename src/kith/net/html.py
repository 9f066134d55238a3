"""HTML from outside, made safe and calm to read; and the plain text of it."""

import re
from functools import lru_cache
from html import unescape
from typing import Literal

import nh3

from kith.core.problems import Trouble
from kith.net import addresses
from kith.net.embeds import mend
from kith.net.flatten import FEW_TAGS, flatten

RULES_VERSION = 1  # raise it when the rules change: what was cleaned by older ones is cleaned again

_KEPT = (
    "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del"
    " details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd"
    " li main mark nav ol p pre q rp rt ruby s samp section small span strong sub summary sup"
    " table tbody td tfoot th thead time tr u ul var wbr"
)
_TAGS = frozenset(_KEPT.split())
# These go with all they hold: it is not text, or not meant to be read here.
_LEFT_OUT = (
    "applet audio button canvas dialog embed frameset iframe math noembed noframes noscript object"
    " option plaintext script select style svg template textarea title video xmp"
)
_DROPPED = frozenset(_LEFT_OUT.split())
_EMBEDS = frozenset({"iframe", "video", "audio", "source", "embed", "object"})
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "del": {"datetime"},
    "ins": {"datetime"},
    "details": {"open"},
}
_NUMBERS = frozenset({"width", "height", "colspan", "rowspan", "span", "start", "value"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_LINK_REL = "noopener noreferrer nofollow ugc"
_PICTURE = '<img loading="lazy" decoding="async" referrerpolicy="no-referrer" '

_LARGE = 100_000  # characters; beyond it even one tag can be a bomb of attributes
_MOST_ROUNDS = 8
_CONTROL = re.compile(r"[\x00-\x20]+")
_NUMBER = re.compile(r"\s*(-?\d{1,4})(?:px)?\s*\Z")
_STRANGE = re.compile(
    r"<(?!/?(?:" + "|".join(sorted(_TAGS)) + r")[\s/>])[a-zA-Z/!?]", re.IGNORECASE
)
# The cleaner writes <, > and " in values as entities, so these see exactly one tag each.
_NO_PICTURE = re.compile(
    r"<img (?:(?![^>]*\bsrc=\"[^\"])|(?=[^>]*\bwidth=\"[01]\")(?=[^>]*\bheight=\"[01]\"))[^>]*>"
)
_BARE_PICTURE = "<img>"
_EMPTY = re.compile(
    r"<(p|div|span|a|b|i|em|strong|figure|figcaption|h[1-6]|ul|ol|li|section|blockquote)"
    r"(?: [^>]*)?>(?:\s|&nbsp;|<br>)*</\1>"
)
_BREAKS = re.compile(r"(?:<br>\s*){3,}")
_PRE = re.compile(r"(<pre(?: [^>]*)?>)\n+")
_BLOCK = re.compile(
    r"</?(?:p|div|li|[uod]l|d[td]|h[1-6r]|t[rdh]|table|caption|pre|blockquote|fig(?:ure|caption)"
    r"|section|article|aside|header|footer|main|nav|address|details|summary|br)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")
_BREAK = "\x1e"


def clean(html: str, base: str) -> str:
    """Make HTML safe to show and calm to read; relative addresses are resolved against `base`.

    Nothing in the result runs, and nothing loads but pictures. Players and frames have become
    links. Cleaning the result again changes nothing. With a `base` that is no web address,
    relative addresses are dropped.
    """
    if len(html) > _LARGE or html.count("<") > FEW_TAGS:
        html = flatten(html, _TAGS | _EMBEDS, _DROPPED - _EMBEDS)
    cleaner = _cleaner(base)
    strange = _STRANGE.search(html) is not None
    result = cleaner.clean(mend(html))
    if strange:
        result = _settled(cleaner, result)
    return _calm(result)


def text(html: str) -> str:
    """The words of cleaned HTML: a line for each block, single spaces.

    Meant for what `clean` returned; anything else is cleaned first, as far as it needs it.
    """
    if _STRANGE.search(html):
        html = clean(html, "")
    html = _TAG.sub("", _BLOCK.sub(_BREAK, html))
    if "&" in html:
        html = unescape(html)
    lines = (" ".join(line.split()) for line in html.split(_BREAK))
    return "\n".join(line for line in lines if line)


def excerpt(text: str, length: int = 240) -> str:
    """The beginning of plain text in one line of at most `length` characters."""
    line = " ".join(text[: 4 * length + 200].split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    if line[length - 1] != " ":
        words = cut.rpartition(" ")[0]
        cut = words if len(words) > length // 2 else cut  # scripts without spaces
    return cut.rstrip(" ,;:.–—-") + "…"


@lru_cache(maxsize=256)
def _cleaner(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        link_rel=_LINK_REL,
        url_schemes=_SCHEMES,
        url_relative=_relative(base),
    )


def _relative(base: str) -> tuple[Literal["rewrite_with_base"], str] | Literal["deny"]:
    if addresses.scheme(base) not in {"http", "https"}:
        return "deny"
    try:
        return "rewrite_with_base", addresses.split(base).text(user=False)
    except Trouble:
        return "deny"


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Called for what the lists let through; the scheme of an absolute address is known good."""
    if name in {"href", "src"}:
        return _address(tag, value)
    if name in _NUMBERS:
        found = _NUMBER.match(value)
        return found[1] if found else None
    return value


def _address(tag: str, value: str) -> str | None:
    bare = _CONTROL.sub("", value[:20]).lower()
    if bare.startswith("#"):
        return None
    if bare.startswith(("http:", "https:")) and "://" not in bare:
        return None  # "http:x" is relative to some readers and absolute to others
    if tag == "img" and bare.startswith(("mailto:", "tel:")):
        return None
    return value


def _settled(cleaner: nh3.Cleaner, html: str) -> str:
    """Clean until nothing changes: taking tags away can make what is left parse differently."""
    for _ in range(_MOST_ROUNDS):
        again = cleaner.clean(html)
        if again == html:
            break
        html = again
    return html


def _calm(html: str) -> str:
    """Tidy the cleaner's own output, where every tag is written in one known way."""
    if "<img" in html:
        html = _NO_PICTURE.sub("", html).replace(_BARE_PICTURE, "").replace("<img ", _PICTURE)
    if "<h1" in html:
        html = html.replace("<h1", "<h2").replace("</h1>", "</h2>")
    if "<pre" in html:
        html = _PRE.sub(r"\1", html)
    html = _BREAKS.sub("<br><br>", html)
    emptied = 1
    while emptied:
        html, emptied = _EMPTY.subn("", html)
    return html.strip()
