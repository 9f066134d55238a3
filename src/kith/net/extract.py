"""A program of its own: the article in a page, found by trafilatura. See article.py, which runs it.

Reads {"html", "title"} as JSON, writes the HTML of the article; nothing where there is none.
"""

import contextlib
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree
from trafilatura.core import bare_extraction

if sys.platform != "win32":
    import resource

SECONDS = 10  # of one processor's time
_MEMORY = 2**30  # bytes of addresses
# What trafilatura calls things (a kind of TEI), and what HTML calls them.
_NAMES = {
    "ref": "a",
    "item": "li",
    "quote": "blockquote",
    "lb": "br",
    "row": "tr",
    "graphic": "img",
    "del": "del",
}
_HIGHLIGHTS = {"#b": "strong", "#i": "em", "#u": "u", "#t": "kbd", "#sub": "sub", "#sup": "sup"}


def article(html: str, title: str) -> str:
    """The article as HTML, without a heading that only repeats the title; "" where there is none.

    Nobody has cleaned it yet, and addresses are as the page wrote them.
    """
    found = bare_extraction(
        html,
        include_images=True,
        include_links=True,
        include_formatting=True,
        include_comments=False,
        with_metadata=False,
    )
    body: Any = getattr(found, "body", None)
    if body is None:
        return ""
    first = next(iter(body), None)
    if first is not None and first.tag == "head" and _said(first) in title:
        body.remove(first)
    for element in list(body.iter()):
        _as_html(element)
    return str(etree.tostring(body, encoding="unicode", method="html"))


def _said(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _as_html(element: Any) -> None:
    named = _NAMED.get(element.tag)
    name = named(element) if named else _NAMES.get(element.tag, element.tag)
    kept = {key: element.get(key) for key in ("href", "src", "alt", "title") if element.get(key)}
    if element.tag == "ref" and element.get("target"):
        kept["href"] = element.get("target")
    element.tag = name
    element.attrib.clear()
    element.attrib.update(kept)


def _code(element: Any) -> str:
    """Lines of code stand in a box of their own; a word of it stands in the text."""
    parent = element.getparent()
    if parent is not None and parent.tag == "pre":
        return "code"
    return "pre" if "\n" in _text(element) or len(element) else "code"


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _heading(element: Any) -> str:
    level = element.get("rend", "")
    return level if level in {"h2", "h3", "h4", "h5", "h6"} else "h2"


_NAMED: Mapping[str, Callable[[Any], str]] = {
    "head": _heading,
    "list": lambda element: "ol" if element.get("rend") == "ol" else "ul",
    "hi": lambda element: _HIGHLIGHTS.get(element.get("rend", ""), "span"),
    "cell": lambda element: "th" if element.get("role") == "head" else "td",
    "code": _code,
}


def _held() -> None:
    """A page made to take for ever, or everything, takes this process only."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        with contextlib.suppress(ValueError, OSError):  # less is allowed already; macOS knows none
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def main() -> None:
    """Read, extract, write."""
    _held()
    asked = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(article(asked["html"], asked["title"]).encode())


if __name__ == "__main__":
    main()
