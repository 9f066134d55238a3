"""Films, sound and podcasts."""

import json
import re

from kith.sources.sites.shapes import PERSON, Row

_YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"
# Surest first: a page also names channels that it merely recommends.
_CHANNEL = tuple(
    re.compile(pattern + rb"(UC[\w-]{22})", re.DOTALL)
    for pattern in (
        rb"""rel=["']canonical["'] href=["']https://www\.youtube\.com/channel/""",
        rb""""externalId"\s*:\s*\"""",
        rb""""videoDetails"\s*:\s*\{.{0,5000}?"channelId"\s*:\s*\"""",
        rb"""itemprop=["'](?:channelId|identifier)["'] content=["']""",
        rb"/feeds/videos\.xml\?channel_id=",
        rb""""channelId"\s*:\s*\"""",
    )
)
_SOUNDCLOUD = re.compile(rb"soundcloud:(?://)?users:(\d{1,15})")


def youtube_channel(body: bytes) -> tuple[str, ...]:
    """The channel that a handle's or a film's page belongs to."""
    found = next(filter(None, (pattern.search(body) for pattern in _CHANNEL)), None)
    return (f"{_YOUTUBE}channel_id={found[1].decode()}",) if found else ()


def soundcloud_user(body: bytes) -> tuple[str, ...]:
    """The profile's number stands in the page for the site's own app."""
    found = _SOUNDCLOUD.search(body)
    if not found:
        return ()
    return (f"https://feeds.soundcloud.com/users/soundcloud:users:{found[1].decode()}/sounds.rss",)


def podcast_lookup(body: bytes) -> tuple[str, ...]:
    """The feed that a podcast's publisher gave to Apple's directory."""
    try:
        results = json.loads(body)["results"]
        return tuple(show["feedUrl"] for show in results if isinstance(show.get("feedUrl"), str))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()


_LOOKUP = "https://itunes.apple.com/lookup?id={0}&entity=podcast"

ROWS = (
    Row(r"youtube\.com/channel/(UC[\w-]{22})(?:[/?].*)?", (_YOUTUBE + "channel_id={0}",)),
    Row(r"youtube\.com/playlist\?(?:.*&)?list=([\w-]+)(?:&.*)?", (_YOUTUBE + "playlist_id={0}",)),
    Row(
        r"(youtube\.com/(?:@[^/?]+|c/[^/?]+|user/[^/?]+|watch\?|shorts/|live/|embed/).*)",
        look_at="https://www.{0}",
        read=youtube_channel,
    ),
    Row(r"(youtu\.be/.+)", look_at="https://{0}", read=youtube_channel),
    Row(
        r"vimeo\.com/(channels|groups)/([\w-]+)(?:/.*)?", ("https://vimeo.com/{0}/{1}/videos/rss",)
    ),
    Row(r"vimeo\.com/([a-z][\w-]*)(?:/videos)?", ("https://vimeo.com/{0}/videos/rss",)),
    Row(r"dailymotion\.com/([\w-]{2,})", ("https://www.dailymotion.com/rss/user/{0}",)),
    Row(r"odysee\.com/(@[^/?]+)(?:/.*)?", ("https://odysee.com/$/rss/{0}",), PERSON),
    Row(
        r"(?:podcasts|itunes)\.apple\.com/.*\bid(\d+)(?:[/?].*)?",
        look_at=_LOOKUP,
        read=podcast_lookup,
    ),
    Row(r"overcast\.fm/itunes(\d+)(?:/.*)?", look_at=_LOOKUP, read=podcast_lookup),
    Row(
        r"(soundcloud\.com/(?!discover|search|stream|you\b)[\w-]+).*",
        look_at="https://{0}",
        read=soundcloud_user,
    ),
    Row(r"([\w-]+)\.podbean\.com(?:/.*)?", ("https://feed.podbean.com/{0}/feed.xml",)),
    Row(r"([\w-]+)\.libsyn\.com(?:/(?!rss).*)?", ("https://{0}.libsyn.com/rss",)),
    Row(
        r"spreaker\.com/(?:show|podcast)/(?:.*--)?(\d+)(?:/.*)?",
        ("https://www.spreaker.com/show/{0}/episodes/feed",),
    ),
    Row(r"buzzsprout\.com/(\d+)(?:/.*)?", ("https://feeds.buzzsprout.com/{0}.rss",)),
)
