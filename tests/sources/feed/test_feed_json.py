import json
from datetime import UTC, datetime
from typing import Any

import pytest

from kith.core.feeds import Enclosure, ParsedFeed
from kith.core.problems import Trouble
from kith.sources.feed import parse

VERSION = "https://jsonfeed.org/version/1.1"
WHEN = datetime(2025, 6, 3, 10, tzinfo=UTC)


def read(items: Any, encoding: str = "utf-8", **feed: Any) -> ParsedFeed:
    document = {"version": VERSION, "title": "A feed", "items": items, **feed}
    return parse(
        json.dumps(document, ensure_ascii=False).encode(encoding), address="https://e.org/f"
    )


ITEMS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"id": "a"}, {"guid": "a", "url": ""}),
    ({"id": 17}, {"guid": "17"}),
    ({"id": "https://e.org/1"}, {"url": "https://e.org/1"}),
    ({"url": "/1"}, {"url": "https://e.org/1", "base": "https://e.org/1"}),
    ({"external_url": "https://x.org/"}, {"url": "https://x.org/"}),
    ({"title": "A &amp; B"}, {"title": "A & B"}),
    ({"title": "1 < 2"}, {"title": "1 < 2"}),
    ({"content_html": "<p>A</p>", "content_text": "B"}, {"content": "<p>A</p>"}),
    ({"content_text": "1 < 2"}, {"content": "1 &lt; 2"}),
    ({"content_text": "A\nB\n\nC"}, {"content": "<p>A<br>\nB</p>\n<p>C</p>"}),
    ({"summary": "S"}, {"summary": "S"}),
    ({"date_published": "2025-06-03T12:00:00+02:00"}, {"published": WHEN, "updated": None}),
    ({"date_modified": "2025-06-03T10:00:00Z"}, {"published": WHEN, "updated": WHEN}),
    ({"authors": [{"name": "Ann"}, {"name": "Bob"}]}, {"author": "Ann, Bob"}),
    ({"author": {"name": "Ann"}}, {"author": "Ann"}),
    ({"authors": [{"name": "Ann", "url": "/ann"}]}, {"author_url": "https://e.org/ann"}),
    ({"authors": [{"url": "/ann"}, {"url": "/bob"}]}, {"author_url": ""}),
    ({"author": "Ann"}, {"author": "Ann"}),
    ({"tags": ["a", "A", 3, None, {}]}, {"categories": ("A", "3")}),
    ({"tags": "a, b"}, {"categories": ("a", "b")}),
    ({"image": "/i.jpg", "banner_image": "/b.jpg"}, {"image": "https://e.org/i.jpg"}),
    ({"banner_image": "/b.jpg"}, {"image": "https://e.org/b.jpg"}),
    ({"language": "de"}, {"language": "de"}),
    (
        {
            "attachments": [
                {
                    "url": "/1.mp3",
                    "mime_type": "audio/mpeg",
                    "size_in_bytes": 5,
                    "duration_in_seconds": 90.5,
                    "title": "T",
                },
                {"mime_type": "a/b"},
                7,
            ]
        },
        {
            "enclosures": (Enclosure("https://e.org/1.mp3", "audio/mpeg", 5, 90, "T"),),
            "seconds": 90,
        },
    ),
]


@pytest.mark.parametrize(("item", "fields"), ITEMS)
def test_items(item: dict[str, Any], fields: dict[str, Any]) -> None:
    (entry,) = read([item]).entries
    assert {name: getattr(entry, name) for name in fields} == fields


def test_the_feed_itself() -> None:
    feed = read(
        [{"id": 1}],
        home_page_url="https://e.org/",
        feed_url="https://e.org/f.json",
        description="D",
        language="en",
        icon="/i.png",
        authors=[{"name": "Ann"}],
        hubs=[
            {"type": "WebSub", "url": "https://h.org/"},
            {"type": "rssCloud", "url": "https://r/"},
        ],
        next_url="https://e.org/2",
        expired=True,
    )
    assert (feed.format, feed.title, feed.url) == ("json", "A feed", "https://e.org/")
    assert (feed.self_url, feed.description) == ("https://e.org/f.json", "D")
    assert (feed.language, feed.image, feed.hubs) == (
        "en",
        "https://e.org/i.png",
        ("https://h.org/",),
    )
    assert feed.entries[0].author == "Ann"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert read([{"title": "Zürich"}], encoding).entries[0].title == "Zürich"


@pytest.mark.parametrize("wrong", [None, 7, 1.5, True, "x", [], {}, [[]], [{}], {"name": []}])
def test_wrong_types_everywhere(wrong: Any) -> None:
    names = {name for item, _ in ITEMS for name in item} | {"size_in_bytes"}
    items = [{name: wrong} for name in names] + [{"attachments": [{"url": "/1", "title": wrong}]}]
    assert len(read(items).entries) == len(items)
    for name in ("home_page_url", "feed_url", "description", "hubs", "authors", "icon", "language"):
        read([], **{name: wrong})
    read(wrong)


def test_half_a_character_is_no_trouble() -> None:
    body = b'{"version": "https://jsonfeed.org/version/1", "items": [{"title": "a\\ud83d"}]}'
    assert parse(body).entries[0].title == "a\ufffd"


def test_a_control_character_is_no_trouble() -> None:
    body = b'{"version": "https://jsonfeed.org/version/1", "items": [{"title": "a\tb"}]}'
    assert parse(body).entries[0].title == "a b"


@pytest.mark.parametrize("start", ['{"a":', "[", '{"items": ['])
def test_depth_is_no_danger(start: str) -> None:
    with pytest.raises(Trouble):
        parse((start * 100_000).encode())


def test_the_most_recent_are_kept() -> None:
    dated = [{"id": n, "date_published": 1_500_000_000 + n} for n in range(5003)]
    feed = read(dated)
    assert (feed.entries[0].guid, feed.left_out) == ("3", 3)
    assert read(dated[::-1]).entries[0].guid == "5002"
