"""Conversations around a post on Mastodon, and on servers that answer as it does."""

import re

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.net.door import Answer, Door, Validators
from kith.net.pages import Page
from kith.sources.conversations import reading
from kith.sources.conversations.reading import Object, moment, objects, text
from kith.sources.kinds import Candidate, Kind
from kith.sources.sites.shapes import Row

_STATUS = "{origin}/api/v1/statuses/{0}"
_ROWS = (
    Row(r"[^/]+/(?:web/|deck/)?@[\w.-]+(?:@[\w.-]+)?/(\d{1,20})(?:[/?].*)?", (_STATUS,)),
    Row(r"[^/]+/users/[\w.-]+/statuses/(\d{1,20})(?:[/?].*)?", (_STATUS,)),
    Row(r"[^/]+/(?:web/|deck/)statuses/(\d{1,20})", (_STATUS,)),
    Row(r"[^/]+/api/v1/statuses/(\w{1,40})", (_STATUS,)),
)
# What Pleroma, Akkoma and GoToSocial call a post; too plain to be taken for one anywhere.
_ANYWHERE = (
    Row(r"[^/]+/notice/(\w{1,40})", (_STATUS,)),
    Row(r"[^/]+/@[\w.-]+/(?:statuses|posts)/(\w{1,40})", (_STATUS,)),
)
_SIGN = re.compile(r"generator\W+(?:Pleroma|Akkoma|GoToSocial)|Pleroma|Akkoma", re.IGNORECASE)


def recognise(text: str) -> Candidate | None:
    """A Candidate for the page of a post: /@name/123 and its like."""
    return reading.shaped(_ROWS, text)


def on_page(page: Page, source: str) -> str:
    """The conversation on a page of another program that answers as Mastodon does."""
    return reading.signed(_ANYWHERE, _SIGN, page, source)


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """What was said before and after the post; where that has changed, the post itself."""
    around = await reading.ask(door, f"{address}/context", validators)
    if not reading.went_well(around):
        return around
    return reading.joined(around, await reading.ask(door, address))


def parse(answer: Answer) -> ParsedFeed:
    """A post and all that stands around it. Raises Trouble where it is none."""
    around, *rest = reading.documents(answer) or [None]
    own = objects(rest)[:1]
    posts = objects(around, "ancestors") + own + objects(around, "descendants")
    if not own or not text(own[0], "uri"):
        raise reading.no_conversation(answer)
    names = {text(post, "id"): text(post, "uri") for post in posts}
    url = text(own[0], "url") or text(own[0], "uri")
    entries = [_entry(post, names) for post in posts if text(post, "uri")]
    title = reading.brief(entries[0].author, entries[0].content)
    return reading.conversation("mastodon", title, url, entries)


def _entry(post: Object, names: dict[str, str]) -> ParsedEntry:
    warning, content = text(post, "spoiler_text"), text(post, "content")
    pictures = (text(file, "description") for file in objects(post, "media_attachments"))
    said = content + "".join(map(reading.spoken, filter(None, pictures)))
    url, answers = text(post, "url") or text(post, "uri"), text(post, "in_reply_to_id")
    return ParsedEntry(
        guid=text(post, "uri"),
        url=url,
        author=_name(post),
        author_url=text(post, "account", "url"),
        content=(reading.spoken(warning) + said) if warning else said,
        base=url,
        published=moment(post, "created_at"),
        updated=moment(post, "edited_at"),
        language=text(post, "language")[:40],
        reply_to=names.get(answers, answers),
    )


def _name(post: Object) -> str:
    return text(post, "account", "display_name") or text(post, "account", "acct")


KIND = Kind(
    name="mastodon",
    label="Fediverse post",
    examples=(
        "https://social.example/@jana/113456789012345678",
        "https://social.example/@jana@elsewhere.example/113456789012345678",
        "https://social.example/users/jana/statuses/113456789012345678",
    ),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
    conversation=True,
    on_page=on_page,
)
