"""A little town of real HTTP servers on loopback, each host at an address of its own."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_network

from aiohttp import web

from kith.net.door import Door, DoorOptions

ATOM, RSS, HTML, JSON = (
    "application/atom+xml",
    "application/rss+xml",
    "text/html",
    "application/json",
)


@dataclass
class Said:
    """One answer; `{name}` in text and headers becomes that host's origin."""

    text: str = ""
    type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Town:
    """Who lives where, and what was asked of them."""

    door: Door
    origins: dict[str, str]
    asked: list[str] = field(default_factory=list)

    def at(self, name: str, path: str = "/") -> str:
        return self.origins[name] + path

    def place(self, name: str) -> str:
        return self.origins[name].removeprefix("http://")


Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def _handler(town: Town, name: str, pages: Mapping[str, Said]) -> Handler:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        town.asked.append(f"{name}{request.rel_url}")
        said = pages.get(str(request.rel_url)) or pages.get(request.path)
        if said is None:
            return web.Response(status=404, text="no such page")
        text, headers = said.text, dict(said.headers)
        for other, origin in town.origins.items():
            text = text.replace("{" + other + "}", origin)
            headers = {
                key: value.replace("{" + other + "}", origin) for key, value in headers.items()
            }
        if request.headers.get("If-None-Match", "-") == headers.get("ETag"):
            return web.Response(status=304, headers=headers)
        return web.Response(
            status=said.status, body=text.encode(), content_type=said.type, headers=headers
        )

    return answer


@asynccontextmanager
async def a_town(**hosts: Mapping[str, Said]) -> AsyncIterator[Town]:
    """Servers up and a door open; loopback allowed, nothing else of the private world."""
    options = DoorOptions("Kith tests", allow_networks=(ip_network("127.0.0.0/8"),), seconds=5)
    async with Door(options, lambda: datetime.now(UTC)) as door:
        town, runners = Town(door, {}), []
        for number, (name, pages) in enumerate(hosts.items(), 1):
            runner = web.ServerRunner(web.Server(_handler(town, name, pages)))
            await runner.setup()
            site = web.TCPSite(runner, f"127.0.3.{number}", 0)
            await site.start()
            runners.append(runner)
            town.origins[name] = "http://{}:{}".format(*runner.addresses[0])
        try:
            yield town
        finally:
            for runner in runners:
                await runner.cleanup()


def atom(title: str, *entries: str, author: str = "", content: bool = True, url: str = "") -> Said:
    """An Atom feed with one entry for each name."""
    by = f"<author><name>{author}</name></author>" if author else ""
    home = f'<link href="{url}"/>' if url else ""
    items = "".join(
        f"<entry><id>urn:{name}</id><title>{name}</title><link href='https://e.example/{name}'/>"
        f"<updated>2025-01-01T00:00:00Z</updated>{by}"
        f"{'<content>text</content>' if content else ''}</entry>"
        for name in entries
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title>{home}{items}</feed>'
    return Said(feed, ATOM, headers={"ETag": '"one"'})


def rss(title: str, *entries: str, url: str = "") -> Said:
    """An RSS feed with one item for each name, without the whole text."""
    items = "".join(
        f"<item><guid>urn:{name}</guid><title>{name}</title>"
        f"<link>https://e.example/{name}</link></item>"
        for name in entries
    )
    channel = f"<channel><title>{title}</title><link>{url}</link>{items}</channel>"
    return Said(f'<rss version="2.0">{channel}</rss>', RSS)


def page(head: str = "", body: str = "<p>Hello</p>", title: str = "A page") -> Said:
    """A web page."""
    return Said(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>")


def linked(href: str, kind: str = ATOM, title: str = "") -> str:
    """A link element for a feed."""
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def webfinger(*links: dict[str, str]) -> Said:
    """A JSON Resource Descriptor."""
    return Said(json.dumps({"subject": "acct:x", "links": links}), "application/jrd+json")
