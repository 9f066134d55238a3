"""Add anything: from what a person pastes to the channels they may follow."""

from kith.core.problems import Trouble
from kith.net.door import Door
from kith.sources.finding import Finding, Found

__all__ = ["Finding", "Found", "find"]


async def find(door: Door, text: str) -> Finding:
    """The voice behind a page, feed, profile, channel, account or address, with its channels.

    Raises Trouble: `nothing-found`, `account-unknown`, `address-unusable`, or what the door said.
    """
    raise Trouble("nothing-found", address=text)
