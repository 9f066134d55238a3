"""Reach out on behalf of a page or a command: the door as the operator set it up."""

import asyncio

from django.conf import settings

from kith import __version__
from kith.actions.clock import utc_now
from kith.net.door import Door, DoorOptions
from kith.sources.find import find as find_with
from kith.sources.finding import Finding


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
