"""The same feeds as others read them."""

import calendar
import html
import io
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.core.feeds import ParsedEntry
from kith.sources.feed import parse
from tests.sources.feed.made import ATOM, RDF, RSS

CORPUS = Path(__file__).parents[4] / "shared" / "corpora" / "feeds"

words = st.text(st.sampled_from("abc äß€ 学 & < > ' \" ; . –"), min_size=1, max_size=30)
whens = st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1))  # noqa: DTZ001 - a zone is added
posts = st.lists(
    st.tuples(words, words, whens, st.sampled_from(["GMT", "+0000", "+0130", "-0800", "EST"])),
    max_size=4,
)
Post = tuple[str, str, datetime, str]


def rss_item(post: Post, number: int) -> str:
    title, author, when, zone = post
    date = when.strftime("%a, %d %b %Y %H:%M:%S ") + zone
    return (
        f"<item><title>{html.escape(title)}</title><link>https://e.org/{number}?a&amp;b</link>"
        f"<dc:creator>{html.escape(author)}</dc:creator><pubDate>{date}</pubDate>"
        f"<description>{html.escape(author)}</description></item>"
    )


def atom_entry(post: Post, number: int) -> str:
    title, author, when, zone = post
    offset = {"GMT": "Z", "EST": "-05:00"}.get(zone, f"{zone[:3]}:{zone[3:]}")
    return (
        f"<entry><title>{html.escape(title)}</title><link href='https://e.org/{number}'/>"
        f"<author><name>{html.escape(author)}</name></author><id>urn:{number}</id>"
        f"<published>{when.isoformat(timespec='seconds')}{offset}</published></entry>"
    )


def rdf_item(post: Post, number: int) -> str:
    return (
        rss_item(post, number)
        .replace("pubDate", "dc:date")
        .replace("<item>", f'<item rdf:about="https://e.org/{number}">')
    )


def seen(text: str) -> str:
    """Only what can be seen: readers differ in how they keep markup and space."""
    return re.sub(r"\s|<[^<>]*>|[<>]", "", html.unescape(html.unescape(text)))


def seconds(entry: Any) -> int | None:
    parts = entry.get("published_parsed") or entry.get("updated_parsed")
    return calendar.timegm(parts) if parts else None


def ours(entry: ParsedEntry) -> int | None:
    return int(entry.published.timestamp()) if entry.published else None


@pytest.mark.parametrize(
    ("frame", "item"),
    [(RSS, rss_item), (ATOM, atom_entry), (RDF, rdf_item)],
    ids=["rss", "atom", "rdf"],
)
@settings(deadline=None, max_examples=40)
@given(posts=posts)
def test_feedparser_agrees(frame: str, item: Any, posts: list[Post]) -> None:
    items = "".join(item(post, number) for number, post in enumerate(posts))
    body = frame.format(channel="", items=items).encode()
    mine, theirs = parse(body), feedparser.parse(io.BytesIO(body))
    assert seen(mine.title) == seen(theirs.feed.title)
    assert len(mine.entries) == len(theirs.entries)
    for own, other in zip(mine.entries, theirs.entries, strict=True):
        assert own.url == other.link
        assert seen(own.title) == seen(other.get("title", ""))
        assert ours(own) == seconds(other)


def recorded() -> list[Path]:
    return sorted(CORPUS.glob("*.serde.json"))


@pytest.mark.corpora
@pytest.mark.skipif(not CORPUS.is_dir(), reason="no recorded feeds beside the checkout")
def test_recorded_feeds_are_read_as_another_parser_reads_them() -> None:
    differences = [line for answer in recorded() for line in _differences(answer)]
    assert recorded()
    assert differences == []


def _differences(answer: Path) -> list[str]:
    name = answer.name.removesuffix(".serde.json")
    document = next(
        CORPUS / f"{name}{end}" for end in (".xml", ".json") if (CORPUS / f"{name}{end}").exists()
    )
    expected = json.loads(answer.read_text())
    feed = parse(document.read_bytes())
    found = [] if len(feed.entries) == len(expected["entries"]) else ["count"]
    for own, other in zip(feed.entries, expected["entries"], strict=False):
        found += _entry_differences(own, other)
    return [f"{name}: {difference}" for difference in found]


def same(own: str, link: str) -> bool:
    """Ours are absolute and as written; the other's may be relative and are normalised.

    Where a feed names the page behind a counting proxy, we take the page and they the proxy.
    """
    own, link = own.lower().rstrip("/"), link.lower().strip("/")
    return own.endswith(link) or "feedproxy" in link


def _entry_differences(own: ParsedEntry, other: dict[str, Any]) -> list[str]:
    found = []
    title = (other["title"] or {}).get("content", "")
    if seen(own.title) != seen(title):
        found.append(f"title {own.title!r}, not {title!r}")
    links = [link["href"] for link in other["links"]]
    links += [part["url"] for media in other["media"] for part in media["content"] if part["url"]]
    if links and not any(same(own.url, link) for link in links):
        found.append(f"link {own.url!r}, not {links}")
    when = other["published"] or other["updated"]
    if when and ours(own) != int(datetime.fromisoformat(when).timestamp()):
        found.append(f"date {own.published}, not {when}")
    return found
