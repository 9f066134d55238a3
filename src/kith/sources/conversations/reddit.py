"""Conversations on Reddit: what is said about one post, or below one comment."""

from html import unescape

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.net.door import FEED_ACCEPT, Answer, Door, Validators
from kith.sources.conversations import reading
from kith.sources.conversations.reading import Object, at, moment, objects, text
from kith.sources.feed import parse as parse_feed
from kith.sources.kinds import Candidate, Kind
from kith.sources.sites.shapes import Row

_HOME = "https://www.reddit.com"
_HOSTS = r"(?:(?:new|sh|i)\.)?reddit\.com"
_ROWS = (
    Row(
        _HOSTS + r"/(r|user|u)/([\w-]+)/comments/(\w+)/[^/?]+/(\w+)(?:/?\?.*)?",
        (_HOME + "/{0}/{1}/comments/{2}/_/{3}/",),
    ),
    Row(
        _HOSTS + r"/(r|user|u)/([\w-]+)/comments/(\w+)(?:/[^/?]*)?(?:/?\?.*)?",
        (_HOME + "/{0}/{1}/comments/{2}/",),
    ),
    Row(_HOSTS + r"/comments/(\w+)(?:/[^/?]*)?(?:/?\?.*)?", (_HOME + "/comments/{0}/",)),
    Row(r"redd\.it/(\w+)(?:\?.*)?", (_HOME + "/comments/{0}/",)),
)
_GONE = {"[deleted]", "[removed]", ""}


def recognise(text: str) -> Candidate | None:
    """A Candidate for the page of a post or of a comment."""
    return reading.shaped(_ROWS, text)


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """The comments as JSON, which knows who answers whom; as a feed where that is refused."""
    wanted = f"{address}.json?sort=new&limit=200&raw_json=1"
    told = await reading.ask(door, wanted, validators)
    if told.status != 403:
        return told
    feed = f"{address}.rss?sort=new&limit=100"
    return await reading.ask(door, feed, accept=FEED_ACCEPT)


def parse(answer: Answer) -> ParsedFeed:
    """A post and what was said about it. Raises Trouble where it is none."""
    if answer.body.lstrip()[:1] == b"<":
        return _parse_feed(answer)
    found = reading.document(answer)
    posts = objects(found, 0, "data", "children")
    if not posts or not text(posts[0], "data", "title"):
        raise reading.no_conversation(answer)
    post: Object = at(posts[0], "data")
    entries = [_post(post)]
    waiting = objects(found, 1, "data", "children")
    while waiting and len(entries) < 2 * reading.MOST_POSTS:
        comment = at(waiting.pop(), "data")
        waiting += objects(comment, "replies", "data", "children")
        if text(comment, "body") not in _GONE:
            entries.append(_comment(comment))
    home = _HOME + text(post, "permalink")
    return reading.conversation("reddit", text(post, "title"), home, entries)


def _parse_feed(answer: Answer) -> ParsedFeed:
    """The feed names its entries and their authors as the JSON does."""
    if "html" in answer.content_type:
        raise reading.no_conversation(answer)
    feed = parse_feed(answer.body, content_type=answer.content_type, address=answer.address)
    for entry in feed.entries:
        entry.author = entry.author.removeprefix("/u/")
        entry.title = entry.title if entry.guid.startswith("t3_") else ""
    return reading.conversation("reddit", feed.title, feed.url, feed.entries)


def _post(post: Object) -> ParsedEntry:
    entry = _comment(post)
    entry.title = text(post, "title")
    entry.content = _html(post, "selftext") or reading.spoken(text(post, "url"))
    entry.reply_to = ""
    return entry


def _comment(comment: Object) -> ParsedEntry:
    user = text(comment, "author")
    gone = user in _GONE
    return ParsedEntry(
        guid=text(comment, "name"),
        url=_HOME + text(comment, "permalink"),
        author="" if gone else user,
        author_url="" if gone else f"{_HOME}/user/{user}",
        content=_html(comment, "body"),
        base=_HOME,
        published=moment(comment, "created_utc"),
        updated=moment(comment, "edited"),
        reply_to=text(comment, "parent_id"),
    )


def _html(holder: Object, name: str) -> str:
    """The HTML of a text; without raw_json it is escaped once more."""
    html = text(holder, f"{name}_html")
    if html.startswith("&lt;"):
        html = unescape(html)
    return html or reading.spoken(text(holder, name))


KIND = Kind(
    name="reddit",
    label="Reddit comments",
    examples=(
        "https://www.reddit.com/r/teaching/comments/1abc2d/how_to_begin/",
        "https://old.reddit.com/r/teaching/comments/1abc2d/how_to_begin/k9xyz1/",
        "https://redd.it/1abc2d",
    ),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
    conversation=True,
)
