"""What a list that a person brings or takes away holds, as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass

from kith.core.problems import Problem

DEEPEST = 12  # folders in a label; what lies deeper in a file stands in the last of them


@dataclass(frozen=True, slots=True)
class Outline:
    """One voice on a list. A label is a path of folders, outermost first: "Teaching/Assessment".

    A folder may itself be called "and/or"; its slash is then written "∕" (U+2215) in the label.
    """

    address: str  # http(s), or "@user@host" for an account
    title: str = ""
    home: str = ""
    labels: tuple[str, ...] = ()
    kind: str = "feed"  # what the address is: "feed", "page" (to look for a feed), "account"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something on the list that could not be taken."""

    title: str
    reason: Problem
    line: int = 0  # counted from 1


@dataclass(frozen=True, slots=True)
class BroughtList:
    """A list as read: every address once, in the order of the file."""

    entries: tuple[Outline, ...]
    left_out: tuple[LeftOut, ...] = ()
    format: str = "opml"  # "opml", "addresses", "mastodon", "bookmarks", "youtube"
    title: str = ""


def join_label(folders: Iterable[str]) -> str:
    """The label of a path of folders; at most DEEPEST of them, nameless ones fall away."""
    names = (one_line(folder).replace("/", "∕") for folder in folders)
    return "/".join([name for name in names if name][:DEEPEST])


def split_label(label: str) -> tuple[str, ...]:
    """The path of folders a label stands for, under the same rules."""
    names = (one_line(part.replace("∕", "/")) for part in label.split("/"))
    return tuple([name for name in names if name][:DEEPEST])


def one_line(text: str) -> str:
    """One line that any page and any XML can hold, of 500 characters at the most."""
    if not text.isprintable():
        text = "".join(_visible(letter) for letter in text)
    return " ".join(text.split())[:500].rstrip()


def _visible(letter: str) -> str:
    """Joiners shape words and emoji, though Python calls them unprintable."""
    return letter if letter.isprintable() or letter in "\u200c\u200d\u00ad" else " "
