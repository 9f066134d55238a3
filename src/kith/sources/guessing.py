"""Where a page says its feeds are, and where feeds usually are when it says nothing."""

from kith.net.addresses import join, split
from kith.net.pages import FeedLink, Page
from kith.sources.visits import Lead

_MOST_ANCHORS = 4

# In the order of how often they answer.
_USUAL = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "blog/feed")
_LAST = (
    "?feed=rss2",
    "blog/rss.xml",
    "blog/feed.xml",
    "blog/index.xml",
    "news/feed",
    "?format=rss",
)
_NEAR = ("feed", "index.xml", "feed.xml", "rss.xml")


def named_feeds(page: Page) -> list[Lead]:
    """The feeds a page announces; where it announces none, its ordinary links that look like it."""
    announced = [_lead(feed, "link") for feed in page.feeds if feed.type]
    hinted = [_lead(feed, "anchor") for feed in page.feeds if not feed.type]
    return announced or hinted[:_MOST_ANCHORS]


def _lead(feed: FeedLink, why: str) -> Lead:
    return Lead(feed.address, why, feed.title, feed.comments)


def usual_paths(address: str) -> list[Lead]:
    """Near the page first where it is not the front page: one host may house many voices."""
    folder = split(address).path.partition("?")[0].rpartition("/")[0] + "/"
    near = [join(address, folder + name) for name in _NEAR] if folder != "/" else []
    root = [join(address, "/" + name) for name in (*_USUAL, *_LAST)]
    return [Lead(guess, "usual-path") for guess in (*near, *root) if guess]
