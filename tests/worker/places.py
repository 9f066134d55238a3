"""Hosts on loopback that go on while a test runs, and what they publish."""

import asyncio
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

from tests.net.servers import Handler, Request, Server, answer, redirect, serving

XML = "application/rss+xml"
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
_numbers = itertools.count(1)


def item(
    number: int | str, title: str = "", text: str = "", when: datetime | None = None, **more: str
) -> str:
    """An item of RSS; numbers also give each its day."""
    told = {
        "guid": f"urn:item:{number}",
        "link": f"https://e.example/{number}",
        "title": title or f"Item {number}",
        "description": text or f"<p>Text of {number}</p>",
    } | more
    if when is None and isinstance(number, int):
        when = START + timedelta(hours=number)
    if when:
        told["pubDate"] = format_datetime(when)
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in told.items())
    return f"<item>{inner}</item>"


def rss(*items: str, title: str = "A channel", inside: str = "") -> bytes:
    """A feed of RSS."""
    head = f"<title>{escape(title)}</title><link>https://e.example/</link>{inside}"
    whole = f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'
    return f'<?xml version="1.0" encoding="utf-8"?>{whole}'.encode()


def numbered(count: int, title: str = "A channel") -> bytes:
    """A feed of so many items, the newest first."""
    return rss(*(item(number) for number in range(count, 0, -1)), title=title)


@dataclass
class Place:
    """One host: what it says at each path, what it was asked, and how many asked at a time."""

    server: Server
    says: dict[str, bytes | Handler] = field(default_factory=dict)
    at_a_time: int = 0
    most_at_a_time: int = 0

    def at(self, path: str = "/feed.xml") -> str:
        return self.server.at(path)

    def say(
        self,
        body: bytes,
        path: str = "/feed.xml",
        status: int = 200,
        kind: str = XML,
        **headers: str,
    ) -> str:
        """Say this from now on; an ETag is heeded."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        told = answer(body, status, {"Content-Type": kind, **named})

        async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
            known = "ETag" in named and request.headers.get("if-none-match") == named["ETag"]
            writer.write(b"HTTP/1.1 304 Same\r\n\r\n" if known else told)

        self.says[path] = handle
        return self.at(path)

    def do(self, handler: Handler, path: str = "/feed.xml") -> str:
        """Answer with what a handler does."""
        self.says[path] = handler
        return self.at(path)

    def do_redirect(self, to: str, status: int, path: str = "/feed.xml") -> str:
        """Send visitors elsewhere."""
        self.says[path] = redirect(to, status)
        return self.at(path)

    def asked(self, path: str = "/feed.xml") -> int:
        return Counter(self.server.paths)[path]

    @property
    def headers(self) -> dict[str, str]:
        """What the last request carried."""
        return self.server.requests[-1].headers


class Places:
    """Hosts, and the thread in which they live."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.hosts = AsyncExitStack()
        self.at_a_time = self.most_at_a_time = 0

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def new(self, pause: float = 0.0) -> Place:
        """One more host; `pause` seconds go by before each of its answers."""
        number = next(_numbers)
        host = f"127.9.{number // 250}.{1 + number % 250}"

        async def handle(request: Request, writer: asyncio.StreamWriter) -> None:
            for each in (self, place):
                each.at_a_time += 1
                each.most_at_a_time = max(each.at_a_time, each.most_at_a_time)
            try:
                await asyncio.sleep(pause)
                said = place.says.get(request.path, answer(status=404))
                if isinstance(said, bytes):
                    writer.write(said)
                else:
                    await said(request, writer)
            finally:
                for each in (self, place):
                    each.at_a_time -= 1

        place = Place(self.wait(self.hosts.enter_async_context(serving(handle, host))))
        return place

    def feed(self, body: bytes, **more: Any) -> tuple[Place, str]:
        """A new host with one feed; the host and the feed's address."""
        place = self.new(more.pop("pause", 0.0))
        return place, place.say(body, **more)


@contextmanager
def running() -> Iterator[Places]:
    """Hosts for as long as needed."""
    places = Places()
    places.thread.start()
    try:
        yield places
    finally:
        places.wait(places.hosts.aclose())
        places.loop.call_soon_threadsafe(places.loop.stop)
        places.thread.join()
        places.loop.close()


def until(what: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something to become true."""
    import time

    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)
