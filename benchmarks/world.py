"""A made-up web of feeds, shaped like real ones, and a server that speaks for it on loopback.

Every feed has a host of its own in 127.0.0.0/8. The server runs in a process of its own:
`with served(feeds=500) as world: ...`. What it serves is fixed by a seed.
"""

import asyncio
import contextlib
import json
import multiprocessing
import random
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from multiprocessing.synchronize import Event

WORDS = (
    "learning people library practice question answer evening course group teacher method notes "
    "reading evidence mentor volunteer assessment feedback memory recall slides workshop project "
    "community network story change small quiet slow careful network open source software data"
).split()
START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


def host(number: int) -> str:
    """The loopback address of feed `number`."""
    return f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


def sentence(dice: random.Random, length: int) -> str:
    """Some words with a capital and a full stop."""
    return " ".join(dice.choices(WORDS, k=length)).capitalize() + "."


def article(dice: random.Random) -> str:
    """The HTML of one entry: paragraphs, links, a picture, a list; 1 to 5 kB.

    One in twelve writes its addresses relative to the page, as in the wild.
    """
    root = "" if dice.random() < 1 / 12 else "https://blog.example"
    parts = []
    for _ in range(dice.randint(3, 14)):
        text = " ".join(sentence(dice, dice.randint(6, 18)) for _ in range(3))
        parts.append(f"<p>{text} <a href='{root}/about/{dice.randint(1, 999)}'>{text[:20]}</a></p>")
    parts.insert(1, f'<p><img src="{root}/img/a.jpg" alt="" width="640" height="480"></p>')
    parts.append("<ul><li>One</li><li><em>Two</em></li></ul>")
    return "".join(parts)


@dataclass(frozen=True)
class Post:
    """One entry of the world."""

    guid: str
    title: str
    html: str
    when: datetime


def posts(feed: int, count: int, newest: int) -> list[Post]:
    """The newest `count` posts of a feed that has written `newest` in all."""
    made = []
    for number in range(newest, max(newest - count, 0), -1):
        dice = random.Random(feed * 100_003 + number)
        made.append(
            Post(
                guid=f"tag:{host(feed)},2026:{number}",
                title=sentence(dice, dice.randint(4, 10)),
                html=article(dice),
                when=START + timedelta(hours=7 * number, minutes=feed % 60),
            )
        )
    return made


def document(feed: int, base: str, entries: list[Post]) -> tuple[bytes, str]:
    """The feed as a file and its type: RSS for six of ten, Atom for three, JSON for one."""
    if feed % 10 < 6:
        return rss(feed, base, entries).encode(), "application/rss+xml; charset=utf-8"
    if feed % 10 < 9:
        return atom(feed, base, entries).encode(), "application/atom+xml; charset=utf-8"
    return json_feed(feed, base, entries).encode(), "application/feed+json"


def rss(feed: int, base: str, entries: list[Post]) -> str:
    """RSS 2.0 with content:encoded and dc:creator."""
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{base}/{post.guid[-6:]}</link>"
        f"<guid isPermaLink='false'>{post.guid}</guid><dc:creator>Author {feed}</dc:creator>"
        f"<pubDate>{format_datetime(post.when)}</pubDate><category>learning</category>"
        f"<description>{escape(post.title)} and more</description>"
        f"<content:encoded><![CDATA[{post.html}]]></content:encoded></item>"
        for post in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Voice {feed}</title><link>{base}/</link><description>Notes</description>"
        f"{items}</channel></rss>"
    )


def atom(feed: int, base: str, entries: list[Post]) -> str:
    """Atom 1.0 with escaped HTML content."""
    items = "".join(
        f"<entry><id>{post.guid}</id><title>{escape(post.title)}</title>"
        f'<link rel="alternate" href="{base}/{post.guid[-6:]}"/>'
        f"<published>{post.when.isoformat()}</published><updated>{post.when.isoformat()}</updated>"
        f"<author><name>Author {feed}</name></author>"
        f'<content type="html">{escape(post.html)}</content></entry>'
        for post in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title>Voice {feed}</title><id>tag:{host(feed)},2026:</id><link href="{base}/"/>'
        f"<updated>{START.isoformat()}</updated>{items}</feed>"
    )


