"""What belongs to an entry and can be heard, seen or fetched."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

# Sites whose pages are players: nothing of theirs is loaded before somebody goes there.
_PLAYERS = frozenset({"youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "twitch.tv"})


def media(enclosures: list[Mapping[str, object]]) -> Iterator[dict[str, object]]:
    """What belongs to an entry and can be opened: address, what it is, its size."""
    for one in enclosures:
        address, kind = str(one.get("url") or ""), str(one.get("type") or "")
        if urlsplit(address).scheme in {"http", "https"}:
            yield {
                "url": address,
                "audio": kind.startswith("audio/"),
                "video": kind.startswith("video/"),
                "kind": kind,
                "name": one.get("title") or urlsplit(address).path.rpartition("/")[2] or address,
                "bytes": one.get("length"),
                "seconds": one.get("seconds"),
            }


def watch(address: str) -> str:
    """The host of a video's page, where an entry leads to one; else nothing."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    return host if parts.scheme in {"http", "https"} and host in _PLAYERS else ""
