"""Collects what a list holds: every address once, what could not be taken with its reason."""

import re
from collections.abc import Iterable

from kith.core.problems import Problem, Trouble
from kith.net.addresses import key, normalise
from kith.sources.asked import account
from kith.sources.lists.shapes import BroughtList, LeftOut, Outline, one_line

# Most addresses need no mending, and lists hold 36,000 of them with as many pages. For these,
# `normalise` changes nothing and `key` only drops the scheme, www. and a last slash.
_ORDINARY = re.compile(
    r"https?://(?:www\.)?((?:[a-z0-9-]{1,60}\.){1,3}[a-z]{2,20})(/[\w/.~-]{0,500})"
    r"(\?[\w/.~=&-]{1,500})?",
    re.ASCII,
)

# With a scheme, or with a dot in the host: "/feed" or "none" would become hosts of that name.
_LEADS_SOMEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|(?://)?[^/?#.\s]+\.[^/?#\s]", re.IGNORECASE)


class Gathering:
    """Filled by one reader, in the order of the file."""

    def __init__(self, format_name: str) -> None:
        self._format = format_name
        self._entries: dict[str, Outline] = {}
        self._left_out: list[LeftOut] = []
        self._line, self._at = 1, 0

    def at(self, text: str, position: int) -> None:
        """What follows stands at this position of the text (positions may only grow)."""
        self._line += text.count("\n", self._at, position)
        self._at = position

    def on_line(self, line: int) -> None:
        """What follows stands on this line, counted from 1."""
        self._line = line

    def take(
        self,
        address: str,
        *,
        title: str = "",
        home: str = "",
        labels: Iterable[str] = (),
        kind: str = "feed",
    ) -> None:
        """Keep one address; one that is there already only gains what it lacked."""
        try:
            name, address, kind = _recognised(address, kind)
        except Trouble as trouble:
            self.leave_out(title or address, trouble.problem)
            return
        title = "" if title == address else one_line(title)
        paths = tuple(path for path in dict.fromkeys(labels) if path)
        new = Outline(address, title, _page(home), paths, kind)
        old = self._entries.get(name)
        self._entries[name] = _united(old, new) if old else new

    def leave_out(self, title: str, reason: Problem) -> None:
        """Note what could not be taken."""
        self._left_out.append(LeftOut(one_line(title), reason, self._line))

    def done(self, title: str = "") -> BroughtList:
        """The list. Raises Trouble("list-empty") where nothing at all stood in it."""
        if not self._entries and not self._left_out:
            raise Trouble("list-empty")
        entries, left_out = tuple(self._entries.values()), tuple(self._left_out)
        return BroughtList(entries, left_out, self._format, one_line(title))


def _recognised(address: str, kind: str) -> tuple[str, str, str]:
    """The name that equal addresses share, the address, and what it is."""
    somebody = account(address)
    if somebody:
        return str(somebody).lower(), str(somebody), "account"
    if not _LEADS_SOMEWHERE.match(address.strip()):
        raise Trouble("address-unusable", address=address[:200])
    return *ordinary(address), kind


def ordinary(address: str) -> tuple[str, str]:
    """The key and the normal form of an address; the short way for what is in that form already."""
    found = _ORDINARY.fullmatch(address)
    if found:
        return found[1] + found[2].rstrip("/") + (found[3] or ""), address
    address = normalise(address)
    return key(address), address


def _page(home: str) -> str:
    """A page nobody can open is worth nothing, and no reason to lose the outline."""
    try:
        return ordinary(home)[1] if home else ""
    except Trouble:
        return ""


def _united(old: Outline, new: Outline) -> Outline:
    labels = tuple(dict.fromkeys((*old.labels, *new.labels)))
    return Outline(old.address, old.title or new.title, old.home or new.home, labels, old.kind)
