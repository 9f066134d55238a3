"""How do we listen? One file a kind of channel, and the table of all kinds.

A new kind is one file that holds a `KIND` and one line in the table; the contract test in
`tests/sources/test_kinds.py` then checks it by itself.
"""

from kith.sources import sample_files, web_feed
from kith.sources.conversations import CONVERSATIONS
from kith.sources.kinds import Candidate, Kind

KINDS: tuple[Kind, ...] = (web_feed.KIND, sample_files.KIND, *CONVERSATIONS)


def kind_named(name: str) -> Kind:
    """The kind a channel's row names. KeyError: no such kind (any more)."""
    return _BY_NAME[name]


_BY_NAME = {kind.name: kind for kind in KINDS}

__all__ = ["KINDS", "Candidate", "Kind", "kind_named"]
