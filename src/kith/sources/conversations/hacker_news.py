"""Conversations on Hacker News: below a story or below one comment."""

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.net.door import Answer, Door, Validators
from kith.sources.conversations import reading
from kith.sources.conversations.reading import Object, moment, number, objects, text
from kith.sources.kinds import Candidate, Kind
from kith.sources.sites.shapes import Row

_PAGE = "https://news.ycombinator.com/"
_ITEM = ("https://hn.algolia.com/api/v1/items/{0}",)
_ROWS = (
    Row(r"news\.ycombinator\.com/item\?(?:.*&)?id=(\d{1,12})(?:&.*)?", _ITEM),
    Row(r"hn\.algolia\.com/api/v1/items/(\d{1,12})", _ITEM),
)


def recognise(text: str) -> Candidate | None:
    """A Candidate for a story's or a comment's page."""
    return reading.shaped(_ROWS, text)


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """The item with all that stands below it: one request."""
    return await reading.ask(door, address, validators)


def parse(answer: Answer) -> ParsedFeed:
    """A story or comment and what was said below it. Raises Trouble where it is none."""
    item = reading.document(answer)
    if not number(item, "id"):
        raise reading.no_conversation(answer)
    entries: list[ParsedEntry] = []
    waiting = objects([item])
    while waiting and len(entries) < 2 * reading.MOST_POSTS:
        one = waiting.pop()
        waiting += objects(one, "children")
        if one is item or text(one, "text"):
            entries.append(_entry(one))
    title = text(item, "title") or reading.brief(text(item, "author"), text(item, "text"))
    return reading.conversation("hacker-news", title, _address(number(item, "id")), entries)


def _entry(item: Object) -> ParsedEntry:
    user, parent = text(item, "author"), number(item, "parent_id")
    own = _address(number(item, "id"))
    return ParsedEntry(
        guid=own,
        url=own,
        title=text(item, "title"),
        author=user,
        author_url=f"{_PAGE}user?id={user}" if user else "",
        content=text(item, "text") or reading.spoken(text(item, "url")),
        base=_PAGE,
        published=moment(item, "created_at"),
        reply_to=_address(parent) if parent else "",
    )


def _address(item: int) -> str:
    return f"{_PAGE}item?id={item}"


KIND = Kind(
    name="hacker-news",
    label="Hacker News comments",
    examples=("https://news.ycombinator.com/item?id=40123456",),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
    conversation=True,
)
