"""Doors for tests: short deadlines, loopback allowed, a clock that stands still."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest

from kith.core.problems import Problem, Trouble
from kith.net.door import Door, DoorOptions

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def options(**changes: object) -> DoorOptions:
    given: dict[str, object] = {
        "user_agent": "Kith-test/1",
        "allow_networks": LOOPBACK,
        "seconds": 5.0,
    }
    return DoorOptions(**{**given, **changes})  # type: ignore[arg-type]


def door(**changes: object) -> Door:
    return Door(options(**changes), lambda: NOW)


def run(work: Callable[[], Awaitable[None]]) -> None:
    """Run an async test to its end."""

    async def all_of_it() -> None:
        await work()

    asyncio.run(all_of_it())


async def trouble(work: Awaitable[object]) -> Problem:
    """What goes wrong with `work`; it must."""
    with pytest.raises(Trouble) as caught:
        await work
    return caught.value.problem
