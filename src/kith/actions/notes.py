"""Highlights and their notes; tags."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kith.core import quoting
from kith.core.quoting import Quote
from kith.db import search_notes
from kith.db.fit import storable
from kith.db.models import Highlight, Mark, Tag

MOST_HIGHLIGHTS = 500  # in one entry
LONGEST_NOTE = 10_000  # characters
MOST_TAGS = 30  # of one entry


def highlight(
    mark: Mark, html: str, quote: Quote, now: datetime, *, note: str = "", other: str = ""
) -> Highlight | None:
    """Highlight words of an entry as it is shown, else of its `other` text.

    The same words twice are one highlight. `mark` comes from access.mark. Returns None where the
    words are in neither text, or where the entry has MOST_HIGHLIGHTS already.
    """
    texts = (quoting.quoted(quoting.read(one), quote) for one in (html, other) if one)
    found = next(filter(None, texts), None)
    rows = Highlight.objects.filter(owner=mark.owner, entry=mark.entry)
    if found is None or rows.count() >= MOST_HIGHLIGHTS:
        return None
    exact, prefix, suffix = map(storable, found)
    facts = {"note": storable(note, LONGEST_NOTE), "created_at": now, "changed_at": now}
    with transaction.atomic():
        row, new = rows.get_or_create(
            exact=exact,
            prefix=prefix,
            suffix=suffix,
            defaults={"owner": mark.owner, "entry": mark.entry, **facts},
        )
        if note and not new:
            write_note(row, note, now)
        search_notes.add(mark)
    return row


@transaction.atomic
def put_back(mark: Mark, quote: Quote, note: str, now: datetime) -> Highlight:
    """Undo `delete`: as it was, wherever its words are now."""
    row, _ = Highlight.objects.get_or_create(
        owner=mark.owner,
        entry=mark.entry,
        exact=storable(quote.exact, quoting.LONGEST),
        prefix=storable(quote.prefix, 100),
        suffix=storable(quote.suffix, 100),
        defaults={"note": storable(note, LONGEST_NOTE), "created_at": now, "changed_at": now},
    )
    search_notes.add(mark)
    return row


@transaction.atomic
def write_note(row: Highlight, note: str, now: datetime) -> None:
    """Write, change or empty the note of a highlight."""
    row.note, row.changed_at = storable(note, LONGEST_NOTE), now
    row.save(update_fields=["note", "changed_at"])
    search_notes.add(_mark(row))


@transaction.atomic
def delete(row: Highlight) -> None:
    """Take a highlight and its note away."""
    row.delete()
    search_notes.add(_mark(row))


def _mark(row: Highlight) -> Mark:
    return Mark.objects.get(owner=row.owner_id, entry=row.entry_id)


def tag(mark: Mark, names: Iterable[str]) -> None:
    """Give an entry exactly these words; `mark` comes from access.mark."""
    wanted = list(dict.fromkeys(name[:100] for name in names if name))[:MOST_TAGS]
    with transaction.atomic():
        mark.tags.exclude(name__in=wanted).delete()
        rows = [Tag(owner=mark.owner, mark=mark, name=name) for name in wanted]
        Tag.objects.bulk_create(rows, ignore_conflicts=True)
        search_notes.add(mark)
