"""Bookmarks as browsers export them (the Netscape format), and web pages full of links."""

import re

from kith.sources.lists.gathering import Gathering
from kith.sources.lists.scanning import tags, text_after
from kith.sources.lists.shapes import DEEPEST, BroughtList, join_label


def is_bookmarks(text: str) -> bool:
    """Browsers open the file with their mark; a saved blogroll is any page of links."""
    return bool(re.search(r"netscape-bookmark-file|<a\s[^<>]{0,500}href", text, re.IGNORECASE))


def read_bookmarks(text: str) -> BroughtList:
    """Every bookmarked address; the folders above it become its label."""
    gathering = Gathering("bookmarks")
    folders: list[tuple[str, ...]] = [()]
    named = ""
    for tag in tags(text):
        if tag.name == "dl":
            _step(folders, named, closing=tag.closing)
            named = ""
        elif tag.name == "h3" and not tag.closing:
            named = text_after(text, tag)
        elif tag.name == "a" and ":" in tag.attributes.get("href", ""):
            gathering.at(text, tag.start)
            _take(gathering, tag.attributes, text_after(text, tag), folders[-1])
    return gathering.done()


def _step(folders: list[tuple[str, ...]], named: str, *, closing: bool) -> None:
    """Into a folder or out of it; the outermost list has no name."""
    if closing and len(folders) > 1:
        folders.pop()
    elif not closing:
        inside = (*folders[-1], named) if named and len(folders[-1]) < DEEPEST else folders[-1]
        folders.append(inside)


def _take(
    gathering: Gathering, facts: dict[str, str], title: str, folders: tuple[str, ...]
) -> None:
    feed, page = facts.get("feedurl", ""), facts.get("href", "")
    gathering.take(
        feed or page,
        title=title,
        home=page if feed else "",
        labels=(join_label(folders),),
        kind="feed" if feed else "page",
    )
