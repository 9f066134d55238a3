"""How quickly pages answer at 100,000 entries: a real server, asked over kept-alive connections.

Alone, and again while it refreshes a world of feeds. The asking is done by a process of its own.
"""

import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Self

from benchmarks.refresh import kith
from benchmarks.table import show
from benchmarks.world import World, served

ENTRIES = int(os.environ.get("ENTRIES", "100000"))
SECONDS = 5.0
CLIENTS = 4
PAGES = {
    "list of unread": "/read/",
    "list of all": "/read/?shelf=all",
    "a page of an old list": "/read/?shelf=all&after=2025-06-01T00:00:00Z.1",
    "people": "/people/",
    "health": "/health/",
}
FILL = """
from datetime import timedelta
from kith.actions import intake, roster
from kith.actions.roster import Speaking
from kith.core.feeds import ParsedEntry
from kith.db.models import Channel
from benchmarks.world import sentence, article
import random
now, owner = utc_now(), account(None)
voices, each = 250, %d // 250
for number in range(voices):
    dice = random.Random(number)
    asked = [Speaking(f"https://voice-{number}.example/feed", "feed", f"Voice {number}")]
    voice = roster.follow(owner, asked, now, name=f"Voice {number}", kind="person",
                          labels=[f"Label {number %% 12}"])
    channel = voice.new[0]
    channel.succeeded_at = channel.looked_at = now
    channel.due_at = now + timedelta(days=1)
    channel.save()
    entries = [
        ParsedEntry(guid=f"{number}-{n}", url=f"https://voice-{number}.example/{n}",
                    title=sentence(dice, 8), author=f"Author {number}",
                    summary=sentence(dice, 25), content=article(dice) if n %% 10 == 0 else "",
                    published=now - timedelta(hours=n * 24, minutes=number))
        for n in range(each)
    ]
    intake.write(channel, intake.prepare(channel, entries, now), now)
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

    def ask(self, path: str, seconds: float = SECONDS) -> list[float]:
        """Seconds of each answer, from CLIENTS clients at a time."""
        arguments = ["127.0.0.1", str(self.port), self.cookie, path, str(seconds)]
        clients = [
            subprocess.Popen(
                [sys.executable, "-c", ASK, *arguments], stdout=subprocess.PIPE, text=True
            )
            for _ in range(CLIENTS)
        ]
        return [float(t) for client in clients for t in json.loads(client.communicate()[0])]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)


def row(what: str, times: list[float], seconds: float = SECONDS) -> list[str]:
    """Requests a second, median, 95th and 99th percentile in milliseconds."""
    ordered = sorted(times)
    cuts = [statistics.median(ordered), *(ordered[int(len(ordered) * p)] for p in (0.95, 0.99))]
    return [what, f"{len(times) / seconds:.0f}", *(f"{1000 * cut:.1f}" for cut in cuts)]


def main() -> None:
    """Print the table."""
    rows = []
    with tempfile.TemporaryDirectory() as place, served(500) as world:
        data = Path(place)
        kith(data, FILL % ENTRIES)
        with Server(data) as server:
            for what, path in PAGES.items():
                server.ask(path, 1.0)
                rows.append(row(what, server.ask(path)))
            rows.append(while_refreshing(world, data, server))
    show(
        f"Pages at {ENTRIES:,} entries, {CLIENTS} clients at a time",
        rows,
        ["page", "requests a second", "median ms", "p95 ms", "p99 ms"],
    )


def while_refreshing(world: World, data: Path, server: Server) -> list[str]:
    """The first list again, while the server itself hears 500 new feeds for the first time."""
    brought = f"BroughtList(tuple(Outline(a) for a in {world.addresses()!r}))"
    taking = threading.Thread(
        target=kith, args=(data, f"lists.bring(account(None), {brought}, '', utc_now())")
    )
    taking.start()
    taking.join()
    time.sleep(1.5)
    return row("list of unread, while it refreshes", server.ask("/read/"))


if __name__ == "__main__":
    main()
