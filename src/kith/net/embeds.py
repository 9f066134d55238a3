"""What feeds embed, made readable before cleaning: players become links, lazy pictures pictures.

This is a mending pass over raw HTML, by tokens. It need not be right about hostile markup: its
result still goes through the cleaner, which is.
"""

import re
from collections.abc import Mapping
from html import escape, unescape

_PLAYER = re.compile("<(?:iframe|video|audio|embed|object|noscript)", re.IGNORECASE)
_LAZY_MARK = "data-"
# The last > is optional so that no search is in vain.
_TAG = re.compile(
    r"<(/?)(iframe|video|audio|source|embed|object|noscript|img)\b"
    r"((?:[^>\"'=]|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[\"'=])*+)>?",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z-]*+)\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>\"']++)")
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-src", "data-lazy", "data-url")
_PLACEHOLDER = re.compile(
    r"\A\s*(?:\Z|data:|about:)|placeholder|blank\.|spacer|lazy|pixel|transparent|loading|1x1",
    re.IGNORECASE,
)
_YOUTUBE = re.compile(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})")
_VIMEO = re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)")
_HOLDERS = frozenset({"video", "audio", "object", "iframe"})
_LONGEST_LABEL = 80  # characters


def mend(html: str) -> str:
    """Turn players and frames into links to what they play, and lazy pictures into plain ones."""
    if _LAZY_MARK in html or _PLAYER.search(html):
        return _Mender().mend(html)
    return html


class _Mender:
    """Walks over the tags in order, knowing what it is inside of."""

    def __init__(self) -> None:
        self._holder = ""  # the player we are in, until its first address is found
        self._lazy = False  # the last picture was a lazy one; its <noscript> repeats it

    def mend(self, html: str) -> str:
        return _TAG.sub(self._token, html)

    def _token(self, found: re.Match[str]) -> str:
        name = found[2].lower()
        if name == "noscript":
            return found[0] if self._lazy else ""  # the cleaner drops it whole
        if found[1]:
            self._holder = "" if name == self._holder else self._holder
            return found[0]
        values = _attributes(found[3])
        if name == "img":
            return self._picture(found[0], values)
        if name in _HOLDERS:
            return self._player(name, found[0], values)
        return self._inside(name, found[0], values)

    def _picture(self, tag: str, values: Mapping[str, str]) -> str:
        lazy = next((value for name in _LAZY if (value := values.get(name, "").strip())), "")
        self._lazy = bool(lazy) and bool(_PLACEHOLDER.search(values.get("src", "")))
        if not self._lazy:
            return tag
        kept = "".join(
            f' {name}="{escape(values[name])}"'
            for name in ("alt", "title", "width", "height")
            if name in values
        )
        return f'<img src="{escape(lazy)}"{kept}>'

    def _player(self, name: str, tag: str, values: Mapping[str, str]) -> str:
        link = _link(values)
        if link or name == "iframe":
            return link + f"<{name}>"
        self._holder = name
        return tag

    def _inside(self, name: str, tag: str, values: Mapping[str, str]) -> str:
        if name == "embed" and not self._holder:
            return _link(values)
        if not self._holder:  # a source of a <picture>, or a second one of a player
            return tag
        link = _link(values)
        if not link:
            return tag
        holder, self._holder = self._holder, ""
        return f"</{holder}>{link}<{holder}>"  # outside, where the cleaner leaves it


def _attributes(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        bare = value[1:-1] if value[0] in "\"'" else value
        values.setdefault(name.lower(), unescape(bare))
    return values


def _link(values: Mapping[str, str]) -> str:
    names = ("src", "data-src", "data-lazy-src", "data")
    address = next((value for name in names if (value := values.get(name, "").strip())), "")
    if not address or address.startswith(("about:", "data:", "javascript:")) or _tiny(values):
        return ""
    address = _watchable(address)
    label = values.get("title", "").strip() or re.sub(r"\A(?:https?:)?//(?:www\.)?", "", address)
    if len(label) > _LONGEST_LABEL:
        label = label[: _LONGEST_LABEL - 1] + "…"
    return f'<p><a href="{escape(address)}">{escape(label)}</a></p>'


def _tiny(values: Mapping[str, str]) -> bool:
    return values.get("width") in {"0", "1"} or values.get("height") in {"0", "1"}


def _watchable(address: str) -> str:
    """The page to watch it on, where the address is that of a bare player."""
    if found := _YOUTUBE.match(address):
        return f"https://www.youtube.com/watch?v={found[1]}"
    if found := _VIMEO.match(address):
        return f"https://vimeo.com/{found[1]}"
    return address
