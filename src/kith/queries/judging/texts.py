"""Entries as plain texts, as far as the judgement reads them."""

from collections.abc import Iterator, Sequence

from django.db.models import Case, Value, When
from django.db.models.functions import Left

from kith.core.judgement.features import Features, features, full_features
from kith.db.models import Entry
from kith.net import html

LOOKED_AT = 2_400  # characters of a text
_AT_ONCE = 500


def both(entries: Sequence[int]) -> Iterator[tuple[int, tuple[Features, Features]]]:
    """Number and features of each entry that is there: for the profile, and of the whole text."""
    apart = Case(When(content="", then=Value("")), default=Left("summary", 2 * LOOKED_AT))
    columns = ("pk", "title", "categories", apart, Left("text__body", LOOKED_AT))
    for start in range(0, len(entries), _AT_ONCE):
        rows = Entry.objects.filter(pk__in=entries[start : start + _AT_ONCE])
        for pk, title, categories, summary, body in rows.order_by("-pk").values_list(*columns):
            yield pk, _both(title, categories[:20], summary, body or "")


def _both(
    title: str, categories: Sequence[str], summary: str, body: str
) -> tuple[Features, Features]:
    """`summary` is HTML, and empty where the text is all there is."""
    told = html.text(summary) if summary else body
    return features(title, told, categories), full_features(f"{title}\n{body}")


def plain(entries: Sequence[int]) -> dict[int, str]:
    """Title and beginning of the text of each entry."""
    rows = Entry.objects.filter(pk__in=entries)
    found = rows.values_list("pk", "title", Left("text__body", LOOKED_AT))
    return {pk: f"{title}\n{body or ''}" for pk, title, body in found}
