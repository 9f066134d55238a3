"""What the kinds of conversation share: JSON looked into without trust, and posts made of it.

Nothing here fails on a value of another type than was promised: it says nothing, then.
"""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.core.problems import Trouble
from kith.net import addresses
from kith.net.door import Answer, Door, Validators
from kith.net.pages import Page
from kith.sources.feed.dates import parse_date
from kith.sources.feed.text import paragraphs, strip_tags
from kith.sources.kinds import Candidate
from kith.sources.sites.shapes import Row, first_shape, place_of

JSON_ACCEPT = "application/json, */*;q=0.1"
MOST_BYTES = 4 * 2**20  # of one document of a conversation
MOST_POSTS = 1000  # of one conversation, the newest; more is a crowd
_TITLE = 80  # characters of opening words that stand for a title

Object = dict[str, Any]


def shaped(rows: tuple[Row, ...], text: str, voice_kind: str = "community") -> Candidate | None:
    """A Candidate for an address of one of these shapes."""
    try:
        shape = first_shape(rows, *place_of(addresses.normalise(text)))
    except Trouble:
        return None
    return Candidate(shape.feeds[0], voice_kind) if shape else None


def signed(rows: tuple[Row, ...], sign: "re.Pattern[str]", page: Page, source: str) -> str:
    """The conversation on a page of one of these shapes whose source bears the sign of a program.

    Hosts do not tell what runs there; "" for a page of anything else.
    """
    shape = first_shape(rows, *place_of(page.address)) if sign.search(source) else None
    return shape.feeds[0] if shape else ""


async def ask(
    door: Door, address: str, validators: Validators | None = None, *, accept: str = JSON_ACCEPT
) -> Answer:
    """One document of a conversation.

    Where it has moved to is not told: what is asked is made anew out of the channel's own address.
    """
    answer = await door.get(address, accept=accept, validators=validators, max_bytes=MOST_BYTES)
    return replace(answer, moved_to="")


def went_well(answer: Answer) -> bool:
    """Whether there is something to read in an answer."""
    return 200 <= answer.status < 300


def joined(first: Answer, *more: Answer) -> Answer:
    """Several JSON documents as one answer: a list of them. The first one's validators count.

    Where one of them failed or is empty, it is the answer.
    """
    for answer in (first, *more):
        if not went_well(answer) or not answer.body.strip():
            return answer
    body = b"[" + b",".join(answer.body for answer in (first, *more)) + b"]"
    return replace(first, body=body)


def peek(answer: Answer) -> Any:
    """What an answer holds, where a second request depends on it; None if it is no JSON."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def documents(answer: Answer) -> list[Any]:
    """The documents that `joined` put together. Raises Trouble where they are no JSON."""
    found = document(answer)
    return found if isinstance(found, list) else [found]


def document(answer: Answer) -> Any:
    """The JSON in an answer. Raises Trouble: a page that asks to sign in is a usual reason."""
    if not answer.body.strip():
        raise Trouble("empty")
    found = peek(answer)
    if found is None:
        raise no_conversation(answer)
    return found


def no_conversation(answer: Answer) -> Trouble:
    """The Trouble of an answer that holds something else."""
    return Trouble("no-conversation", host=addresses.host(answer.address))


def at(value: Any, *path: str | int) -> Any:
    """What stands at a path of names and numbers; None where it leads nowhere."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def text(value: Any, *path: str | int) -> str:
    """A text, or a number as text; "" for anything else."""
    found = at(value, *path)
    if isinstance(found, str):
        # Half a character can be written in JSON and nowhere else.
        return found.strip().encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(found, bool) or not isinstance(found, int | float):
        return ""
    return str(found)


def number(value: Any, *path: str | int) -> int:
    """A whole number that is not negative; 0 for anything else."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, int):
        return 0
    return found if 0 <= found < 2**63 else 0


def objects(value: Any, *path: str | int) -> list[Object]:
    """The objects of a list; none where there is no list."""
    found = at(value, *path)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def moment(value: Any, *path: str | int) -> datetime | None:
    """A time, written as a date or as seconds since 1970."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return parse_date(text(found))
    try:
        return datetime.fromtimestamp(found, UTC) if 0 < found < 2**33 else None
    except (OverflowError, OSError, ValueError):
        return None


def spoken(words: str) -> str:
    """HTML of words that are plain, or Markdown: paragraphs, with what was quoted set apart."""
    blocks = []
    for block in words.replace("\r\n", "\n").split("\n\n"):
        lines = block.strip().split("\n")
        if lines != [""] and all(line.lstrip().startswith(">") for line in lines):
            inside = "\n".join(line.lstrip().removeprefix(">").strip() for line in lines)
            blocks.append(f"<blockquote>{paragraphs(inside)}</blockquote>")
        elif block.strip():
            blocks.append(paragraphs(block.strip()))
    return "".join(blocks)


def brief(author: str, html: str) -> str:
    """A title for a conversation that has none: who began it, and the opening words."""
    title = ": ".join(filter(None, (author, strip_tags(html)))) or "…"
    return title if len(title) <= _TITLE else title[:_TITLE].rpartition(" ")[0] + " …"


def conversation(kind: str, title: str, url: str, posts: list[ParsedEntry]) -> ParsedFeed:
    """A whole conversation, newest first as feeds are; of too many posts the newest are kept."""
    posts.sort(key=lambda post: (post.published is not None, post.published or _NEVER))
    posts.reverse()
    return ParsedFeed(
        format=kind,
        title=title[:1000],
        url=url,
        entries=posts[:MOST_POSTS],
        left_out=max(0, len(posts) - MOST_POSTS),
    )


_NEVER = datetime.min.replace(tzinfo=UTC)
