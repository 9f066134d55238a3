"""OPML as it is found: 1.0, 2.0, and files that are not even XML."""

from collections.abc import Iterator

from kith.core.problems import Problem
from kith.sources.lists.gathering import Gathering
from kith.sources.lists.scanning import Tag, tags, text_after
from kith.sources.lists.shapes import DEEPEST, BroughtList, join_label, split_label

Path = tuple[str, ...]


def read_opml(text: str) -> BroughtList:
    """Every outline with an address; folders become labels."""
    gathering, title = Gathering("opml"), ""
    paths: list[Path | None] = [()]
    for tag in tags(text):
        if tag.name == "title" and not title and not tag.closing:
            title = text_after(text, tag)
        elif tag.name == "outline" and tag.closing:
            del paths[max(1, len(paths) - 1) :]
        elif tag.name == "outline":
            gathering.at(text, tag.start)
            inside = _take(tag, paths[-1], gathering)
            if not tag.empty:
                paths.append(inside)
    return gathering.done(title)


def _take(tag: Tag, path: Path | None, gathering: Gathering) -> Path | None:
    """Keep what the outline holds. Returns where its children stand; None: nowhere.

    An outline with an address is never a folder: many files forget to close them.
    """
    facts = tag.attributes
    title, address = facts.get("text") or facts.get("title") or "", _address(facts)
    if path is None or facts.get("iscomment", "").strip().lower() == "true":
        gathering.leave_out(title, Problem("outline-commented", {"title": title}))
        return None
    if address and _is_list(facts, address):
        problem = Problem("outline-included", {"title": title, "address": address})
        gathering.leave_out(title, problem)
    elif address:
        labels = (join_label(path), *_categories(facts.get("category", "")))
        home, kind = facts.get("htmlurl", ""), _kind(facts)
        gathering.take(address, title=title, home=home, labels=labels, kind=kind)
    elif tag.empty:
        gathering.leave_out(title, Problem("outline-without-address", {"title": title}))
    elif title and len(path) < DEEPEST:
        return (*path, title)
    return path


def _address(facts: dict[str, str]) -> str:
    given = (facts.get(name, "").strip() for name in ("xmlurl", "url", "htmlurl"))
    return next(filter(None, given), "")


def _kind(facts: dict[str, str]) -> str:
    """`xmlUrl` is a feed; `url` is one where the type says so, and a page otherwise."""
    if facts.get("xmlurl", "").strip():
        return "feed"
    named = facts.get("type", "").strip().lower() in {"rss", "atom", "feed"}
    return "feed" if named and facts.get("url", "").strip() else "page"


def _is_list(facts: dict[str, str], address: str) -> bool:
    return facts.get("type", "").strip().lower() == "include" or (
        "xmlurl" not in facts and address.lower().split("?")[0].endswith(".opml")
    )


def _categories(text: str) -> Iterator[str]:
    """OPML 2.0: paths such as "/a/b", separated by commas; a word without a slash is a tag."""
    for part in text.split(","):
        yield join_label(split_label(part))
