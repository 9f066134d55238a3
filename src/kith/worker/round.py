"""A round of looks: claim channels, look at many hosts at a time and one channel a host, store.

Three things go on at once: looking (asyncio, in the thread that runs the round), parsing and
cleaning (a thread: much of it works without the interpreter's lock) and writing (a thread).
"""

import asyncio
import contextlib
import logging
import random
import sys
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

from django.db import connections, transaction

from kith.actions import claims, looks
from kith.actions.clock import utc_now
from kith.actions.intake import BATCH
from kith.actions.looks import Heard, Outcome
from kith.actions.reach import door_options
from kith.actions.roster import LONGEST_ADDRESS
from kith.core.problems import Problem
from kith.db.models import Channel
from kith.net.door import Door
from kith.worker.look import Leaving, Seen, look, run_in

logger = logging.getLogger(__name__)
T = TypeVar("T")
More = Callable[[], Sequence[int]]
Told = Callable[[Channel, Outcome], None]
# Seconds for which a thread keeps the interpreter's lock. The cleaner and the database let go of it
# for a moment at a time: with the usual 5 ms they wait for it longer than they work. Pages lose by
# less than that, so it is less only while channels are looked at.
OFTEN, USUAL = 0.001, sys.getswitchinterval()
Looked = tuple[Channel, Seen, "asyncio.Future[Outcome]"]


@dataclass(slots=True)
class Summary:
    """What a round came to."""

    looked_at: int = 0
    new: int = 0
    edited: int = 0
    unchanged: int = 0
    failed: int = 0
    problems: list[tuple[str, Problem]] = field(default_factory=list)  # address, why

    def add(self, channel: Channel, outcome: Outcome) -> None:
        """Count one look."""
        self.looked_at += 1
        self.new += outcome.new
        self.edited += outcome.edited
        if outcome.problem:
            self.failed += 1
            self.problems.append((channel.address, outcome.problem))
        elif not outcome.new and not outcome.edited:
            self.unchanged += 1


class Round:
    """Looks at what `more()` names until it names nothing new, or for ever if `endless`.

    `more` is asked in the database's thread; `told` hears of each look in the round's own.
    """

    POLL = 1.0  # seconds between two questions for what is due
    GATHERING = 0.05  # seconds in which looks are gathered, to be written down together

    def __init__(self, more: More, *, endless: bool = False, told: Told | None = None) -> None:
        self.more = more
        self.endless = endless
        self.told = told
        self.summary = Summary()
        self.stopping = False
        self._waiting: dict[str, deque[int]] = {}  # by host
        self._listed: dict[int, datetime] = {}  # since when they wait or are looked at
        self._busy: dict[asyncio.Task[None], str] = {}
        self._options = door_options()
        self._ready: deque[Looked] = deque()
        self._storing: asyncio.Task[None] | None = None

    def run(self) -> Summary:
        """Run the round in this thread, to its end."""
        with (
            ThreadPoolExecutor(1, "kith-database") as self._database,
            ThreadPoolExecutor(1, "kith-parse") as self._parsers,
        ):
            try:
                asyncio.run(self._run())
            finally:
                sys.setswitchinterval(USUAL)
                with contextlib.suppress(RuntimeError):  # shutting down closes them as well
                    self._database.submit(connections.close_all).result()
                    self._parsers.submit(connections.close_all).result()
        return self.summary

    async def _run(self) -> None:
        await self._in_database(claims.free_the_dead)
        work = claims.at_work()
        self._name = await self._in_database(work.__enter__)
        try:
            async with Door(self._options, utc_now) as door:
                await self._go(door)
        finally:
            for task in self._busy:
                task.cancel()
            await asyncio.gather(*self._busy, return_exceptions=True)
            await self._in_database(lambda: work.__exit__(None, None, None))

    async def _go(self, door: Door) -> None:
        asked = 0.0
        loop = asyncio.get_running_loop()
        while not self.stopping:
            if not asked or (self.endless and loop.time() - asked >= self.POLL):
                await self._ask_for_more()
                asked = loop.time()
            await self._start(door)
            sys.setswitchinterval(OFTEN if self._busy else USUAL)
            if self._busy:
                await asyncio.wait(
                    self._busy, timeout=self.POLL, return_when=asyncio.FIRST_COMPLETED
                )
            elif self.endless:
                await asyncio.sleep(self.POLL)
            elif not self._waiting:
                return

    async def _in_database(self, work: Callable[[], T]) -> T:
        return await run_in(self._database, work)

    async def _ask_for_more(self) -> None:
        def rows() -> list[tuple[int, str]]:
            fresh = [pk for pk in self.more() if pk not in self._listed]
            found = dict[int, str]()
            for start in range(0, len(fresh), 500):
                some = Channel.objects.filter(pk__in=fresh[start : start + 500])
                found.update(some.values_list("pk", "address"))
            return [(pk, found[pk]) for pk in fresh if pk in found]

        now = utc_now()
        for pk, address in await self._in_database(rows):
            self._listed[pk] = now
            self._waiting.setdefault(_host(address), deque()).append(pk)

    async def _start(self, door: Door) -> None:
        """Claim channels of idle hosts for the free places, many at a time."""
        free = self._options.in_flight - len(self._busy)
        if self._busy and free < self._options.in_flight // 4:
            return
        busy = set(self._busy.values())
        hosts = [host for host in self._waiting if host not in busy][:free]
        picked = {self._next(host): host for host in hosts}
        if not picked:
            return
        since = min(self._listed[pk] for pk in picked)
        claimed = await self._in_database(
            lambda: claims.claim(list(picked), self._name, utc_now(), since)
        )
        for channel in claimed:
            task = asyncio.create_task(self._one(door, channel))
            self._busy[task] = picked.pop(channel.pk)
            task.add_done_callback(self._busy.pop)
        for pk in picked:  # somebody else has them, or had them
            self._listed.pop(pk, None)

    def _next(self, host: str) -> int:
        waiting = self._waiting[host]
        pk = waiting.popleft()
        if not waiting:
            del self._waiting[host]
        return pk

    async def _one(self, door: Door, channel: Channel) -> None:
        try:
            seen = await look(door, channel, self._parsers)
            outcome = await self._stored(channel, seen)
        except Leaving:
            return
        except Exception as error:
            logger.exception("A look at %s failed unexpectedly", channel.address)
            outcome = await self._stumble(channel, error)
        finally:
            self._listed.pop(channel.pk, None)
        self.summary.add(channel, outcome)
        if self.told:
            self.told(channel, outcome)

    async def _stored(self, channel: Channel, seen: Seen) -> Outcome:
        """Wait until a look is written down, together with others that are ready by then."""
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._ready.append((channel, seen, done))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store())
        return await done

    async def _store(self) -> None:
        while self._ready:
            if self._ready[0][1].heard and len(self._ready) < len(self._busy):
                await asyncio.sleep(self.GATHERING)
            batch = _some(self._ready)
            work = partial(store_all, [(channel, seen) for channel, seen, _ in batch])
            try:
                outcomes = await self._in_database(work)
            except Exception as error:  # noqa: BLE001 (whoever waits for these looks raises it)
                outcomes = [error] * len(batch)
            for (_, _, done), outcome in zip(batch, outcomes, strict=True):
                if done.cancelled():
                    continue  # the round is ending; what was seen is written down all the same
                if isinstance(outcome, Exception):
                    done.set_exception(outcome)
                else:
                    done.set_result(outcome)

    async def _stumble(self, channel: Channel, error: Exception) -> Outcome:
        """A fault of Kith's own: the channel's owner sees it, and the round goes on."""
        problem = Problem("fault", {"detail": f"{type(error).__name__}: {error}"[:300]})

        def write() -> Outcome:
            return looks.failed(channel, problem, None, utc_now(), random.random)

        try:
            return await self._in_database(write)
        except Exception:
            logger.exception("Could not write down that %s failed", channel.address)
            return Outcome(problem=problem)


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc or address.rpartition("@")[2]
    except ValueError:  # nothing the door will open; the look says so
        return address


