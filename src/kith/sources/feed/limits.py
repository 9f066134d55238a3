"""How much of one document is taken, and which part where it brings more."""

from kith.core.feeds import ParsedEntry

MAX_ENTRIES = 5000


def ascending(first: ParsedEntry, last: ParsedEntry) -> bool:
    """Whether a document begins with its oldest entry, so that its newest are at the end."""
    return bool(first.published and last.published and first.published < last.published)
