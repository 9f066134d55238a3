"""A list in an address: which one, and the place in it."""

from urllib.parse import urlencode

from django.http import QueryDict

from kith.db.models import Voice
from kith.queries.reading import Cursor, Shelf, Where
from kith.web import given as giving

Query = dict[str, str | int]


def where_of(given: QueryDict) -> Where:
    """The list that a query string or form names; what makes no sense is left out."""
    shelf, voice, kind = given.get("shelf", ""), given.get("voice", ""), given.get("kind", "")
    return Where(
        shelf=Shelf(shelf) if shelf in set(Shelf) else Shelf.UNREAD,
        voice=int(voice) if voice.isascii() and voice.isdigit() and len(voice) < 19 else None,
        label=given.get("label", "").replace("\x00", "")[:300],
        kind=kind if kind in Voice.Kind.values else "",
        tag=given.get("tag", "").replace("\x00", "")[:100],
        oldest=given.get("order") == "oldest",
    )


def query_of(where: Where) -> Query:
    """The query string that names a list, without what goes without saying."""
    query: Query = {}
    if where.shelf != Shelf.UNREAD:
        query["shelf"] = where.shelf.value
    if where.voice is not None:
        query["voice"] = where.voice
    if where.label:
        query["label"] = where.label
    if where.kind:
        query["kind"] = where.kind
    if where.tag:
        query["tag"] = where.tag
    if where.oldest:
        query["order"] = "oldest"
    return query


def suffix_of(where: Where) -> str:
    """The same, ready to stand behind an address: "?shelf=kept", or nothing."""
    query = query_of(where)
    return f"?{urlencode(query)}" if query else ""


def cursor_of(text: str) -> Cursor | None:
    """The place that `cursor_text` wrote, or none."""
    moment, _, entry = text.rpartition(".")
    if not (entry.isascii() and entry.isdigit() and len(entry) < 19):
        return None
    at = giving.moment(moment)
    return Cursor(at, int(entry)) if at else None


def cursor_text(place: Cursor) -> str:
    """A place in a list: "2026-03-01T08:00:00.000001Z.42"."""
    return f"{place.at.isoformat().replace('+00:00', 'Z')}.{place.entry}"
