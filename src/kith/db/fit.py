"""Make what came from outside fit its columns.

PostgreSQL refuses a NUL and whatever is longer than its column; neither database, nor the cleaning
of HTML, takes half a character. What a terminal would obey has no place in a name or a title.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models

_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)])


def storable(text: str, longest: int | None = None) -> str:
    """A text that both databases can hold; without control characters where it has a `longest`."""
    if "\0" in text:
        text = text.replace("\0", "")
    if longest is not None and not text.isprintable():
        text = text.translate(_CONTROLS)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text[:longest]


def plain(value: Any) -> Any:
    """A JSON value whose texts both databases can hold."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


@cache
def _limits(model: type[models.Model]) -> dict[str, int | None]:
    """The columns of text of a table, and how much each takes."""
    texts = (models.CharField, models.TextField)
    return {
        field.name: field.max_length
        for field in model._meta.fields  # noqa: SLF001 (documented, its underscore notwithstanding)
        if isinstance(field, texts)
    }


def fit(model: type[models.Model], facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts about a row, each as its column can hold it."""
    for name, longest in _limits(model).items():
        value = facts.get(name)
        if value:
            facts[name] = storable(value, longest)
    return facts
