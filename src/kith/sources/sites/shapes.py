"""A row of a table of sites: what an address looks like there, and where its feeds then are."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kith.core.voices import COMMUNITY, PERSON, PUBLICATION
from kith.net.addresses import split

__all__ = ["COMMUNITY", "PERSON", "PUBLICATION", "Row", "Shape", "first_shape", "place_of"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a row says of one address."""

    feeds: tuple[str, ...] = ()  # best first; not all of them need exist
    voice_kind: str = ""  # empty: the feed itself must tell
    look_at: str = ""  # what to fetch and `read` where the address alone does not tell
    read: Callable[[bytes], tuple[str, ...]] | None = None  # body -> feeds or further addresses
    nothing: bool = False  # a site known to have no feeds


@dataclass(frozen=True, slots=True)
class Row:
    """One shape of address.

    `pattern` must match all of "host/path?query", without scheme, "www." and last slash. In the
    templates {0}, {1} are its groups and {origin} is scheme and host as they were.
    """

    pattern: str
    feeds: tuple[str, ...] = ()
    voice_kind: str = ""
    look_at: str = ""
    read: Callable[[bytes], tuple[str, ...]] | None = None
    nothing: bool = False

    def shape(self, place: str, origin: str) -> Shape | None:
        """The row's answer for one place, or None where it is not of this shape."""
        found = re.fullmatch(self.pattern, place)
        if found is None:
            return None
        groups = [group or "" for group in found.groups()]
        feeds = tuple(feed.format(*groups, origin=origin) for feed in self.feeds)
        look_at = self.look_at.format(*groups, origin=origin)
        return Shape(feeds, self.voice_kind, look_at, self.read, self.nothing)


def place_of(address: str) -> tuple[str, str]:
    """ "host/path?query" as rows match it, and the origin, of a normalised address."""
    parts = split(address)
    path, mark, query = parts.path.partition("?")
    host = re.sub(r"^(?:www|m|mobile|old|np|amp)\.(?=.+\.)", "", parts.host)
    origin = parts._replace(path="").text(user=False)
    return host + path.rstrip("/") + mark + query, origin


def first_shape(rows: Iterable[Row], place: str, origin: str) -> Shape | None:
    """The first row that fits."""
    shapes = (row.shape(place, origin) for row in rows)
    return next((shape for shape in shapes if shape is not None), None)
