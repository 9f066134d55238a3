"""Conversations that are topics of a forum run by Discourse, at whatever host."""

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.net import addresses
from kith.net.door import Answer, Door, Validators
from kith.sources.conversations import reading
from kith.sources.conversations.reading import Object, at, moment, number, objects, text
from kith.sources.kinds import Candidate, Kind
from kith.sources.sites.shapes import Row

_ROWS = (
    Row(
        r"[^/]+((?:/[\w-]+){0,2})/t/(?:(?!\d+/)[^/?]+/)?(\d{1,12})(?:/\d{1,9})?(?:\.json)?(?:\?.*)?",
        ("{origin}{0}/t/{1}.json",),
    ),
)
_SHOWN = 20  # posts that a topic's document brings along
_NEWEST = 80  # posts asked for beyond those
_SAID = {1, 2}  # kinds of post that somebody wrote: ordinary ones, and those of moderators


def recognise(text: str) -> Candidate | None:
    """A Candidate for /t/some-words/123, with or without the number of a post behind it."""
    return reading.shaped(_ROWS, text)


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """The topic; where it is long, its newest posts as well."""
    topic = await reading.ask(door, address, validators)
    if not reading.went_well(topic):
        return topic
    numbers = at(reading.peek(topic), "post_stream", "stream")
    numbers = numbers[_SHOWN:] if isinstance(numbers, list) else []
    newest = [one for one in numbers if isinstance(one, int)][-_NEWEST:]
    if not newest:
        return reading.joined(topic)
    query = "&".join(f"post_ids[]={one}" for one in newest)
    place = address.removesuffix(".json")
    return reading.joined(topic, await reading.ask(door, f"{place}/posts.json?{query}"))


def parse(answer: Answer) -> ParsedFeed:
    """A topic and the posts in it. Raises Trouble where it is none."""
    found = reading.documents(answer)
    topic = found[0] if found and isinstance(found[0], dict) else {}
    posts = [post for each in found for post in objects(each, "post_stream", "posts")]
    if not text(topic, "title") or not posts:
        raise reading.no_conversation(answer)
    base = answer.address.partition("/t/")[0]
    home = f"{base}/t/{text(topic, 'slug') or '-'}/{number(topic, 'id')}"
    said = {number(post, "id"): post for post in posts if _is_said(post)}
    entries = [_entry(post, topic, base, home) for post in said.values()]
    return reading.conversation("discourse", text(topic, "title"), home, entries)


def _is_said(post: Object) -> bool:
    return number(post, "post_type") in _SAID and bool(text(post, "cooked"))


def _entry(post: Object, topic: Object, base: str, home: str) -> ParsedEntry:
    own, user = number(post, "post_number"), text(post, "username")
    answers = number(post, "reply_to_post_number")
    place = f"{base}/t/{number(topic, 'id')}"
    return ParsedEntry(
        guid=f"{place}/{own}",  # without the words of the title, which may change
        url=f"{home}/{own}",
        title=text(topic, "title") if own == 1 else "",
        author=text(post, "name") or user,
        author_url=addresses.join(base, f"{base}/u/{user}") if user else "",
        content=text(post, "cooked"),
        base=home,
        published=moment(post, "created_at"),
        updated=moment(post, "updated_at"),
        reply_to=f"{place}/{answers}" if answers else "",
    )


KIND = Kind(
    name="discourse",
    label="Discourse topic",
    examples=(
        "https://forum.example/t/how-to-begin/1234",
        "https://forum.example/t/how-to-begin/1234/5",
        "https://forum.example/t/1234",
    ),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
    conversation=True,
)
