"""How fast channels are looked at: first round, nothing new, one new each, over slow networks."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.peers import commands, timed
from benchmarks.table import show
from benchmarks.world import World, served

FEEDS, ENTRIES = 500, 48


def kith(data: Path, code: str) -> dict[str, float]:
    """Run some lines in a fresh process with a data directory; they fill the dict `out`."""
    environ = os.environ | {
        "KITH_DATA": str(data),
        "KITH_ALLOW_NETWORKS": "127.0.0.0/8",
        "DJANGO_SETTINGS_MODULE": "kith.project.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + code + "\nprint(json.dumps(out))"],
        env=environ,
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


PRELUDE = """
import json, resource, sys, time
from kith.cli.start import account, set_up
set_up()
from kith.actions import lists
from kith.actions.clock import utc_now
from kith.queries import channels
from kith.sources.lists import BroughtList, Outline
from kith.worker.round import Round
out = {}
def round_():
    begun, worked = time.perf_counter(), time.process_time()
    ids = channels.askable(utc_now())
    summary = Round(lambda: ids).run()
    out["seconds"] = time.perf_counter() - begun
    out["cpu"] = time.process_time() - worked
    out["new"], out["failed"], out["looked_at"] = summary.new, summary.failed, summary.looked_at
    out["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
"""


def bring(world: World, data: Path, count: int) -> None:
    """Follow the first feeds of a world."""
    addresses = world.addresses()[:count]
    kith(
        data,
        f"brought = BroughtList(tuple(Outline(a) for a in {addresses!r}))\n"
        "lists.bring(account(None), brought, '', utc_now())",
    )


def once(data: Path, what: str, expected: int) -> list[str]:
    """One round, as a row; every entry must have arrived."""
    out = kith(data, "round_()")
    assert out["new"] == expected, f"{what}: {out}"
    assert out["failed"] == 0, f"{what}: {out}"
    rate = out["looked_at"] / out["seconds"]
    return [what, f"{out['seconds']:.2f}", f"{out['cpu']:.2f}", f"{rate:.0f}", f"{out['peak']:.0f}"]


PEERS = ("reader", "newsboat")


def peer(place: Path, name: str, world: World) -> list[str]:
    """Another reader's two rounds, or nothing where it is not installed."""
    own = place / name
    own.mkdir()
    command = commands(own, world.addresses()).get(name)
    if command is None:
        return []
    return [name, f"{timed(command):.1f}", f"{timed(command):.1f}"]


def main() -> None:
    """Print the table."""
    rows = []
    with tempfile.TemporaryDirectory() as place, served(FEEDS, ENTRIES) as world:
        data = Path(place) / "all"
        bring(world, data, FEEDS)
        rows.append(once(data, f"first round, {FEEDS * ENTRIES:,} entries", FEEDS * ENTRIES))
        rows.append(once(data, "nothing new", 0))
        world.ask("/-/more/1")
        rows.append(once(data, "one new each", FEEDS))
        world.ask("/-/latency/100")
        rows.append(once(data, "nothing new, 100 ms away", 0))
        slow = Path(place) / "slow"
        bring(world, slow, 100)
        world.ask("/-/latency/200")
        rows.append(once(slow, "first round, 100 feeds 200 ms away", 100 * ENTRIES))
        rows.append(once(slow, "nothing new, 100 feeds 200 ms away", 0))
        show(
            f"Refresh: {FEEDS} feeds of {ENTRIES} entries, each on a host of its own",
            rows,
            ["round", "seconds", "of CPU", "feeds a second", "peak MB"],
        )
        world.ask("/-/latency/0")
        peers = [peer(Path(place), name, world) for name in PEERS]
        show(
            "The same first round and nothing-new round by others, whole processes",
            [row for row in peers if row],
            ["peer", "first round, seconds", "nothing new, seconds"],
        )


if __name__ == "__main__":
    main()
