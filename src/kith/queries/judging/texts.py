"""Entries as plain texts, as far as the judgement reads them."""

from collections.abc import Iterator, Sequence
from itertools import tee
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Left

from kith.core.judgement.features import Features, both_of
from kith.db import prepared
from kith.db.models import Entry
from kith.net import html

LOOKED_AT = 2_400  # characters of a text
_AT_ONCE = 500


_APART = Case(When(content="", then=Value("")), default=Left("summary", 2 * LOOKED_AT))
_COLUMNS = ("pk", "title", "categories", _APART, Left("text__body", LOOKED_AT))


def both(entries: Sequence[int]) -> Iterator[tuple[int, tuple[Features, Features]]]:
    """Number and features of each entry that is there: for the profile, and of the whole text."""
    numbers, told = tee(_texts(entries))
    made = both_of(
        (title, summary, categories, body) for _, title, categories, summary, body in told
    )
    return zip((pk for pk, *_ in numbers), made, strict=True)


def plain(entries: Sequence[int]) -> dict[int, str]:
    """All words of each entry that its features were made of."""
    return {
        pk: "\n".join((title, summary, body, *categories))
        for pk, title, categories, summary, body in _texts(entries)
    }


def _texts(entries: Sequence[int]) -> Iterator[tuple[int, str, list[str], str, str]]:
    """Number, title, categories, summary where there is one beside the text, text."""
    for start in range(0, len(entries), _AT_ONCE):
        for pk, title, categories, summary, body in _rows(entries[start : start + _AT_ONCE]):
            yield pk, title, categories[:20], html.text(summary) if summary else "", body or ""


@prepared.query
def _rows(entries: Sequence[int]) -> QuerySet[Entry, tuple[Any, ...]]:
    return Entry.objects.filter(pk__in=entries).order_by("-pk").values_list(*_COLUMNS)
