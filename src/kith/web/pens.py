"""An entry's text with its reader's highlights in it, and those highlights beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kith.core import quoting
from kith.queries.notes import Noted


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as it is shown, the highlights found in it in order, and those not in it."""

    html: Markup
    found: Sequence[Noted] = ()
    lost: Sequence[Noted] = ()
    elsewhere: Sequence[Noted] = ()  # in the other text of the entry


def marked(html: str, notes: Sequence[Noted], other: str = "") -> Marked:
    """Mark the highlights in clean HTML; without any nothing has to be looked through."""
    if not notes:
        return Marked(Markup(html))  # noqa: S704 - cleaned when it was stored
    text = quoting.read(html)
    spans = {note.pk: quoting.find(text, note.quote) for note in notes}
    found = {pk: span for pk, span in spans.items() if span}
    absent = [note for note in notes if note.pk not in found]
    there = quoting.read(other if absent else "")
    elsewhere = [note for note in absent if quoting.find(there, note.quote)]
    return Marked(
        Markup(quoting.marked(text, found)),  # noqa: S704 - clean HTML with marks of ours
        sorted((note for note in notes if note.pk in found), key=lambda note: found[note.pk]),
        [note for note in absent if note not in elsewhere],
        elsewhere,
    )
