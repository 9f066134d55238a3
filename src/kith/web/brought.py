"""What of the reader's own a request brings along: the entry, the voice that it names."""

from kith.db.models import Entry, Voice
from kith.queries import access
from kith.queries.access import NotYours
from kith.web import given
from kith.web.render import Request


def entry(request: Request) -> Entry | None:
    """The entry that a form or an address names, where it is one of the reader's."""
    pk = given.number(request, "entry", anywhere=True)
    try:
        return access.mark(request.user, pk).entry if pk else None
    except NotYours:
        return None


def voice(request: Request) -> Voice | None:
    """The voice that a form or an address names, if it names one; NotYours for somebody else's."""
    pk = given.number(request, "voice", anywhere=True)
    return access.voice(request.user, pk) if pk else None
