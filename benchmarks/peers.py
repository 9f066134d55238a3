"""Other readers on the same world, where they are installed: `reader` (Python) and newsboat.

Point PEER_PYTHON at a Python that has `reader`, if this one has not. Each takes a first round and
a round with nothing new, in a process of its own, started anew for each.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

READER = """
import sys
from reader import make_reader
with open(sys.argv[2]) as file:
    addresses = file.read().split()
with make_reader(sys.argv[1]) as reader:
    for address in addresses:
        reader.add_feed(address, exist_ok=True)
    reader.update_feeds(workers=10)
    print(reader.get_entry_counts().total)
"""


def commands(place: Path, addresses: list[str]) -> dict[str, list[str]]:
    """How each installed peer is told to look at these addresses."""
    listed = place / "addresses"
    listed.write_text("\n".join(addresses) + "\n")
    found = {}
    python = os.environ.get("PEER_PYTHON", sys.executable)
    probe = subprocess.run([python, "-c", "import reader"], check=False, capture_output=True)
    if probe.returncode == 0:
        found["reader"] = [python, "-c", READER, str(place / "reader.sqlite"), str(listed)]
    newsboat = shutil.which("newsboat")
    if newsboat:
        kept = str(place / "newsboat.db")
        found["newsboat"] = [newsboat, "-u", str(listed), "-c", kept, "-x", "reload"]
    return found


def timed(command: list[str]) -> float:
    """Seconds of the whole process."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return time.perf_counter() - begun
