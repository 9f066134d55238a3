"""Conversations about issues and pull requests, on GitHub and on forges that answer as it does."""

import math
import re

from kith.core.feeds import ParsedEntry, ParsedFeed
from kith.net.door import Answer, Door, Validators
from kith.sources.conversations import reading
from kith.sources.conversations.reading import Object, moment, number, objects, text
from kith.sources.kinds import Candidate, Kind
from kith.sources.sites.shapes import Row

_REPOSITORY = r"([\w.-]+/[\w.-]+)"
_FORGES = r"(?:codeberg\.org|gitea\.com|git\.disroot\.org|code\.forgejo\.org)"
_ROWS = (
    Row(
        rf"github\.com/{_REPOSITORY}/(?:issues|pull)/(\d+)(?:[/?].*)?",
        ("https://api.github.com/repos/{0}/issues/{1}",),
    ),
    Row(
        rf"api\.github\.com/repos/{_REPOSITORY}/issues/(\d+)",
        ("https://api.github.com/repos/{0}/issues/{1}",),
    ),
    Row(
        rf"{_FORGES}/(?:api/v1/repos/)?{_REPOSITORY}/(?:issues|pulls)/(\d+)(?:[/?].*)?",
        ("{origin}/api/v1/repos/{0}/issues/{1}",),
    ),
)
_ACCEPT = "application/vnd.github.full+json, application/json;q=0.9"
_PAGE = 100  # comments in one answer


def recognise(text: str) -> Candidate | None:
    """A Candidate for the page of an issue or of a pull request."""
    return reading.shaped(_ROWS, text)


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """The issue; where that has changed, its newest comments and, of a pull request, its reviews.

    An issue's own validators cover its comments: one that is unchanged costs one request.
    """
    issue = await _get(door, address, validators)
    if not reading.went_well(issue):
        return issue
    about = reading.peek(issue)
    last = max(1, math.ceil(number(about, "comments") / _PAGE))
    asked = [f"{address}/comments?per_page={_PAGE}&page={last}"]
    if "github" in address and objects([about])[:1] and "pull_request" in about:
        pull = re.sub(r"/issues/(\d+)$", r"/pulls/\1", address)
        newest = f"per_page={_PAGE}&sort=created&direction=desc"
        asked += [f"{pull}/comments?{newest}", f"{pull}/reviews?per_page={_PAGE}"]
    more = []
    for each in asked:
        more.append(await _get(door, each))
        if not reading.went_well(more[-1]):
            break
    return reading.joined(issue, *more)


async def _get(door: Door, address: str, validators: Validators | None = None) -> Answer:
    return await reading.ask(door, address, validators, accept=_ACCEPT)


def parse(answer: Answer) -> ParsedFeed:
    """An issue and its comments. Raises Trouble where it is none."""
    issue, *more = reading.documents(answer) or [None]
    home = text(issue, "html_url")
    if not text(issue, "title") or not home:
        raise reading.no_conversation(answer)
    opening = _entry(issue, home)
    opening.title = text(issue, "title")
    comments = [each for one in more for each in objects(one) if _body(each)]
    entries = {entry.guid: entry for entry in (_entry(each, home) for each in comments)}
    whole = [opening, *entries.values()]
    return reading.conversation("github", opening.title, home, whole)


def _entry(post: Object, home: str) -> ParsedEntry:
    url = text(post, "html_url") or home
    answers = number(post, "in_reply_to_id")  # only what is said about lines of code has it
    return ParsedEntry(
        guid=url,
        url=url,
        author=text(post, "user", "login"),
        author_url=text(post, "user", "html_url"),
        content=_body(post),
        base=home,
        published=moment(post, "created_at") or moment(post, "submitted_at"),
        updated=moment(post, "updated_at"),
        reply_to=f"{home}#discussion_r{answers}" if answers else "",
    )


def _body(post: Object) -> str:
    return text(post, "body_html") or reading.spoken(text(post, "body"))


KIND = Kind(
    name="github",
    label="Issue or pull request",
    examples=(
        "https://github.com/jana/notes/issues/12",
        "https://github.com/jana/notes/pull/13/files",
        "https://codeberg.org/jana/notes/issues/4",
    ),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
    conversation=True,
)