def json_feed(feed: int, base: str, entries: list[Post]) -> str:
    """JSON Feed 1.1."""
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"Voice {feed}",
            "home_page_url": f"{base}/",
            "items": [
                {
                    "id": post.guid,
                    "url": f"{base}/{post.guid[-6:]}",
                    "title": post.title,
                    "content_html": post.html,
                    "date_published": post.when.isoformat(),
                    "authors": [{"name": f"Author {feed}"}],
                }
                for post in entries
            ],
        }
    )


@dataclass
class World:
    """What is being served, and how to change it."""

    port: int
    feeds: int

    def address(self, feed: int) -> str:
        """Where a feed is."""
        return f"http://{host(feed)}:{self.port}/feed"

    def addresses(self) -> list[str]:
        """Where all feeds are."""
        return [self.address(feed) for feed in range(self.feeds)]

    def ask(self, path: str) -> None:
        """Tell the server something: `/-/latency/200` (milliseconds), `/-/more/1` (new posts)."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            answer.read()


@contextlib.contextmanager
def served(feeds: int, entries: int = 48) -> Iterator[World]:
    """Serve a world of so many feeds with so many entries each, until the block ends."""
    context = multiprocessing.get_context("spawn")
    port = context.Value("i", 0)
    ready = context.Event()
    process = context.Process(target=_serve, args=(feeds, entries, port, ready), daemon=True)
    process.start()
    try:
        if not ready.wait(120):
            sys.exit("the server of the benchmark's feeds did not start")
        yield World(port.value, feeds)
    finally:
        process.terminate()
        process.join()


class _Server:
    """Answers by the host that was asked; documents are made once a version."""

    def __init__(self, feeds: int, entries: int) -> None:
        self.feeds, self.entries = feeds, entries
        self.written = entries
        self.latency = 0.0
        self.number = {host(feed): feed for feed in range(feeds)}
        self.port = 0
        self.documents: dict[int, tuple[bytes, str]] = {}

    def make(self) -> None:
        """Write every document of the present version."""
        for feed in range(self.feeds):
            base = f"http://{host(feed)}:{self.port}"
            self.documents[feed] = document(feed, base, posts(feed, self.entries, self.written))

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept alive."""
        here = writer.get_extra_info("sockname")[0]
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                path = head.split(" ", 2)[1]
                if self.latency and not path.startswith("/-/"):
                    await asyncio.sleep(self.latency)
                writer.write(self.answer(here, path, head))
                await writer.drain()
        writer.close()

    def answer(self, here: str, path: str, head: str) -> bytes:
        """The whole answer to one request."""
        if path.startswith("/-/"):
            return self.command(path)
        etag = f'"{self.written}"'
        if f"if-none-match: {etag}" in head.lower():
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        body, kind = self.documents[self.number[here]]
        top = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: {etag}\r\n"
        return f"{top}Content-Length: {len(body)}\r\n\r\n".encode() + body

    def command(self, path: str) -> bytes:
        """Change how the world behaves."""
        _, _, what, value = path.split("/")
        if what == "latency":
            self.latency = int(value) / 1000
        else:
            self.written += int(value)
            self.make()
        return b"HTTP/1.1 204 No Content\r\n\r\n"


def _serve(
    feeds: int, entries: int, port: "multiprocessing.sharedctypes.Synchronized[int]", ready: Event
) -> None:
    async def main() -> None:
        server = _Server(feeds, entries)
        listening = await asyncio.start_server(server.talk, "0.0.0.0", 0, backlog=1024)
        server.port = port.value = listening.sockets[0].getsockname()[1]
        server.make()
        ready.set()
        async with listening:
            await listening.serve_forever()

    asyncio.run(main())
