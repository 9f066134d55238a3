"""Which of the channels found is the voice's own, which repeat it, and which is ticked first."""

import re
from dataclasses import replace

from kith.core.feeds import ParsedFeed
from kith.net.addresses import split
from kith.sources.finding import Found

_COMMENTS_TITLE = re.compile(
    r"^comments? (?:on|for|feed|by)\b|\bcomments? (?:rss )?feed\b|[»|:–-] ?(?:all )?comments?$|"
    r"^(?:kommentare (?:zu|für)|commentaires (?:sur|pour)|coment[aá]rios (?:en|em|a|sobre)|"
    r"commenti (?:a|su|per)|reacties op|komentarze do)\b|\bkommentar-?feed\b",
    re.IGNORECASE,
)
_COMMENTS_PATH = re.compile(
    r"/comments?(?:/feed|/default|\.(?:rss|xml|atom)|/?$)|/feeds/comments", re.IGNORECASE
)
_FORMATS = {"atom": 2, "json": 1}  # dates, authors and content are clearest there


def arranged(channels: list[Found]) -> tuple[Found, ...]:
    """Best first, twins behind what they repeat, comments last; the best one and confirmed
    channels elsewhere ticked.
    """
    marked = [replace(found, comments=found.comments or _comments(found)) for found in channels]
    own = [found for found in marked if not found.why.startswith("rel-me")]
    elsewhere = [found for found in marked if found.why.startswith("rel-me")]
    ranked = _ticked(_with_twins(sorted(own, key=_order)))
    elsewhere = [replace(found, chosen=found.why == "rel-me") for found in elsewhere]
    plain = [found for found in ranked if not found.comments]
    return (*plain, *elsewhere, *(found for found in ranked if found.comments))


def _comments(found: Found) -> bool:
    path = split(found.address).path
    return bool(_COMMENTS_TITLE.search(found.title) or _COMMENTS_PATH.search(path))


def _order(found: Found) -> tuple[bool, bool]:
    """The page's own order decides, but silence and comments come later (sorting is stable)."""
    return found.comments, not found.feed.entries


def _ticked(ranked: list[Found]) -> list[Found]:
    """The first is ticked. Comments only where they themselves were asked for."""
    for at, found in enumerate(ranked):
        if not found.twin_of and (not found.comments or found.why == "is-feed"):
            ranked[at] = replace(found, chosen=True)
            break
    return ranked


def _with_twins(ranked: list[Found]) -> list[Found]:
    """Channels with the same entries: the best of them takes the place of the first."""
    groups: list[list[Found]] = []
    for found in ranked:
        group = next((group for group in groups if _twins(group[0].feed, found.feed)), None)
        if group is None:
            groups.append([found])
        else:
            group.append(found)
    heads, repeats = [], []
    for group in groups:
        best = max(group, key=lambda found: _quality(found.feed))
        heads.append(best)
        repeats += [replace(twin, twin_of=best.address) for twin in group if twin is not best]
    return heads + repeats


def _twins(one: ParsedFeed, other: ParsedFeed) -> bool:
    """Most entries are the same, and neither is only a part of the other."""
    first, second = _names(one), _names(other)
    few, many = sorted((len(first), len(second)))
    return bool(few) and few * 2 >= many and len(first & second) >= 0.8 * few


def _names(feed: ParsedFeed) -> set[str]:
    return {entry.url or entry.guid for entry in feed.entries} - {""}


def _quality(feed: ParsedFeed) -> tuple[float, int, int]:
    """Whole texts first, then how far back it goes, then the format."""
    whole = sum(bool(entry.content) for entry in feed.entries)
    share = round(whole / len(feed.entries), 1) if feed.entries else 0.0
    return share, len(feed.entries), _FORMATS.get(feed.format, 0)
