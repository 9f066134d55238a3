"""Channels of the sample network: files of this package, read as if a server had given them.

The sample is a small web of its own. `sample:ines-kowalczyk/feed.xml` stands for
`https://ines-kowalczyk.example/feed.xml` and is the file of that name in `sample/`; no network is
involved. `?from=2026-11-22` says which day the file's dates count from, so that a later look gives
the same entries with the same dates.

A file is a feed as it would be found anywhere, but for its dates: `{{day -3 08:15 rfc822}}` is a
quarter past eight, UTC, three days before that day. An entry whose date is still to come is left
out, and one that bears `{{until 1 16:00}}` is left out from then on.
"""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from kith.core.feeds import ParsedFeed
from kith.net.door import Answer, Door, Validators
from kith.sources.feed import parse as parse_feed
from kith.sources.kinds import Candidate, Kind
from kith.sources.lists import read_list

LIST = "sample.opml"  # all voices of the sample, by their addresses on the web

_ADDRESS = re.compile(
    r"sample:([a-z0-9-]+)/([a-z0-9-]+\.(?:xml|rss|atom|rdf|json))(?:\?from=(\d{4}-\d\d-\d\d))?"
)
_TYPES = {
    ".atom": "application/atom+xml",
    ".rdf": "application/rdf+xml",
    ".rss": "application/rss+xml",
    ".xml": "text/xml",
    ".json": "application/feed+json",
}
_PLACEHOLDER = re.compile(r"\{\{(day|until) (-?\d{1,4}) (\d\d):(\d\d)(?: (rfc822|iso))?\}\}")
_ENTRY = re.compile(r"[ \t]*<(item|entry)\b.*?</\1>\r?\n?", re.DOTALL)


def recognise(text: str) -> Candidate | None:
    """A Candidate for an address of the sample."""
    text = text.strip()
    found = _ADDRESS.fullmatch(text)
    return Candidate(text) if found and (not found[3] or _day(found[3])) else None


async def fetch(door: Door, address: str, validators: Validators | None) -> Answer:
    """What a server would answer: 200, 304 where nothing has changed, 404 where no file is."""
    found = _ADDRESS.fullmatch(address)
    data = read(f"{found[1]}/{found[2]}") if found else None
    if found is None or data is None:
        return _answer(address, 404, b"", Validators())
    now = door.now()
    since = _day(found[3] or "") or now.date()
    body = dated(data.decode(), since, now).encode()
    told = Validators(etag=f'"{sha256(body).hexdigest()[:32]}"')
    if validators and validators.etag == told.etag:
        return _answer(address, 304, b"", told)
    return _answer(address, 200, body, told)


def parse(answer: Answer) -> ParsedFeed:
    """What the file says. Raises Trouble where it is no feed."""
    return parse_feed(answer.body, content_type=answer.content_type, address=answer.address)


def address_of(web: str, since: date) -> str:
    """The sample's address for one on the web, with dates that count from a day."""
    parts = urlsplit(web)
    return f"sample:{parts.netloc.removesuffix('.example')}{parts.path}?from={since.isoformat()}"


def since_of(address: str) -> date | None:
    """The day from which the dates behind one of the sample's addresses count."""
    found = _ADDRESS.fullmatch(address)
    return _day(found[3] or "") if found else None


def read(path: str) -> bytes | None:
    """A file of the sample, as it is kept; None: there is none."""
    file = files("kith.sources").joinpath("sample", *path.split("/"))
    return file.read_bytes() if file.is_file() else None


@cache
def homes() -> dict[str, str]:
    """The home page of each voice of the list, by its name."""
    listed = read_list(read(LIST) or b"", LIST)
    return {one.title: one.home for one in listed.entries}


def dated(text: str, since: date, now: datetime) -> str:
    """A document with its dates filled in, and without the entries that `now` does not have."""

    def moment(found: re.Match[str]) -> datetime:
        clock = time(int(found[3]), int(found[4]), tzinfo=UTC)
        return datetime.combine(since + timedelta(days=int(found[2])), clock)

    def written(found: re.Match[str]) -> str:
        if found[1] == "until":
            return ""
        when = moment(found)
        return format_datetime(when) if found[5] == "rfc822" else when.isoformat()

    def stands(entry: str) -> bool:
        marks = _PLACEHOLDER.finditer(entry)
        return all((moment(mark) > now) == (mark[1] == "until") for mark in marks)

    if text.lstrip().startswith("{"):
        document = json.loads(text)
        document["items"] = [item for item in document["items"] if stands(json.dumps(item))]
        text = json.dumps(document, ensure_ascii=False, indent=1)
    else:
        text = _ENTRY.sub(lambda found: found[0] if stands(found[0]) else "", text)
    return _PLACEHOLDER.sub(written, text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _answer(address: str, status: int, body: bytes, told: Validators) -> Answer:
    found = _ADDRESS.fullmatch(address)
    host, name = (found[1], found[2]) if found else ("sample", "")
    return Answer(
        status=status,
        address=f"https://{host}.example/{name}",
        moved_to="",
        headers={},
        body=body,
        content_type=_TYPES.get(PurePosixPath(name).suffix, ""),
        validators=told,
        wait=None,
        max_age=None,
    )


KIND = Kind(
    name="sample",
    label="Sample",
    examples=(
        "sample:ines-kowalczyk/feed.xml",
        "sample:ines-kowalczyk/feed.xml?from=2026-11-22",
    ),
    recognise=recognise,
    fetch=fetch,
    parse=parse,
)