def _rows(seen: Seen) -> int:
    return len(seen.heard[1]) if seen.heard else 0


def _some(ready: deque[Looked]) -> list[Looked]:
    """What is written in one transaction: about BATCH rows, or one look that has more."""
    batch = [ready.popleft()]
    rows = _rows(batch[0][1])
    while ready and rows + _rows(ready[0][1]) <= BATCH:
        rows += _rows(ready[0][1])
        batch.append(ready.popleft())
    return batch


def store_all(looked: Sequence[tuple[Channel, Seen]]) -> list[Outcome | Exception]:
    """Write down several looks in one transaction; one that fails takes no other with it.

    Nothing, where the claim was lost meanwhile: whoever has the channel now writes.
    """
    if len(looked) == 1:
        return [_alone(*looked[0])]
    try:
        with transaction.atomic():
            return list(_together([(copy(channel), seen) for channel, seen in looked]))
    except Exception:  # noqa: BLE001 (it shows again when each is written by itself)
        return [_alone(channel, seen) for channel, seen in looked]


def _alone(channel: Channel, seen: Seen) -> Outcome | Exception:
    """One look; it may be large, and then takes several transactions."""
    try:
        return store(channel, seen) if claims.held([channel]) else Outcome()
    except Exception as error:  # noqa: BLE001 (whoever waits for this look raises it)
        return error


def _together(looked: Sequence[tuple[Channel, Seen]]) -> list[Outcome]:
    """In the fewest statements: a round of many channels is mostly this."""
    now, luck = utc_now(), random.random
    held = claims.held([channel for channel, _ in looked])
    mine = [(channel, seen) for channel, seen in looked if channel.pk in held]
    plain = [(channel, seen) for channel, seen in mine if _is_plain(channel, seen)]
    looks.unchanged(
        [(channel, seen.manner) for channel, seen in plain if not seen.heard], now, luck
    )
    spoke = [Heard(channel, *seen.heard, seen.manner) for channel, seen in plain if seen.heard]
    outcomes = looks.heard(spoke, now, luck)
    done = {one.channel.pk: outcome for one, outcome in zip(spoke, outcomes, strict=True)}
    for channel, seen in mine:
        if not _is_plain(channel, seen):
            done[channel.pk] = store(channel, seen)
    return [done.get(channel.pk, Outcome()) for channel, _ in looked]


def _is_plain(channel: Channel, seen: Seen) -> bool:
    """Whether the channel was reached where and as it was before."""
    return not seen.problem and not seen.kind and seen.moved_to in {"", channel.address}


def store(channel: Channel, seen: Seen) -> Outcome:
    """Write down what a look saw, in the database's thread."""
    now = utc_now()
    if seen.problem:
        return looks.failed(channel, seen.problem, seen.manner.wait, now, random.random)
    if seen.kind:
        channel.kind = seen.kind
    if seen.moved_to not in {"", channel.address} and len(seen.moved_to) <= LONGEST_ADDRESS:
        with transaction.atomic():
            goes_on = looks.readdress(channel, seen.moved_to, now)
        if goes_on.pk != channel.pk:  # followed there already: that channel is looked at by itself
            looks.due_now([goes_on.pk], now)
            return Outcome()
    if seen.heard is None:
        looks.unchanged([(channel, seen.manner)], now, random.random)
        return Outcome()
    return looks.heard([Heard(channel, *seen.heard, seen.manner)], now, random.random)[0]
