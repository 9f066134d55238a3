"""Queries whose SQL is written once and then asked with other values.

Django takes many times as long to write the SQL of a list as the database to answer it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from inspect import signature
from itertools import zip_longest
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, get_related_populators

Value = int | str | date
Values = Mapping[Value, Value | None]
Row = TypeVar("Row")
P = ParamSpec("P")

# Stand for values while the SQL is written; nothing else in a query is equal to one of them.
OWNER, ROW, OTHER = 9_150_000_000_000_000_001, 9_150_000_000_000_000_002, 9_150_000_000_000_000_003
ROWS = 9_150_000_000_000_001_000  # and those that follow: one each for any number of rows
MOMENT = datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
DAY = date(1, 2, 3)
WORDS = "\ue000 words \ue001"
MOST = 512  # members of a sequence; SQL for more is not kept


class Prepared:
    """The SQL of a `values_list`, with blanks where other values may stand.

    For queries of which the shape varies; `query` is shorter for all others.
    """

    def __init__(self, rows: QuerySet[Any, Any], blanks: Sequence[Value]) -> None:
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, params = compiler.as_sql()
        self.params = list(params)
        held = {_adapted(blank): blank for blank in blanks}
        self.places = [
            (place, held[param])
            for place, param in enumerate(self.params)
            if isinstance(param, int | str | date) and param in held
        ]
        if {blank for _, blank in self.places} != set(blanks):
            raise ValueError("a blank is missing from the query")
        self.converters = compiler.get_converters([column[0] for column in compiler.select])
        self.compiler = compiler

    def rows(self, values: Values) -> Sequence[Any]:
        """All rows, with `values` in the place of their blanks."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._filled(values))
            told: list[tuple[Any, ...]] = cursor.fetchall()
        if not self.converters:
            return told
        found = [list(row) for row in told]
        for column, (convert, expression) in self.converters.items():
            for each in convert:
                for row in found:
                    row[column] = each(row[column], expression, connection)
        return found

    def count(self, values: Values) -> int:
        """How many rows there are."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({self.sql}) AS held", self._filled(values))  # noqa: S608
            return int(cursor.fetchone()[0])

    def _filled(self, values: Values) -> list[Any]:
        params = self.params.copy()
        for place, blank in self.places:
            params[place] = _adapted(values[blank])
        return params


class query(Generic[P, Row]):  # noqa: N801 (a decorator)
    """A function that builds a query, as one that answers it: what it is called with fills blanks.

    Its parameters are annotated as int (the number of a row), str, datetime or date, and are
    values in the query, nothing else: it is built once, with others in their place. One may be
    Sequence[int] and is what some column is in; where that is empty, nothing is found. Returns
    objects, or what its `values_list` says.
    """

    def __init__(self, build: Callable[P, QuerySet[Any, Row]]) -> None:
        update_wrapper(self, build)
        self._build: Callable[..., QuerySet[Any, Row]] = build
        self._kinds = [each.annotation for each in signature(build).parameters.values()]
        self._written: dict[int, tuple[list[Any], Prepared, Callable[[Values], Any]]] = {}

    def __call__(self, *values: P.args, **named: P.kwargs) -> list[Row]:
        """All that it finds. Takes no named values."""
        size = self._size(values, **named)
        if size == 0:
            return []
        if size > MOST:
            return list(self._build(*values))
        blanks, _, answer = self._at(size)
        return cast("list[Row]", answer(_filled(blanks, values)))

    def first(self, *values: P.args, **named: P.kwargs) -> Row | None:
        """The first of what it finds."""
        return next(iter(self(*values, **named)), None)

    def count(self, *values: P.args, **named: P.kwargs) -> int:
        """How many rows it finds; of a query without a sequence."""
        blanks, prepared, _ = self._at(self._size(values, **named))
        return prepared.count(_filled(blanks, values))

    def _size(self, values: Sequence[Any]) -> int:
        """For how many members of its sequence it has to be written: a power of two."""
        held = (one for one in values if isinstance(one, Sequence) and not isinstance(one, str))
        length = len(next(held, "1"))
        return length and 1 << (length - 1).bit_length()

    def _at(self, size: int) -> tuple[list[Any], Prepared, Callable[[Values], Any]]:
        if size not in self._written:
            blanks = [_blank(kind, place, size) for place, kind in enumerate(self._kinds)]
            each = [one for some in blanks for one in (some if isinstance(some, list) else [some])]
            self._written[size] = (blanks, *_answering(self._build(*blanks), each))
        return self._written[size]


def _answering(
    rows: QuerySet[Any, Any], blanks: Sequence[Value]
) -> tuple[Prepared, Callable[[Values], Any]]:
    kind = rows._iterable_class  # noqa: SLF001 (nothing else tells what a query returns)
    found = Prepared(rows, blanks)
    if issubclass(kind, ModelIterable):
        return found, _objects(found)
    if issubclass(kind, FlatValuesListIterable):
        return found, lambda values: [value for (value,) in found.rows(values)]
    return found, found.rows


def _objects(prepared: Prepared) -> Callable[[Values], list[Model]]:
    """Finds the objects of a query, with what it selects beside them."""
    compiler = prepared.compiler
    held = compiler.klass_info
    fields, model = held["select_fields"], held["model"]
    columns = slice(fields[0], fields[-1] + 1)
    names = [column[0].target.attname for column in compiler.select[columns]]
    # As a QuerySet does; the types are those of a later Django.
    given: Any = (held, compiler.select, DEFAULT_DB_ALIAS)
    beside = get_related_populators(*given)

    def found(values: Values) -> list[Model]:
        objects = []
        for row in prepared.rows(values):
            one = model.from_db(DEFAULT_DB_ALIAS, names, row[columns])
            for each in beside:
                each.populate(row, one)
            objects.append(one)
        return objects

    return found


def _blank(kind: Any, place: int, size: int) -> Value | list[int]:
    if kind is int:
        return ROW + 100 + place
    if kind is str:
        return f"{WORDS}{place}"
    if kind is datetime:
        return MOMENT + timedelta(hours=place)
    if kind is date:
        return DAY + timedelta(days=place)
    return [ROWS + number for number in range(size)]


def _filled(blanks: Sequence[Any], values: Sequence[Any]) -> Values:
    """The values by their blanks; the last of a sequence fills what is left of its blanks."""
    filled: dict[Value, Value | None] = {}
    for blank, value in zip(blanks, values, strict=True):
        if isinstance(blank, list):
            filled |= zip_longest(blank, value, fillvalue=value[-1])
        else:
            filled[blank] = value
    return filled


def _adapted(value: Value | None) -> Any:
    """A value as Django gives it to the database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
