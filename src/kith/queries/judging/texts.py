"""Entries as plain texts, as far as the judgement reads them."""

from collections.abc import Iterator, Sequence

from django.db.models import Case, Value, When
from django.db.models.functions import Left

from kith.core.judgement.features import Features, features, full_features
from kith.db.models import Entry
from kith.net import html

LOOKED_AT = 2_400  # characters of a text
_AT_ONCE = 500


_APART = Case(When(content="", then=Value("")), default=Left("summary", 2 * LOOKED_AT))
_COLUMNS = ("pk", "title", "categories", _APART, Left("text__body", LOOKED_AT))


def both(entries: Sequence[int]) -> Iterator[tuple[int, tuple[Features, Features]]]:
    """Number and features of each entry that is there: for the profile, and of the whole text."""
    for pk, title, categories, summary, body in _texts(entries):
        yield pk, (features(title, summary or body, categories), full_features(f"{title}\n{body}"))


def plain(entries: Sequence[int]) -> dict[int, str]:
    """All words of each entry that its features were made of."""
    return {
        pk: "\n".join((title, summary, body, *categories))
        for pk, title, categories, summary, body in _texts(entries)
    }


def _texts(entries: Sequence[int]) -> Iterator[tuple[int, str, list[str], str, str]]:
    """Number, title, categories, summary where there is one beside the text, text."""
    for start in range(0, len(entries), _AT_ONCE):
        rows = Entry.objects.filter(pk__in=entries[start : start + _AT_ONCE]).order_by("-pk")
        for pk, title, categories, summary, body in rows.values_list(*_COLUMNS):
            yield pk, title, categories[:20], html.text(summary) if summary else "", body or ""
