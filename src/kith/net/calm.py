"""The last touch on cleaned HTML: no tracking pixels, no empty boxes, one title to a page.

Works on the cleaner's own output, where every tag is written in one known way.
"""

import re

_PICTURE = '<img loading="lazy" decoding="async" referrerpolicy="no-referrer" '

_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_WEIGHTLESS = frozenset({"br", "wbr"})
_BOXES = frozenset(
    {"blockquote", "div", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol"}
    | {"p", "section", "ul"}
)
_INLINE = frozenset({"a", "b", "em", "i", "span", "strong"})
_NAMES = re.compile(r"<([a-z1-6]+)")
# The cleaner writes <, > and " in values as entities, so these see exactly one tag each.
_MEASURED = re.compile(r"<(?:img|td|th|col|colgroup|ol|li) [^>]*>")
_ON_THE_WEB = re.compile(r" src=\"\s*https?:", re.IGNORECASE)
_DOT = re.compile(r"(?=.* width=\"[01]\").* height=\"[01]\"", re.DOTALL)
# A page has one of each, and they are Kith's: an entry's own would send readers astray. A section
# is parsed as they are; a <div> is not: <li><div><li> ends what is around it.
_LANDMARKS = frozenset({"main", "nav", "aside", "header", "footer"})
_LANDMARK = re.compile(r"<(/?)(?:main|nav|aside|header|footer)(?=[ >])")
_NO_NUMBER = re.compile(
    r" (?:width|height|colspan|rowspan|span|start|value)=\"(?!-?\d{1,4}\")(?:(\d{1,4})px)?[^\"]*\""
)
_ADDRESSED = re.compile(r"<(?:a|img) [^>]*>")
# "http:x" is relative to some readers and absolute to others.
_ODD = re.compile(r"=\"\s*(?i:https?):(?!//)")
_ODD_ADDRESS = re.compile(r" (?:href|src)=\"\s*https?:(?!//)[^\"]*\"", re.IGNORECASE)
# What no XML may hold: such text could not be handed on in a feed.
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_SPEAKABLE = str.maketrans(dict.fromkeys([*_CONTROLS, 0xFFFE, 0xFFFF], "\ufffd"))
_BEFORE_EMPTY = ("></", "&nbsp;</", " </", "\n</", "\t</")
_EMPTY = re.compile(r"<([a-z1-6]+)[^>]*+>(?=[\s&<])(?:\s|&nbsp;|<br>|<wbr>)*+</\1>")
_TAG = re.compile(r"<(/?)([a-z1-6]+)[^>]*>")
_BREAKS = re.compile(r"<br>\s*<br>\s*<br>(?:\s*<br>)*")
_PRE = re.compile(r"(<pre(?: [^>]*)?>)\n+")


def calm(html: str, own: str) -> str:
    """Tidy. Links within the page (`own` is how they begin) lose their address: ids are gone."""
    if _is_unspeakable(html):
        html = html.translate(_SPEAKABLE)
    names = frozenset(_NAMES.findall(html))
    if _ODD.search(html):
        html = _without(_ODD_ADDRESS, html)
    if own and own in html:
        html = _without(re.compile(re.escape(own) + r"[^\"]*\""), html)
    if "img" in names:
        html = html.replace("<img>", "")
    html = _MEASURED.sub(_measured, html)
    if names & _LANDMARKS:
        html = _LANDMARK.sub(r"<\1section", html)
    if "h1" in names:
        html = html.replace("<h1", "<h2").replace("</h1>", "</h2>")
    if any(mark in html for mark in _BEFORE_EMPTY) and _EMPTY.search(html):
        html = _Weigher().without_empty(html)
    if "br" in names:
        html = _BREAKS.sub("<br><br>", html)
    if "pre" in names:
        html = _PRE.sub(r"\1", html)
    return html.lstrip("\ufeff").strip()


def _without(address: re.Pattern[str], html: str) -> str:
    """Taken out of tags only: in a text the same may begin, and end in the next tag."""
    return _ADDRESSED.sub(lambda tag: address.sub("", tag[0]), html)


def _is_unspeakable(html: str) -> bool:
    raw = html.encode()
    if len(raw.translate(None, _CONTROLS)) != len(raw):
        return True
    return "\ufffe" in html or "\uffff" in html


def _measured(found: re.Match[str]) -> str:
    """A tag that says how large something is; a picture that nobody can see goes."""
    tag = _NO_NUMBER.sub(_in_pixels, found[0])
    if not tag.startswith("<img"):
        return tag
    if not _ON_THE_WEB.search(tag) or _DOT.match(tag):
        return ""
    # A picture without words for it is decoration to those who cannot see it.
    alt = "" if ' alt="' in tag else 'alt="" '
    return f"{_PICTURE}{alt}{tag.removeprefix('<img ')}"


def _in_pixels(found: re.Match[str]) -> str:
    name = found[0].partition("=")[0]
    return f'{name}="{found[1]}"' if found[1] else ""


class _Weigher:
    """Takes out boxes that hold nothing but blanks and line breaks, in one pass however nested."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._began: list[int] = []  # for each open element, where it stands in `out`
        self._holds: list[bool] = []  # and whether anything is in it

    def without_empty(self, html: str) -> str:
        at = 0
        for tag in _TAG.finditer(html):
            self._text(html[at : tag.start()])
            at = tag.end()
            if tag[1]:
                self._end(tag[2], tag[0])
            elif tag[2] in _VOID:
                self._void(tag[2], tag[0])
            else:
                self._start(tag[0])
        self._text(html[at:])
        return "".join(self._out)

    def _weigh(self) -> None:
        if self._holds:
            self._holds[-1] = True

    def _text(self, text: str) -> None:
        self._out.append(text)
        if text.replace("&nbsp;", "").strip():
            self._weigh()

    def _void(self, name: str, tag: str) -> None:
        self._out.append(tag)
        if name not in _WEIGHTLESS:
            self._weigh()

    def _start(self, tag: str) -> None:
        self._began.append(len(self._out))
        self._holds.append(False)
        self._out.append(tag)

    def _end(self, name: str, tag: str) -> None:
        began, holds = self._began.pop(), self._holds.pop()
        if not holds and name in _BOXES:
            del self._out[began:]
        elif not holds and name in _INLINE:
            self._out[began] = ""  # the blanks stay: words stand on both sides
        else:
            self._out.append(tag)
            self._weigh()
