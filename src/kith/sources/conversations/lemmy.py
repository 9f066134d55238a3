"""Conversations about a post on Lemmy, or below one comment of it, at whatever host."""

import re

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.net.door import Answer, Door, Validators
from kith.net.pages import Page
from kith.sources.conversations import reading
from kith.sources.conversations.reading import Object, moment, number, objects, text
from kith.sources.kinds import Candidate, Kind
from kith.sources.sites import software
from kith.sources.sites.shapes import Row
from kith.sources.sites.talking import LEMMY

_PAGES = (r"/post/(\d{1,12})(?:[/?].*)?", r"/comment/(\d{1,12})(?:[/?].*)?")
_POST, _COMMENT = "{origin}/api/v3/post?id={0}", "{origin}/api/v3/comment?id={0}"
_ROWS = (
    Row(rf"{LEMMY}{_PAGES[0]}", (_POST,)),
    Row(rf"{LEMMY}{_PAGES[1]}", (_COMMENT,)),
    Row(r"[^/]+/api/v3/post\?id=(\d{1,12})", (_POST,)),
    Row(r"[^/]+/api/v3/comment\?id=(\d{1,12})", (_COMMENT,)),
)
_ANYWHERE = (Row(rf"[^/]+{_PAGES[0]}", (_POST,)), Row(rf"[^/]+{_PAGES[1]}", (_COMMENT,)))
_SIGN = re.compile(software.LEMMY, re.IGNORECASE)


def recognise(text: str) -> Candidate | None:
    """A Candidate for a post or comment at a host that is known to run Lemmy."""
    return reading.shaped(_ROWS, text)


def on_page(page: Page, source: str) -> str:
    """The conversation on a page that Lemmy made, at whatever host."""
    return reading.signed(_ANYWHERE, _SIGN, page, source)


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """The post or comment, and the newest of what was said below it."""
    first = await reading.ask(door, address, validators)
    if not reading.went_well(first):
        return first
    api, _, own = address.partition("?id=")
    below = f"post_id={own}" if api.endswith("/post") else f"parent_id={own}"
    query = f"type_=All&sort=New&max_depth=50&limit=300&{below}"
    listed = f"{api.rpartition('/')[0]}/comment/list?{query}"
    return reading.joined(first, await reading.ask(door, listed))


def parse(answer: Answer) -> ParsedFeed:
    """A post and its comments. Raises Trouble where it is none."""
    first, *more = reading.documents(answer) or [None]
    views = [each for one in more for each in objects(one, "comments")]
    views += objects([reading.at(first, "comment_view")])
    post = reading.at(first, "post_view", "post") or reading.at(first, "comment_view", "post")
    title, home = text(post, "name"), text(post, "ap_id")
    if not title or not home:
        raise reading.no_conversation(answer)
    names = {number(view, "comment", "id"): text(view, "comment", "ap_id") for view in views}
    entries = [_comment(view, names, home) for view in views if _stands(view)]
    unlike = {entry.guid: entry for entry in entries}
    opening = [_post(post, reading.at(first, "post_view", "creator"))]
    return reading.conversation("lemmy", title, home, [*opening, *unlike.values()])


def _stands(view: Object) -> bool:
    comment = view.get("comment")
    hidden = reading.at(comment, "deleted") is True or reading.at(comment, "removed") is True
    return bool(text(comment, "content")) and not hidden


def _post(post: Object, creator: Object) -> ParsedEntry:
    said = "\n\n".join(filter(None, (text(post, "url"), text(post, "body"))))
    return _entry(post, creator, said, title=text(post, "name"))


def _comment(view: Object, names: dict[int, str], home: str) -> ParsedEntry:
    comment = view["comment"]
    entry = _entry(comment, reading.at(view, "creator"), text(comment, "content"))
    *_, above = ["0", *text(comment, "path").split(".")[:-1]]
    parent = int(above) if above.isascii() and above.isdigit() and len(above) < 16 else 0
    entry.reply_to = names.get(parent, above) if parent else home
    return entry


def _entry(thing: Object, creator: Object, said: str, *, title: str = "") -> ParsedEntry:
    own = text(thing, "ap_id")
    return ParsedEntry(
        guid=own,
        url=own,
        title=title,
        author=text(creator, "display_name") or text(creator, "name"),
        author_url=text(creator, "actor_id"),
        content=reading.spoken(said),
        base=own,
        published=moment(thing, "published"),
        updated=moment(thing, "updated"),
    )


KIND = Kind(
    name="lemmy",
    label="Lemmy post",
    examples=(
        "https://lemmy.example/post/4711",
        "https://beehaw.org/comment/815",
        "https://talk.example/api/v3/post?id=4711",
    ),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
    conversation=True,
    on_page=on_page,
)
