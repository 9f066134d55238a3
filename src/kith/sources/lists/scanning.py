"""Finds tags in markup that need not be well-formed.

A scanner of our own and not an XML parser: it meets unescaped ampersands, undeclared entities,
missing ends and elements nested ten thousand deep in one pass, keeps no tree, and expands no entity
that a document declares, so that entity bombs stay inert.
"""

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = re.compile(r"[A-Za-z_][\w.:-]*")
_QUOTED = re.compile(r"""\s*([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ATTRIBUTE = re.compile(r"""\s*([A-Za-z_][\w.:-]*)\s*=\s*(["']?)""")
_BARE = re.compile(r"[^\s>]*")
_JUNK = re.compile(r"\s+|/|[^\s>/]+")
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]\w{1,30}));")
_SECTIONS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}


@dataclass(slots=True)
class Tag:
    """A start or end tag: its name in lower case without prefix, and where it stands."""

    name: str
    start: int
    end: int
    attributes: dict[str, str]
    closing: bool = False
    empty: bool = False


def tags(text: str) -> Iterator[Tag]:
    """Start and end tags in order; one pass, no backtracking."""
    at = text.find("<")
    while at >= 0:
        tag = _tag(text, at)
        if tag is not None:
            yield tag
        at = text.find("<", tag.end if tag else _past_section(text, at))


def _past_section(text: str, at: int) -> int:
    """Where to go on after something that is no tag. A comment never closed hides all the rest."""
    for opening, ending in _SECTIONS.items():
        if text.startswith(opening, at):
            end = text.find(ending, at)
            return end if end >= 0 else len(text)
    return at + 1


def _tag(text: str, start: int) -> Tag | None:
    closing = text.startswith("</", start)
    name = _NAME.match(text, start + 1 + closing)
    if name is None:
        return None
    tag = Tag(name[0].rpartition(":")[2].lower(), start, name.end(), {}, closing)
    _attributes(text, tag)
    return tag


def _attributes(text: str, tag: Tag) -> None:
    """Fill in the tag's attributes and its end; what fits no rule is stepped over."""
    at, tag.end = tag.end, len(text)
    while at < len(text):
        if text[at] == ">":
            tag.end = at + 1
            return
        if text.startswith("/>", at):
            tag.end, tag.empty = at + 2, True
            return
        found = _QUOTED.match(text, at)
        if found is not None:
            at, value = found.end(), found[2] or found[3] or ""
            tag.attributes.setdefault(found[1].lower(), clean(value))
        else:
            at = _odd_attribute(text, at, tag)


def _odd_attribute(text: str, at: int, tag: Tag) -> int:
    """An attribute without quotes, or with one that never closes and so ends with its word.

    Returns where to go on; what is no attribute at all is stepped over.
    """
    found = _ATTRIBUTE.match(text, at)
    piece = _BARE.match(text, found.end()) if found else _JUNK.match(text, at)
    end = piece.end() if piece else at + 1
    if found is None:
        return end
    if text.startswith("/>", end - 1):
        end -= 1
    tag.attributes.setdefault(found[1].lower(), clean(text[found.end() : end]))
    return end


def text_after(text: str, tag: Tag) -> str:
    """The characters between a tag and the next one."""
    end = text.find("<", tag.end, tag.end + 1000)
    return clean(text[tag.end : end if end >= 0 else tag.end + 1000])


def clean(text: str) -> str:
    """References resolved once, white space folded. `&copy=1` in an address is no reference."""
    if "&" in text:
        text = _REFERENCE.sub(_character, text)
    return " ".join(text.split())


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return html.entities.html5.get(name + ";", found[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    ordinary = 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if ordinary else " "
