"""Conversations that are discussions on GitHub: its open API leaves them out, its pages do not."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.net import addresses
from kith.net.door import PAGE_ACCEPT, Answer, Door, Validators
from kith.net.encoding import decode
from kith.sources.conversations import reading
from kith.sources.feed.dates import parse_date
from kith.sources.kinds import Candidate, Kind
from kith.sources.sites.shapes import Row

_ROWS = (
    Row(
        r"github\.com/((?:orgs/)?[\w.-]+(?:/[\w.-]+)?/discussions/\d+)(?:[/?].*)?",
        ("https://github.com/{0}",),
    ),
)
_NAMED = re.compile(r"discussion(?:comment)?-(\d+)")
_UNREAD = ("script", "style", "template", "details-menu", "form")


def recognise(text: str) -> Candidate | None:
    """A Candidate for the page of a discussion."""
    return reading.shaped(_ROWS, text)


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """The page, with the newest comments first: of a long discussion it shows only a part."""
    return await reading.ask(door, f"{address}?sort=new", validators, accept=PAGE_ACCEPT)


def parse(answer: Answer) -> ParsedFeed:
    """A discussion and its comments. Raises Trouble where the page shows none."""
    tree = LexborHTMLParser(decode(answer.body, answer.content_type))
    tree.strip_tags(list(_UNREAD))
    home = answer.address.partition("?")[0]
    found = [_entry(node, home) for node in tree.css("[id]") if _NAMED.fullmatch(node.id or "")]
    posts = {post.guid: post for post in found if post.content}
    if not posts:
        raise reading.no_conversation(answer)
    name = tree.css_first(".js-issue-title") or tree.css_first("title")
    title = " ".join(name.text().split()) if name else ""
    opening = next(iter(posts.values()))
    opening.title = title
    return reading.conversation("github-discussion", title or home, home, list(posts.values()))


def _entry(node: LexborNode, home: str) -> ParsedEntry:
    author, body = node.css_first("a.author"), node.css_first(".js-comment-body")
    when = node.css_first("relative-time[datetime]")
    profile = _said(author, "href")
    url = f"{home}#{node.id}"
    return ParsedEntry(
        guid=url,
        url=url,
        author=author.text(strip=True) if author else "",
        author_url=addresses.join(home, profile) if profile else "",
        content=(body.html or "") if body else "",
        base=home,
        published=parse_date(_said(when, "datetime")),
        reply_to=_answered(node, home),
    )


def _answered(node: LexborNode, home: str) -> str:
    """The comment that this one stands below, in the same item of the page."""
    around = node.parent
    while around is not None and "js-timeline-item" not in (around.attributes.get("class") or ""):
        around = around.parent
    first = around.css_first("[id^='discussioncomment-']") if around else None
    if first is None or first.id == node.id or not _NAMED.fullmatch(first.id or ""):
        return ""
    return f"{home}#{first.id}"


def _said(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node else ""


KIND = Kind(
    name="github-discussion",
    label="GitHub discussion",
    examples=(
        "https://github.com/jana/notes/discussions/7",
        "https://github.com/orgs/kith/discussions/3",
    ),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
    conversation=True,
)
