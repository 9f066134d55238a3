"""Who is who: pages are asked once whose they are, and voices proposed to be joined.

A thread beside the refresh, with a door of its own: a few hosts at a time, and rarely.
"""

import asyncio
import logging
import time
from collections.abc import Sequence

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
from kith.worker.often import Often

logger = logging.getLogger(__name__)
PATIENCE = 300.0  # seconds between proposals, while there are pages to look at
AT_ONCE = 8  # places, each at another host


class WhoIsWho(Often):
    """Looks at places that are due, and proposes what speaks for being one."""

    NAME = "kith-who"
    EVERY = 30.0

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[int, Signature] = {}
        self._heard: set[int] = set()  # accounts to which what was looked at matters
        self._proposed = -PATIENCE

    def once(self) -> None:
        """One round of looks, and of proposals where nothing more is to come soon."""
        joining.gather()
        do.find_homes(utc_now())
        looked_at = look()
        self._heard |= looked_at
        if looked_at and time.monotonic() - self._proposed < PATIENCE:
            return  # more is coming
        self._propose()

    def _propose(self) -> None:
        signatures = identity.signatures()
        changed = {owner for owner, told in signatures.items() if self._seen.get(owner) != told}
        for owner in sorted(changed | self._heard):
            do.propose(owner, utc_now())
        self._seen, self._heard, self._proposed = signatures, set(), time.monotonic()


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
    except Exception as error:
        logger.exception("A look at %s failed unexpectedly", address)
        return Problem("fault", {"detail": f"{type(error).__name__}: {error}"[:300]})
