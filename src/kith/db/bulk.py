"""Insert many rows at once, without a model instance for each: intake's hot path.

One statement holds many rows. The interpreter's lock is let go once a statement, so that parsing
goes on meanwhile; `executemany` takes it back for every row, and waits for it each time.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from json import dumps
from typing import Any, TypeVar

from django.db import connection, models

Object = TypeVar("Object", bound=models.Model)

# In one statement: more are no quicker, and a connection keeps its last ones with all they held.
MOST_VALUES = 2_000


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
    fields = _fields(model, rows[0])
    columns = [str(field.column) for field in fields]
    places = ", ".join(_place(field) for field in fields)
    into(model._meta.db_table, columns, _values(fields, rows), places)


def create(objects: Sequence[Object]) -> Sequence[Object]:
    """Insert instances of one model in few statements, and number them; within a transaction.

    Django's own bulk_create writes but 999 values a statement on SQLite.
    """
    if objects:
        model = type(objects[0])
        for one, number in zip(objects, next_ids(model, len(objects)), strict=True):
            one.pk = number
        names = [field.attname for field in model._meta.concrete_fields]
        insert(model, [{name: getattr(one, name) for name in names} for one in objects])
    return objects


def update(
    model: type[models.Model],
    rows: Sequence[Mapping[str, Any]],
    where: Sequence[Mapping[str, Any]],
) -> None:
    """Change one row each: to what `rows` says, where all of `where` holds."""
    if not rows:
        return
    setting, asking = _fields(model, rows[0]), _fields(model, where[0])
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(field.column)} = {_place(field)}" for field in setting)
    conditions = " AND ".join(f"{quote(field.column)} = %s" for field in asking)
    table = quote(model._meta.db_table)
    values = zip(_values(setting, rows), _values(asking, where), strict=True)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {changes} WHERE {conditions}",  # noqa: S608 (names of ours)
            [[*new, *old] for new, old in values],
        )


def _fields(model: type[models.Model], row: Mapping[str, Any]) -> list[Any]:
    return [model._meta.get_field(name.removesuffix("_id")) for name in row]


def into(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], places: str) -> None:
    """Insert rows of values that the database takes as they are; `places` stands for one row."""
    quote = connection.ops.quote_name
    start = f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))}) VALUES "  # noqa: S608
    most = MOST_VALUES // len(columns)
    with connection.cursor() as cursor:
        for first in range(0, len(rows), most):
            some = rows[first : first + most]
            statement = start + ", ".join([f"({places})"] * len(some))
            cursor.execute(statement, [value for row in some for value in row])


def _place(field: Any) -> str:
    if isinstance(field, models.JSONField) and connection.vendor == "postgresql":
        return "%s::jsonb"
    return "%s"


def _values(fields: Sequence[Any], rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    turned = [list(row.values()) for row in rows]
    for place, field in enumerate(fields):
        adapt = _adapter(field)
        if adapt:
            for row in turned:
                row[place] = adapt(row[place])
    return turned


def _adapter(field: Any) -> Any:
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else "[]" if value == [] else dumps(value)
    if isinstance(field, models.DateTimeField) and connection.vendor == "sqlite":
        return _as_text
    return None


@lru_cache(maxsize=2_000)  # of one entry it is the same moment again and again
def _as_text(value: datetime | None) -> str | None:
    """As Django writes it on SQLite: UTC, without a zone."""
    return None if value is None else str(value.replace(tzinfo=None))
