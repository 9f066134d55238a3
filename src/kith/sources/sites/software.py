"""Software that anybody may run: known by what its pages say, not by the name of the host."""

import re
from dataclasses import dataclass

from kith.sources.sites.shapes import COMMUNITY, PERSON, Row, Shape, first_shape


@dataclass(frozen=True, slots=True)
class Software:
    """`sign` is looked for in the page's generator and source; rows match "/path?query"."""

    sign: str
    rows: tuple[Row, ...]


def _paths(voice_kind: str, *pairs: tuple[str, tuple[str, ...]]) -> tuple[Row, ...]:
    return tuple(
        Row(pattern, tuple("{origin}" + feed for feed in feeds), voice_kind)
        for pattern, feeds in pairs
    )


# The ways in which servers of the fediverse name an account's feed.
_ACCOUNTS = _paths(
    PERSON,
    (r"(/@[\w.]+)(?:/.*)?", ("{0}.rss", "{0}/feed.rss", "{0}.atom")),
    (r"(/users/[\w.]+)(?:/.*)?", ("{0}/feed.atom", "{0}.rss", "{0}.atom")),
)

LEMMY = r"lemmy-ui|/lemmy\.svg|generator\W+Lemmy|content\W+Lemmy\b"
_SOFTWARE = (
    Software(
        r"generator\W+Discourse\b|discourse-cdn|data-discourse",
        (
            *_paths(PERSON, (r"/u/([\w.-]+).*", ("/u/{0}/activity.rss",))),
            *_paths(
                COMMUNITY,
                (r"(/c/[^?]+?)(?:/l/\w+)?(?:\?.*)?", ("{0}.rss",)),
                (r"(/t/[^/]+/\d+).*", ("{0}.rss",)),
                (r"(/tag/[^/?]+).*", ("{0}.rss",)),
                (r".*", ("/latest.rss", "/posts.rss")),
            ),
        ),
    ),
    Software(
        r"generator\W+Mastodon\b|<div[^>]+id=['\"]mastodon|site_name\W+content\W+Mastodon",
        (
            *_paths(
                PERSON,
                (r"(?:/web)?/@([\w.]+)(?:/.*)?", ("/@{0}.rss",)),
                (r"/users/([\w.]+)(?:/.*)?", ("/@{0}.rss",)),
            ),
            *_paths(COMMUNITY, (r"/tags/(\w+)(?:/.*)?", ("/tags/{0}.rss",))),
        ),
    ),
    Software(
        r"generator\W+(?:GoToSocial|Misskey|Sharkey|Firefish|Pleroma|Akkoma|Pixelfed)\b|"
        r"application-name\W+content\W+(?:Misskey|Sharkey|Firefish|Pixelfed)",
        _ACCOUNTS,
    ),
    Software(
        r"generator\W+Friendica\b",
        _paths(PERSON, (r"/(?:profile|u)/([\w.-]+).*", ("/feed/{0}",))),
    ),
    Software(
        LEMMY,
        (
            *_paths(PERSON, (r"/u/(\w+).*", ("/feeds/u/{0}.xml?sort=New",))),
            *_paths(
                COMMUNITY,
                (r"/c/([\w.@-]+).*", ("/feeds/c/{0}.xml?sort=New",)),
                (r".*", ("/feeds/local.xml?sort=New", "/feeds/all.xml?sort=New")),
            ),
        ),
    ),
    Software(
        r"generator\W+PeerTube|platform\W+content\W+PeerTube",
        (
            *_paths(
                "",
                (
                    r"/(?:c|video-channels)/([^/?]+).*",
                    ("/feeds/videos.xml?videoChannelName={0}",),
                ),
                (r"/(?:a|accounts)/([^/?]+).*", ("/feeds/videos.xml?accountName={0}",)),
            ),
            *_paths(COMMUNITY, (r".*", ("/feeds/videos.xml?sort=-publishedAt&isLocal=true",))),
        ),
    ),
    Software(
        r"generator\W+Ghost\b",
        _paths("", (r"(/(?:tag|author)/[^/?]+).*", ("{0}/rss/",)), (r".*", ("/rss/",))),
    ),
    Software(
        r"generator\W+WordPress\b|/wp-content/|api\.w\.org",
        _paths(
            "",
            (r"((?:/[\w-]+)*/(?:category|tag|author)/[^?]+?)/?(?:\?.*)?", ("{0}/feed/", "/feed/")),
            (r".*", ("/feed/", "/?feed=rss2")),
        ),
    ),
    Software(r"generator\W+blogger\b", _paths("", (r".*", ("/feeds/posts/default",)))),
    Software(r"generator\W+Drupal\b", _paths("", (r".*", ("/rss.xml",)))),
    Software(r"generator\W+Joomla", _paths("", (r"([^?]*).*", ("{0}?format=feed&type=rss",)))),
    Software(r"generator\W+WriteFreely", _paths(PERSON, (r"(/[\w-]+).*", ("{0}/feed/", "/feed/")))),
    Software(r"generator\W+Wix\.com", _paths("", (r".*", ("/blog-feed.xml",)))),
    Software(
        r"generator\W+Squarespace|static1\.squarespace\.com",
        _paths(
            "",
            (r"(/[\w-]+).*", ("{0}?format=rss", "/blog?format=rss")),
            (r".*", ("/blog?format=rss",)),
        ),
    ),
    Software(
        r"generator\W+Open Journal Systems",
        _paths(
            "publication",
            (r"((?:/index\.php)?/[\w-]+).*", ("{0}/gateway/plugin/WebFeedGatewayPlugin/atom",)),
        ),
    ),
    Software(
        r"generator\W+NodeBB|/nodebb(?:\.min)?\.js",
        _paths(
            COMMUNITY,
            (r"/category/(\d+).*", ("/category/{0}.rss",)),
            (r"/topic/(\d+).*", ("/topic/{0}.rss",)),
            (r".*", ("/recent.rss",)),
        ),
    ),
    Software(
        r"<html[^>]+id=['\"]XF|generator\W+XenForo",
        _paths(
            COMMUNITY,
            (r"(/forums/[^/?]+\.\d+).*", ("{0}/index.rss",)),
            (r".*", ("/forums/-/index.rss",)),
        ),
    ),
    Software(
        r"id=['\"]phpbb|powered by phpbb",
        _paths(COMMUNITY, (r".*", ("/app.php/feed", "/feed.php"))),
    ),
    Software(
        r"site_name\W+content\W+GitLab|content=.GitLab.\W+property=.og:site_name",
        _paths(
            "",
            (r"/([\w.-]+(?:/[\w.-]+)+?)(?:/-/.*)?", ("/{0}/-/releases.atom", "/{0}.atom")),
            (r"/([\w.-]+)", ("/{0}.atom",)),
        ),
    ),
    Software(
        r"generator\W+MediaWiki",
        _paths(COMMUNITY, (r".*", ("/index.php?title=Special:RecentChanges&feed=atom",))),
    ),
    Software(r"generator\W+DokuWiki", _paths("", (r".*", ("/feed.php",)))),
    Software(
        r"generator\W+(?:Hugo|Jekyll|Eleventy|Hexo|Pelican|Astro|Gatsby)\b",
        _paths("", (r".*", ("/index.xml", "/feed.xml", "/rss.xml", "/atom.xml"))),
    ),
)

_LOOKED_THROUGH = 150_000  # characters of the source; signs stand near the top
_SIGNS = tuple((re.compile(software.sign, re.IGNORECASE), software.rows) for software in _SOFTWARE)


def by_software(place: str, origin: str, generator: str, source: str) -> Shape | None:
    """Where the software that made a page keeps its feeds; None: no software known here.

    `place` is "/path?query"; `source` the page's text.
    """
    marks = f"generator: {generator}\n{source[:_LOOKED_THROUGH]}"
    for sign, rows in _SIGNS:
        shape = first_shape(rows, place, origin) if sign.search(marks) else None
        if shape is not None:
            return shape
    return None


def of_account(place: str, origin: str) -> Shape | None:
    """Where an account's feed may be, on a server whose software is not known."""
    return first_shape(_ACCOUNTS, place, origin)
