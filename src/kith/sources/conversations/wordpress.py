"""Conversations below a post of a site run by WordPress, as its open interface tells them."""

import re
from html import unescape

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.net import addresses
from kith.net.door import Answer, Door, Validators
from kith.net.pages import Page
from kith.sources.conversations import reading
from kith.sources.conversations.reading import Object, moment, number, objects, text
from kith.sources.feed.text import strip_tags
from kith.sources.kinds import Candidate, Kind
from kith.sources.sites.shapes import Row

_POST = r"wp-json/wp/v2/[a-z_-]{1,30}/(\d{1,12})"
_ROWS = (Row(rf"([^/]+(?:/[\w-]+){{0,3}}/{_POST})", ("https://{0}",)),)
_LINK = re.compile(rf"<link\b[^>]*\bhref=[\"']([^\"'<>\s]{{1,500}}/{_POST})[\"']", re.IGNORECASE)
_FIELDS = "id,parent,author_name,author_url,date_gmt,content,link"
_PAGE = 100  # comments in one answer


def recognise(text: str) -> Candidate | None:
    """A Candidate for a post's address in the interface: …/wp-json/wp/v2/posts/12."""
    found = reading.shaped(_ROWS, text)
    return Candidate(addresses.normalise(text), "community") if found else None


def on_page(page: Page, source: str) -> str:
    """The post's address in the interface, which its page names."""
    found = _LINK.search(source[:200_000])
    address = addresses.join(page.address, unescape(found[1])) if found else ""
    same = address and addresses.host(address) == addresses.host(page.address)
    return address if same else ""


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """The newest comments and, for its title, the post."""
    api, own = re.sub(r"/[^/]+/\d+$", "", address), address.rpartition("/")[2]
    query = f"post={own}&per_page={_PAGE}&orderby=date&order=desc&_fields={_FIELDS}"
    comments = await reading.ask(door, f"{api}/comments?{query}", validators)
    if not reading.went_well(comments):
        return comments
    fields = "_fields=id,title,link,date_gmt,content"
    return reading.joined(comments, await reading.ask(door, f"{address}?{fields}"))


def parse(answer: Answer) -> ParsedFeed:
    """A post and its comments. Raises Trouble where it is none."""
    found = reading.documents(answer)
    post = found[1] if len(found) > 1 else None
    home = text(post, "link")
    if not home or not isinstance(found[0], list):
        raise reading.no_conversation(answer)
    title = strip_tags(text(post, "title", "rendered")) or home
    opening = ParsedEntry(
        guid=home,
        url=home,
        title=title,
        content=text(post, "content", "rendered"),
        base=home,
        published=moment(post, "date_gmt"),
    )
    entries = [_comment(comment, home) for comment in objects(found[0]) if number(comment, "id")]
    return reading.conversation("wordpress", title, home, [opening, *entries])


def _comment(comment: Object, home: str) -> ParsedEntry:
    parent = number(comment, "parent")
    return ParsedEntry(
        guid=f"{home}#comment-{number(comment, 'id')}",
        url=text(comment, "link") or home,
        author=strip_tags(text(comment, "author_name")),
        author_url=text(comment, "author_url"),
        content=text(comment, "content", "rendered"),
        base=home,
        published=moment(comment, "date_gmt"),
        reply_to=f"{home}#comment-{parent}" if parent else home,
    )


KIND = Kind(
    name="wordpress",
    label="WordPress comments",
    examples=("https://blog.example/wp-json/wp/v2/posts/12",),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
    conversation=True,
    on_page=on_page,
)
