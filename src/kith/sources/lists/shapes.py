"""What a list that a person brings or takes away holds, as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass

from kith.core.problems import Problem


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
    """The label of a path of folders."""
    return "/".join(folder.replace("/", "∕") for folder in folders)


def split_label(label: str) -> tuple[str, ...]:
    """The path of folders a label stands for; empty parts fall away."""
    return tuple(part.replace("∕", "/").strip() for part in label.split("/") if part.strip())
