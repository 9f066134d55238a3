"""Who is who: pages are asked once whose they are, and voices proposed to be joined.

A thread beside the refresh, with a door of its own: a few hosts at a time, and rarely.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Sequence

from django.db import connections

from kith.actions import identity as do
from kith.actions import joining
from kith.actions.clock import utc_now
from kith.actions.reach import door_options
from kith.core.identity import Claim
from kith.core.problems import Problem, Trouble
from kith.db.models import Place
from kith.net.door import Door
from kith.queries import identity
from kith.queries.identity import Signature
from kith.sources.identity import whose

logger = logging.getLogger(__name__)
EVERY = 30.0  # seconds
PATIENCE = 300.0  # seconds between proposals, while there are pages to look at
AT_ONCE = 8  # places, each at another host


class WhoIsWho:
    """Looks at places that are due, for as long as the process lives."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._seen: dict[int, Signature] = {}
        self._heard: set[int] = set()  # accounts to which what was looked at matters
        self._proposed = -PATIENCE

    def start(self) -> threading.Thread:
        """Run in a thread of its own; the process may end without waiting for it."""
        thread = threading.Thread(target=self.run, name="kith-who", daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        """Run in this thread. A fault is logged, and the next look comes all the same."""
        while not self._stopping.wait(EVERY):
            try:
                self.once()
            except Exception:
                logger.exception("Looking for voices that may be one failed")
            finally:
                connections.close_all()

    def stop(self) -> None:
        """End before the next look."""
        self._stopping.set()

    def once(self) -> int:
        """One round of looks; how many voices were newly proposed to be joined."""
        joining.gather()
        do.find_homes(utc_now())
        looked_at = look()
        self._heard |= looked_at
        if looked_at and time.monotonic() - self._proposed < PATIENCE:
            return 0  # more is coming
        return self._propose()

    def _propose(self) -> int:
        signatures = identity.signatures()
        changed = {owner for owner, told in signatures.items() if self._seen.get(owner) != told}
        new = sum(do.propose(owner, utc_now()) for owner in sorted(changed | self._heard))
        self._seen, self._heard, self._proposed = signatures, set(), time.monotonic()
        return new


def look() -> set[int]:
    """Ask some places that are due whose they are; the accounts that this matters to."""
    places = do.claim(utc_now(), AT_ONCE)
    if not places:
        return set()
    for place, answer in zip(places, asyncio.run(_answers(places)), strict=True):
        if isinstance(answer, Problem):
            do.failed(place, answer, utc_now())
        else:
            do.told(place, answer, utc_now())
    return identity.accounts_with([place.address for place in places])


async def _answers(places: Sequence[Place]) -> list[list[Claim] | Problem]:
    async with Door(door_options(), utc_now) as door:
        return await asyncio.gather(*(_answer(door, place.address) for place in places))


async def _answer(door: Door, address: str) -> list[Claim] | Problem:
    try:
        return await whose(door, address)
    except Trouble as trouble:
        return trouble.problem
