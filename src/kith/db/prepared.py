"""Queries whose SQL is written once and then asked with other values.

Django takes many times as long to write the SQL of a list as the database to answer it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, update_wrapper
from inspect import signature
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, get_related_populators

Value = int | str | date
Values = Mapping[Value, Value | None]
Object = TypeVar("Object", bound=Model)
Row = TypeVar("Row")
P = ParamSpec("P")

# Stand for values while the SQL is written; nothing else in a query is equal to one of them.
OWNER, ROW, OTHER = 9_150_000_000_000_000_001, 9_150_000_000_000_000_002, 9_150_000_000_000_000_003
ROWS = 9_150_000_000_000_001_000  # and those that follow: one each for any number of rows
MOMENT = datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
DAY = date(1, 2, 3)
WORDS = "\ue000 words \ue001"


class Prepared:
    """The SQL of a `values_list`, with blanks where other values may stand."""

    def __init__(self, rows: QuerySet[Any, Any], blanks: Sequence[Value]) -> None:
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, params = compiler.as_sql()
        self.params = list(params)
        self.places = [
            (place, blank)
            for blank in blanks
            for place, param in enumerate(self.params)
            if param == _adapted(blank)
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


class PreparedObjects(Generic[Object]):
    """The SQL of a query for objects, with what it selects beside them."""

    def __init__(self, objects: QuerySet[Object], blanks: Sequence[Value]) -> None:
        self.prepared = Prepared(objects, blanks)
        compiler = self.prepared.compiler
        held = compiler.klass_info
        fields = held["select_fields"]
        self.model: type[Object] = held["model"]
        self.columns = slice(fields[0], fields[-1] + 1)
        self.names = [column[0].target.attname for column in compiler.select[self.columns]]
        # As a QuerySet does; the types are those of a later Django.
        given: Any = (held, compiler.select, DEFAULT_DB_ALIAS)
        self.beside = get_related_populators(*given)

    def all(self, values: Values) -> list[Object]:
        """All objects, with `values` in the place of their blanks."""
        found = []
        for row in self.prepared.rows(values):
            one = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.columns])
            for each in self.beside:
                each.populate(row, one)
            found.append(one)
        return found

    def first(self, values: Values) -> Object | None:
        """The first of them."""
        return next(iter(self.all(values)), None)


class query(Generic[P, Row]):  # noqa: N801 (a decorator)
    """A function that builds a query, as one that answers it: what it is called with fills blanks.

    Its parameters are annotated as int (a number of a row), str, datetime or date, and are values in
    the query, nothing else: it is built once, with others in their place. Returns objects, or what
    its `values_list` says.
    """

    def __init__(self, build: Callable[P, QuerySet[Any, Row]]) -> None:
        update_wrapper(self, build)
        self._build: Callable[..., QuerySet[Any, Row]] = build
        parameters = signature(build).parameters.values()
        self._blanks = [_BLANKS[each.annotation](n) for n, each in enumerate(parameters)]

    def __call__(self, *values: P.args, **named: P.kwargs) -> list[Row]:
        """All that it finds. Takes no named values."""
        return cast(list[Row], self._written[1](self._filled(values, **named)))

    def count(self, *values: P.args, **named: P.kwargs) -> int:
        """How many rows it finds."""
        return self._written[0].count(self._filled(values, **named))

    def _filled(self, values: Sequence[Any]) -> Values:
        return dict(zip(self._blanks, values, strict=True))

    @cached_property
    def _written(self) -> tuple[Prepared, Callable[[Values], Any]]:
        rows = self._build(*self._blanks)
        kind = rows._iterable_class
        if issubclass(kind, ModelIterable):
            objects = PreparedObjects(rows, self._blanks)
            return objects.prepared, objects.all
        found = Prepared(rows, self._blanks)
        if issubclass(kind, FlatValuesListIterable):
            return found, lambda values: [value for (value,) in found.rows(values)]
        return found, found.rows


_BLANKS: Mapping[Any, Callable[[int], Value]] = {
    int: lambda n: ROW + 100 + n,
    str: lambda n: f"{WORDS}{n}",
    datetime: lambda n: MOMENT + timedelta(hours=n),
    date: lambda n: DAY + timedelta(days=n),
}


def _adapted(value: Value | None) -> Any:
    """A value as Django gives it to the database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
