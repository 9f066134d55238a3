"""Insert many rows at once, without a model instance for each: intake's hot path.

Measured on 24,000 entries: a third of the time of `bulk_create`, which builds an instance and a
compiled expression for every value.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from json import dumps
from typing import Any

from django.db import connection, models


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Numbers that nobody else will use. Call within the transaction that inserts the rows."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # the transaction holds the only right to write
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = (row[0] if row else 0) + 1
            return list(range(first, first + count))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [number for (number,) in cursor.fetchall()]


def insert(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows given by attribute (`channel_id`, not `channel`), all with the same ones."""
    if not rows:
        return
    names = list(rows[0])
    fields: list[Any] = [model._meta.get_field(name.removesuffix("_id")) for name in names]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(_place(field) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 (names of ours)
            _values(names, fields, rows),
        )


def _place(field: Any) -> str:
    if isinstance(field, models.JSONField) and connection.vendor == "postgresql":
        return "%s::jsonb"
    return "%s"


def _values(
    names: Sequence[str], fields: Sequence[Any], rows: Iterable[Mapping[str, Any]]
) -> list[list[Any]]:
    turned = [list(row.values()) for row in rows]
    for place, (_, field) in enumerate(zip(names, fields, strict=True)):
        adapt = _adapter(field)
        if adapt:
            for row in turned:
                row[place] = adapt(row[place])
    return turned


def _adapter(field: Any) -> Any:
    if isinstance(field, models.JSONField):
        return lambda value: "[]" if value == [] else dumps(value)
    if isinstance(field, models.DateTimeField) and connection.vendor == "sqlite":
        return _as_text
    return None


def _as_text(value: datetime | None) -> str | None:
    """As Django writes it on SQLite: UTC, without a zone."""
    return None if value is None else str(value.replace(tzinfo=None))
