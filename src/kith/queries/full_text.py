"""Which text of an entry is shown: the full one where somebody fetched it, else the feed's."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kith.core.minutes import count_words, minutes
from kith.db import prepared
from kith.db.models import Entry, FullText
from kith.net import html


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an entry as it is shown, and the other one where there are two."""

    html: str  # clean, as is the other
    minutes: int
    full: bool = False  # whether it is the full text
    other: str = ""
    fetched_at: datetime | None = None  # when the full text was; None where there is only one


def text(entry: Entry, *, as_feed: bool = False) -> Text:
    """The full text of an entry if there is one, or what its feed has."""
    said = html.current(entry.content or entry.summary, entry.rules)
    full = _full_text.first(entry.pk)
    if full is None:
        return Text(said, minutes(entry.words, entry.seconds))
    body = html.current(full.body, full.rules)
    if as_feed:
        words = count_words(html.text(said))
        return Text(said, minutes(words, entry.seconds), False, body, full.fetched_at)
    return Text(body, minutes(full.words, entry.seconds), True, said, full.fetched_at)


@prepared.query
def _full_text(entry: int) -> QuerySet[FullText]:
    return FullText.objects.filter(entry=entry)
