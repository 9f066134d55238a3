"""HTML from outside, made safe and calm to read; and the plain text of it."""

import re
from functools import lru_cache
from html import escape, unescape
from typing import Literal

import nh3

from kith.core.problems import Trouble
from kith.net import addresses
from kith.net.calm import calm
from kith.net.embeds import mend
from kith.net.flatten import FEW_TAGS, flatten

RULES_VERSION = 2  # raise it when the rules change: what was cleaned by older ones is cleaned again

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
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_LINK_REL = "noopener noreferrer nofollow ugc"

_LARGE = 100_000  # characters; beyond it even one tag can be a bomb of attributes
_MOST_ROUNDS = 8
_NAME = re.compile(r"<([a-zA-Z!?][^\s/>]*+)")
_RELATIVE = re.compile(r"=\"(?:(?<= href=\")|(?<= src=\"))(?!https?://|mailto:|tel:)")
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
    html = _speakable(html)
    large = len(html) > _LARGE or html.count("<") > FEW_TAGS
    if large:
        html = flatten(html, _TAGS | _EMBEDS, _DROPPED - _EMBEDS)
    mended = mend(html)
    cleaner, own = _any_base(), ""
    result = cleaner.clean(mended)
    if _RELATIVE.search(result):
        cleaner, own = _cleaner(base)
        result = cleaner.clean(mended)
    if not large and _strange(html):
        result = _settled(cleaner, result)
    return calm(result, own)


def current(cleaned: str, rules: int) -> str:
    """What rules of that version cleaned, as it is by those of today."""
    return cleaned if rules == RULES_VERSION else clean(cleaned, "")


def text(html: str) -> str:
    """The words of any HTML: a line for each block, single spaces."""
    return text_of_cleaned(clean(html, "") if _strange(html) else html)


def text_of_cleaned(html: str) -> str:
    """The words of what `clean` returned: a line for each block, single spaces."""
    html = _TAG.sub("", _BLOCK.sub(_BREAK, html))
    if "&" in html:
        html = unescape(html)
    return "\n".join(line for line in map(_single_spaced, html.split(_BREAK)) if line)


def _single_spaced(line: str) -> str:
    line = line.strip()
    if line.isprintable() and "  " not in line:  # a space is the one blank that is printable
        return line
    return " ".join(line.split())


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


@lru_cache(maxsize=1)
def _any_base() -> nh3.Cleaner:
    """What serves every document whose addresses are all absolute: building one takes a while."""
    return _new_cleaner("pass_through")


@lru_cache(maxsize=64)
def _cleaner(base: str) -> tuple[nh3.Cleaner, str]:
    """A cleaner for addresses relative to `base`, and how it writes links within that page."""
    if addresses.scheme(base) not in {"http", "https"}:
        return _new_cleaner("deny"), ""
    try:
        page = addresses.split(base).text(user=False)
    except Trouble:
        return _new_cleaner("deny"), ""
    return _new_cleaner(("rewrite_with_base", page)), f' href="{escape(page)}#'


def _new_cleaner(
    relative: tuple[Literal["rewrite_with_base"], str] | Literal["deny", "pass_through"],
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        link_rel=_LINK_REL,
        url_schemes=_SCHEMES,
        url_relative=relative,
    )


def _speakable(html: str) -> str:
    """Without halves of surrogate pairs, which JSON can bring and UTF-8 cannot say."""
    try:
        html.encode()
    except UnicodeEncodeError:
        return html.encode("utf-8", "replace").decode("utf-8")
    return html


def _strange(html: str) -> bool:
    """Whether there is any tag, comment or declaration that cleaned HTML never has."""
    names = set(_NAME.findall(html))
    return not (names <= _TAGS or {name.lower() for name in names} <= _TAGS)


def _settled(cleaner: nh3.Cleaner, html: str) -> str:
    """Clean until nothing changes: taking tags away can make what is left parse differently."""
    for _ in range(_MOST_ROUNDS):
        again = cleaner.clean(html)
        if again == html:
            break
        html = again
    return html
