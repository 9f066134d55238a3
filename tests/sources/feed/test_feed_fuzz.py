"""Whatever comes, it is read or named: nothing but Trouble is ever raised."""

import json
from contextlib import suppress
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.core.feeds import ParsedFeed
from kith.core.problems import Trouble
from kith.sources.feed import parse
from kith.sources.feed.dates import parse_date
from tests.sources.feed.made import atom, rdf, rss

RICH = [
    rss(
        "<title>A &amp;amp; <![CDATA[<b>B</b>]]></title><link>https://e.org/1?a=b</link>"
        '<guid isPermaLink="true">x</guid><dc:creator>a@e.org (Ann)</dc:creator>'
        "<pubDate>Tue, 03 Jun 2025 10:00:00 +0200</pubDate><category>c</category>"
        '<description>&lt;p&gt;d&#150;&eacute;</description><enclosure url="/1" type="audio/x"/>'
        '<media:group><media:content url="/v" duration="1:2"/></media:group>'
        '<thr:in-reply-to ref="x"/><itunes:duration>1:02</itunes:duration>',
        '<ttl>5</ttl><image><url>/i</url></image><atom:link rel="hub self" href="/h"/>',
    ),
    atom(
        "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a<br/></div></title>"
        "<id>tag:1</id><link href='/1'/><author><name>Ann</name></author>"
        "<content type='xhtml' xml:base='/b'><div><p>x</p></div></content>"
        "<updated>2025-06-03T10:00:00Z</updated><category term='t'/>",
        "<!DOCTYPE x [<!ENTITY y 'z'>]>",
    ),
    rdf("<title>T</title><dc:date>2025-06-03</dc:date><dc:subject>s</dc:subject>"),
    json.dumps(
        {"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "tags": ["a"]}]}
    ).encode(),
]
# How long one example takes says something of the machine only.
unhurried = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
CHUNKS = [
    *(
        b"<",
        b">",
        b"&",
        b"<item>",
        b"</item>",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b'"',
        b"\x00",
    ),
    *(b"<!DOCTYPE a [", b"&#xD800;", b"\xff\xfe", b"\xe9", b"<?xml", b"xmlns='", b"<entry>", b"{"),
    *(
        b"</title>",
        b"<title>",
        b"xml:base='http://['",
        b"&nbsp;",
        b"<html>",
        b"<feed>",
        b"[[[",
        b"\n",
    ),
]


def survives(body: bytes, content_type: str = "") -> None:
    with suppress(Trouble):
        fits(parse(body, content_type=content_type, address="https://example.org/feed"))


def fits(feed: ParsedFeed) -> None:
    """What the shapes promise, whatever was read."""
    assert feed.format in ("rss", "rdf", "atom", "json")
    for entry in feed.entries:
        for address in (entry.url, entry.image, entry.comments_url, entry.comments_feed):
            assert not address or ":" in address
        for when in (entry.published, entry.updated):
            assert when is None or when.tzinfo is UTC
        assert "\n" not in entry.title
        entry.content.encode()
        entry.title.encode()


@unhurried
@given(st.binary(max_size=400), st.sampled_from(["", "text/xml", "application/json; charset=x"]))
def test_any_bytes(body: bytes, content_type: str) -> None:
    survives(body, content_type)


@unhurried
@given(st.text(max_size=400))
def test_any_text_in_a_feed(text: str) -> None:
    survives(rss(text, text))
    survives(atom(text, text))
    survives(f"<rss><channel><item {text}>{text}".encode("utf-8", "surrogatepass"))


@unhurried
@given(st.data())
def test_mutated_feeds(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from(RICH))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(len(body), start + 40)))
        body = (
            body[:start] + data.draw(st.sampled_from(CHUNKS) | st.binary(max_size=4)) + body[end:]
        )
    survives(body)


@pytest.mark.parametrize("body", RICH)
def test_every_beginning_of_a_feed(body: bytes) -> None:
    for end in range(0, len(body), 3):
        survives(body[:end])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside),
    max_leaves=10,
)
KEYS = ("id", "url", "title", "content_html", "content_text", "date_published", "authors", "tags")


@unhurried
@given(st.lists(st.dictionaries(st.sampled_from((*KEYS, "attachments", "image")), json_values)))
def test_any_json(items: list[object]) -> None:
    survives(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode())


@unhurried
@given(
    st.text(max_size=60) | st.from_regex(r"\w{3}, \d{1,2} \w{3} \d{2,4} \d\d:\d\d(:\d\d)? .{0,6}")
)
def test_any_date(text: str) -> None:
    found = parse_date(text)
    assert found is None or (found.tzinfo is UTC and 1900 <= found.year <= 2200)
