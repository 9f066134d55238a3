"""Reach out on behalf of a page or a command: the door as the operator set it up."""

import asyncio

from django.conf import settings

from kith import __version__
from kith.actions.clock import utc_now
from kith.core.problems import Trouble
from kith.net import addresses
from kith.net.answers import Answer, check
from kith.net.door import PAGE_ACCEPT, Door, DoorOptions
from kith.sources.find import find as find_with
from kith.sources.find_conversation import find_conversation
from kith.sources.finding import Finding, Found

_HTML = ("text/html", "application/xhtml+xml")


def door_options() -> DoorOptions:
    """How the operator wants Kith to fetch."""
    kith = settings.KITH
    contact = f"; +{kith.contact}" if kith.contact else ""
    return DoorOptions(
        user_agent=f"Kith/{__version__} (feed reader{contact})",
        allow_networks=kith.allow_networks,
        in_flight=kith.in_flight,
        seconds=float(kith.fetch_seconds),
        max_bytes=kith.fetch_megabytes * 2**20,
    )


def find(text: str) -> Finding:
    """Who speaks at what a person typed, and on which channels. Raises Trouble."""

    async def ask() -> Finding:
        async with Door(door_options(), utc_now) as door:
            return await find_with(door, text)

    return asyncio.run(ask())


def conversation(text: str) -> Found:
    """The conversation at what a person pasted. Raises Trouble."""

    async def ask() -> Found:
        async with Door(door_options(), utc_now) as door:
            return await find_conversation(door, text)

    return asyncio.run(ask())


def page(address: str) -> Answer:
    """The page to read at an address. Raises Trouble where there is none, or something else."""

    async def ask() -> Answer:
        async with Door(door_options(), utc_now) as door:
            return await door.get(address, accept=PAGE_ACCEPT)

    answer = asyncio.run(ask())
    check(answer)
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind and kind not in _HTML:
        raise Trouble("not-a-page", host=addresses.host(answer.address), type=kind[:80])
    if not answer.body.strip():
        raise Trouble("empty")
    return answer
