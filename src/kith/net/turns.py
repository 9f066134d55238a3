"""Politeness: one exchange at a time to a host, so many in all, and a wait that was asked for.

And thrift: connections kept open for a next question, but not to every host of a whole round.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# A host that asks for years would never be seen again by a server that runs that long.
_MOST_REMEMBERED = timedelta(days=1)
_MOST_HOSTS = 10_000


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0  # those inside and those who wait


class Turns:
    """Turns at hosts, in the order they were asked for."""

    def __init__(self, in_flight: int) -> None:
        self._slots = asyncio.Semaphore(in_flight)
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def take(self, place: str) -> AsyncIterator[None]:
        """Hold the turn at one place (host and port). Nobody may hold two: that could deadlock.

        The host's turn comes before the slot, so that a long queue at one host takes one slot.
        """
        queue = self._queues.setdefault(place, _Queue())
        queue.length += 1
        try:
            async with queue.lock, self._slots:
                yield
        finally:
            queue.length -= 1
            if not queue.length:
                del self._queues[place]


class Waits:
    """Until when hosts asked to be left alone, and with which status they asked."""

    def __init__(self) -> None:
        self._until: dict[str, tuple[datetime, int]] = {}

    def remember(self, place: str, seconds: float, status: int, now: datetime) -> None:
        """Keep away from `place` for so many seconds (a day at most)."""
        if len(self._until) >= _MOST_HOSTS:
            self._until = {at: kept for at, kept in self._until.items() if kept[0] > now}
        until = now + min(timedelta(seconds=seconds), _MOST_REMEMBERED)
        self._until[place] = (until, status)

    def left(self, place: str, now: datetime) -> tuple[float, int] | None:
        """Seconds still to wait and the status that asked for it, or None."""
        kept = self._until.get(place)
        if kept is None:
            return None
        if kept[0] <= now:
            del self._until[place]
            return None
        return (kept[0] - now).total_seconds(), kept[1]


class Kept:
    """Which places may have a connection kept open; `most` at a time, each for `seconds`."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._until: dict[str, float] = {}  # the oldest first

    def may_keep(self, place: str, time: float) -> bool:
        """Whether the connection to `place` may stay open; `time` is the loop's."""
        while self._until and self._until[oldest := next(iter(self._until))] <= time:
            del self._until[oldest]
        if place not in self._until and len(self._until) >= self._most:
            return False
        self._until.pop(place, None)
        self._until[place] = time + self._seconds
        return True
