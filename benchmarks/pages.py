"""How quickly pages answer at 100,000 entries, or as many as ENTRIES says: a real server is asked.

Over connections that stay open, by processes of their own; once more while it refreshes.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Self

from benchmarks.refresh import kith
from benchmarks.search import ENTRIES, FILL
from benchmarks.table import show
from benchmarks.world import World, served

SECONDS = 3.0
CLIENTS = 4
PAGES = {
    "list of unread": "/read/",
    "list of all": "/read/?shelf=all",
    "list of what is kept": "/read/?shelf=kept",
    "a page of an old list": "/read/?shelf=all&after=%(moment)s",
    "list of a voice": "/read/?shelf=all&voice=%(voice)d",
    "list of a label": "/read/?shelf=all&label=Teaching",
    "list of a kind without entries": "/read/?shelf=all&kind=community",
    "an entry": "/read/%(entry)d/?shelf=all",
    "search": "/search/?q=retrieval",
    "people": "/people/",
    "roster review": "/people/review/",
    "a voice": "/people/%(voice)d/",
    "health": "/health/",
    "add": "/add/",
    "keep": "/keep/",
    "settings": "/settings/",
    "welcome": "/welcome/",
}
# Beside the world of the searches: channels that rest while pages are asked for, and an article.
REST = """
from datetime import timedelta
from kith.actions import intake, roster
from kith.actions.roster import Speaking
from kith.core.feeds import ParsedEntry
from kith.db.models import Channel, Entry, Mark, Voice
from benchmarks.world import article, sentence
import random
now, owner, dice = utc_now(), account(None), random.Random(1)
roster.follow(owner, [Speaking("https://articles.example/feed")], now, name="Articles")
channel = Channel.objects.get(address="https://articles.example/feed")
written = ParsedEntry(guid="1", title=sentence(dice, 8), content=article(dice) * 5, published=now)
intake.write(channel, intake.prepare(channel, [written], now), now)
Channel.objects.update(
    looked_at=now, succeeded_at=now, new_at=now, due_at=now + timedelta(days=1))
out["entry"] = Entry.objects.get(channel=channel).pk
out["voice"] = Voice.objects.get(name="Voice 7").pk
place = Mark.objects.filter(owner=owner).order_by("-at")[Mark.objects.count() // 2]
out["moment"] = place.at.isoformat().replace("+00:00", "Z") + f".{place.entry_id}"
"""
ASK = """
import http.client, json, sys, time
host, port, cookie, path, seconds = sys.argv[1:6]
connection = http.client.HTTPConnection(host, int(port))
times, until = [], time.perf_counter() + float(seconds)
while time.perf_counter() < until:
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (answer.status, body[:200])
    times.append(time.perf_counter() - begun)
print(json.dumps(times))
"""


class Server:
    """A `kith serve` of its own, and a session in it."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kith", "serve", "--no-open", "--port", str(self.port)],
            env=os.environ | {"KITH_DATA": str(data), "KITH_ALLOW_NETWORKS": "127.0.0.0/8"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        self.cookie = self._sign_in(line.split(" ")[-1].strip())

    def _sign_in(self, link: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", re.sub(r"^https?://[^/]+", "", link))
        answer = connection.getresponse()
        answer.read()
        cookies = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
        return next(cookie for cookie in cookies if cookie.startswith("kith_session="))

    def ask(self, path: str, clients: int = CLIENTS, seconds: float = SECONDS) -> list[float]:
        """Seconds of each answer, asked for by so many clients at a time."""
        arguments = ["127.0.0.1", str(self.port), self.cookie, path, str(seconds)]
        asking = [
            subprocess.Popen(
                [sys.executable, "-c", ASK, *arguments], stdout=subprocess.PIPE, text=True
            )
            for _ in range(clients)
        ]
        return [float(t) for client in asking for t in json.loads(client.communicate()[0])]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)


def row(what: str, alone: list[float], together: list[float]) -> list[str]:
    """Milliseconds of one client, requests a second and milliseconds of CLIENTS of them."""
    cuts = [_cut(alone, 0.5), _cut(alone, 0.95)]
    cuts += [_cut(together, share) for share in (0.5, 0.95, 0.99)]
    times = [f"{1000 * cut:.1f}" for cut in cuts]
    return [what, *times[:2], f"{len(together) / SECONDS:.0f}", *times[2:]]


def _cut(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


def main() -> None:
    """Print the table."""
    rows = []
    with tempfile.TemporaryDirectory() as place, served(500) as world:
        data = Path(place)
        kith(data, FILL % ENTRIES)
        facts = kith(data, REST)
        with Server(data) as server:
            for what, path in PAGES.items():
                rows.append(measured(server, what, path % facts))
            start_refreshing(world, data)
            rows.append(measured(server, "list of unread, while it refreshes", "/read/"))
    show(
        f"Pages at {ENTRIES:,} entries, for one client and for {CLIENTS} at a time",
        rows,
        ["page", "one: median ms", "p95", "requests a second", "median ms", "p95", "p99"],
    )


def measured(server: Server, what: str, path: str) -> list[str]:
    """One page, warm."""
    server.ask(path, 1, 0.5)
    return row(what, server.ask(path, 1), server.ask(path))


def start_refreshing(world: World, data: Path) -> None:
    """Let the server itself hear 500 new feeds for the first time."""
    brought = f"BroughtList(tuple(Outline(a) for a in {world.addresses()!r}))"
    kith(data, f"lists.bring(account(None), {brought}, '', utc_now())")
    time.sleep(1.5)


if __name__ == "__main__":
    main()
