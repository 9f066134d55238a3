"""Very deep HTML made shallow before a real parser sees it.

HTML parsers walk the stack of open elements for almost every tag, so 100,000 nested <div> cost
half a minute. Documents with many tags are therefore rewritten here first, in one linear pass:
only known tags, properly nested, no deeper than any real text.
"""

import re
from collections.abc import Set as AbstractSet
from html import escape, unescape

FEW_TAGS = 4000  # so many, all nested, cost a parser about a tenth of a second

_DEEPEST = 100
_MOST_ATTRIBUTES = 20
_MOST_ENTITIES = 500
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "source", "track", "wbr"})
# Comments, declarations and instructions; then a tag with its attributes. Possessive throughout,
# so that no input makes the search go back.
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?/](?![a-zA-Z])[^>]*+>?"
    r"|<(/?)([a-zA-Z][^\s/>]*+)((?:[^>\"'=]|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[\"'=])*+)>?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z-]*+)\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>\"']++)")


def flatten(html: str, keep: AbstractSet[str], drop: AbstractSet[str]) -> str:
    """Rewrite `html` with tags of `keep` only, no deeper than 100.

    The content of elements in `drop` goes with them; other tags go and their content stays.
    """
    return _Writer(keep, drop).write(html)


class _Writer:
    def __init__(self, keep: AbstractSet[str], drop: AbstractSet[str]) -> None:
        self._keep = keep
        self._drop = drop
        self._out: list[str] = []
        self._open: list[str] = []
        self._dropping = ""

    def write(self, html: str) -> str:
        at = 0
        for token in _TOKEN.finditer(html):
            self._text(html[at : token.start()])
            at = token.end()
            if token[2]:
                self._tag(token[1], token[2].lower(), token[3])
        self._text(html[at:])
        self._close_to(0)
        return "".join(self._out)

    def _text(self, text: str) -> None:
        if text and not self._dropping:
            self._out.append(_parted(text.replace("<", "&lt;").replace(">", "&gt;")))

    def _tag(self, slash: str, name: str, attributes: str) -> None:
        if self._dropping:
            if slash and name == self._dropping:
                self._dropping = ""
        elif name in self._drop:
            self._dropping = "" if slash else name
        elif name not in self._keep:
            return
        elif slash:
            self._end(name)
        else:
            self._start(name, attributes)

    def _start(self, name: str, attributes: str) -> None:
        if name not in _VOID:
            if len(self._open) >= _DEEPEST:
                return
            self._open.append(name)
        self._out.append(f"<{name}{_attributes(attributes)}>")

    def _end(self, name: str) -> None:
        if name in self._open:
            self._close_to(len(self._open) - 1 - self._open[::-1].index(name))

    def _close_to(self, depth: int) -> None:
        while len(self._open) > depth:
            self._out.append(f"</{self._open.pop()}>")


def _parted(text: str) -> str:
    """Put comments into text with very many entities.

    The cleaner's parser copies a text for each entity in it; a comment begins a new text.
    """
    if text.count("&") <= _MOST_ENTITIES:
        return text
    parts = text.split("&")
    groups = (parts[at : at + _MOST_ENTITIES] for at in range(0, len(parts), _MOST_ENTITIES))
    return "<!---->&".join("&".join(group) for group in groups)


def _attributes(text: str) -> str:
    found = list(_ATTRIBUTE.findall(text))[:_MOST_ATTRIBUTES]
    return "".join(f' {name}="{escape(unescape(_bare(value)))}"' for name, value in found)


def _bare(value: str) -> str:
    return value[1:-1] if value[0] in "\"'" else value
