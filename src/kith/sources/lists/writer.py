"""OPML 2.0 for other programs, and for Kith itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from kith.sources.asked import account
from kith.sources.lists.shapes import Outline, one_line, split_label


@dataclass(slots=True)
class _Folder:
    folders: "dict[str, _Folder]" = field(default_factory=dict)
    outlines: list[Outline] = field(default_factory=list)


def write_opml(title: str, owner: str, entries: Iterable[Outline], *, now: datetime) -> bytes:
    """The list as UTF-8 bytes: labels as nested folders; one with two labels stands in both."""
    root = _Folder()
    for outline in entries:
        for label in outline.labels or ("",):
            _folder(root, label).outlines.append(outline)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{_text(one_line(title))}</title>",
        f"    <ownerName>{_text(one_line(owner))}</ownerName>",
        f"    <dateCreated>{format_datetime(now)}</dateCreated>",
        "  </head>",
        "  <body>",
        *_body(root, "    "),
        "  </body>",
        "</opml>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _folder(root: _Folder, label: str) -> _Folder:
    for name in split_label(label):
        root = root.folders.setdefault(name, _Folder())
    return root


def _body(folder: _Folder, indent: str) -> Iterator[str]:
    """Outlines first, then folders: recursion goes no deeper than a label, DEEPEST."""
    for outline in folder.outlines:
        yield f"{indent}<outline {_attributes(_facts(outline))}/>"
    for name, inner in folder.folders.items():
        yield f"{indent}<outline {_attributes({'text': name, 'title': name})}>"
        yield from _body(inner, indent + "  ")
        yield f"{indent}</outline>"


def _facts(outline: Outline) -> dict[str, str]:
    """An outline without a title is shown by its address: `text` may not be missing."""
    somebody = account(outline.address)
    title = one_line(outline.title)
    facts = {"text": title or outline.address, "title": title}
    if outline.kind == "page":
        facts |= {"type": "link", "url": outline.address}
    elif somebody:
        facts |= {"xmlUrl": somebody.uri}
    else:
        facts |= {"type": "rss", "xmlUrl": outline.address}
    return facts | {"htmlUrl": outline.home}


def _attributes(facts: dict[str, str]) -> str:
    return " ".join(f'{name}="{_text(value)}"' for name, value in facts.items() if value)


def _text(value: str) -> str:
    return escape(value, {'"': "&quot;"})
