"""Conversations around a post on Bluesky, as its public interface tells them."""

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.net.door import Answer, Door, Validators
from kith.sources.conversations import reading
from kith.sources.conversations.reading import Object, at, moment, objects, text
from kith.sources.kinds import Candidate, Kind
from kith.sources.sites.shapes import Row

_PAGE = "https://bsky.app/profile/"
_THREAD = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri="
_ROWS = (
    Row(
        r"bsky\.app/profile/([\w.:-]+)/post/(\w+)(?:[/?].*)?",
        (_THREAD + "at://{0}/app.bsky.feed.post/{1}&depth=50&parentHeight=80",),
    ),
)


def recognise(text: str) -> Candidate | None:
    """A Candidate for the page of a post."""
    return reading.shaped(_ROWS, text)


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """The post, what it answers and what answers it: one request."""
    return await reading.ask(door, address, validators)


def parse(answer: Answer) -> ParsedFeed:
    """A post and all that stands around it. Raises Trouble where it is none."""
    thread = at(reading.document(answer), "thread")
    if not text(thread, "post", "uri"):
        raise reading.no_conversation(answer)
    posts: list[ParsedEntry] = []
    opening = thread
    while text(opening, "parent", "post", "uri") and len(posts) < reading.MOST_POSTS:
        opening = opening["parent"]
        posts.append(_entry(opening["post"]))
    waiting = objects([thread])
    while waiting and len(posts) < 2 * reading.MOST_POSTS:
        one = waiting.pop()
        waiting += objects(one, "replies")
        if text(one, "post", "uri"):
            posts.append(_entry(one["post"]))
    first = _entry(opening["post"])
    title = reading.brief(first.author, first.content)
    return reading.conversation("bluesky", title, _entry(thread["post"]).url, posts)


def _entry(post: Object) -> ParsedEntry:
    uri, user = text(post, "uri"), text(post, "author", "handle")
    pictures = (text(image, "alt") for image in objects(post, "embed", "images"))
    said = "\n\n".join(filter(None, (text(post, "record", "text"), *pictures)))
    return ParsedEntry(
        guid=uri,
        url=f"{_PAGE}{user}/post/{uri.rpartition('/')[2]}",
        author=text(post, "author", "displayName") or user,
        author_url=f"{_PAGE}{user}" if user else "",
        content=reading.spoken(said),
        base=_PAGE,
        published=moment(post, "record", "createdAt") or moment(post, "indexedAt"),
        reply_to=text(post, "record", "reply", "parent", "uri"),
    )


KIND = Kind(
    name="bluesky",
    label="Bluesky post",
    examples=("https://bsky.app/profile/jana.example/post/3kabcdefghi2x",),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
    conversation=True,
)
