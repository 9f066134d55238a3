"""One look at one channel: fetch, parse, clean, outside any transaction. Nothing is written."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from kith.actions.clock import utc_now
from kith.actions.intake import Prepared
from kith.actions.lists import SEEK
from kith.actions.looks import Manner, Telling, understand
from kith.core.problems import Problem, Trouble
from kith.db.models import Channel
from kith.net.answers import Answer, AskedToWait, Validators, check
from kith.net.door import Door
from kith.sources import kind_named
from kith.sources.find import find

UNCHANGED = 304
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look saw. Neither heard nor problem: nothing has changed."""

    manner: Manner
    heard: tuple[Telling, Prepared] | None = None
    problem: Problem | None = None
    moved_to: str = ""  # an address to remember instead
    kind: str = ""  # the kind that a sought channel turned out to be


class Leaving(Exception):
    """The process is on its way out: its threads may begin nothing new."""


async def run_in(executor: Executor, work: Callable[[], T]) -> T:
    """Wait for some work in another thread. Raises Leaving once the process ends."""
    try:
        future = executor.submit(work)
    except RuntimeError as error:  # the interpreter has begun to shut down
        raise Leaving from error
    return await asyncio.wrap_future(future)


async def look(door: Door, channel: Channel, parsers: Executor) -> Seen:
    """Look at a channel; what kept the look from succeeding is part of what is returned."""
    try:
        if channel.kind == SEEK:
            return await _seek(door, channel, parsers)
        return await _look(door, channel, parsers)
    except AskedToWait as trouble:
        return Seen(Manner(wait=trouble.wait), problem=trouble.problem)
    except Trouble as trouble:
        return Seen(Manner(), problem=trouble.problem)


async def _look(door: Door, channel: Channel, parsers: Executor) -> Seen:
    kind = kind_named(channel.kind)
    answer = await kind.fetch(door, channel.address, _validators(channel))
    body_hash = sha256(answer.body).hexdigest()
    manner = _manner(answer, body_hash)
    if answer.status == UNCHANGED:
        return Seen(manner)
    try:
        check(answer)
    except Trouble as trouble:
        return Seen(manner, problem=trouble.problem)
    if body_hash == channel.body_hash:
        return Seen(manner, moved_to=answer.moved_to)
    try:
        heard = await run_in(parsers, lambda: understand(channel, kind.parse(answer), utc_now()))
    except Trouble as trouble:
        if trouble.problem.code == "page-not-feed" and channel.succeeded_at is None:
            return await _seek(
                door, channel, parsers
            )  # a list named the page where a feed was meant
        raise
    return Seen(manner, heard, moved_to=answer.moved_to)


def _validators(channel: Channel) -> Validators:
    return Validators(channel.etag, channel.last_modified)


def _manner(answer: Answer, body_hash: str) -> Manner:
    told = answer.validators
    silent = answer.status == UNCHANGED and not (told.etag or told.last_modified)
    return Manner(
        validators=None if silent else told,
        body_hash=body_hash,
        max_age=answer.max_age,
        wait=answer.wait,
    )


async def _seek(door: Door, channel: Channel, parsers: Executor) -> Seen:
    """Find the feed behind a page or an account; the best one is taken."""
    finding = await find(door, channel.address)
    best = next((one for one in finding.channels if one.chosen), finding.channels[0])
    manner = Manner(best.validators, best.digest, best.max_age)
    heard = await run_in(parsers, lambda: understand(channel, best.feed, utc_now()))
    return Seen(manner, heard, moved_to=best.address, kind=best.kind)
