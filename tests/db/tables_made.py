"""What a database on SQLite holds once its migrations ran, as JSON; run by test_migrations.

Its argument says how it is made: "at once", or "step by step" up to a migration, the rest by Kith.
"""

import json
import sys

from kith.cli.start import set_up

set_up(migrate=False)

from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

from kith.db import upkeep  # noqa: E402

COLUMN = "name, type, [notnull], dflt_value, pk"


def step_by_step(last: str) -> None:
    """As a Kith did that did not know the way at once."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate([("db", last)])


def asked(sql: str) -> list[tuple[object, ...]]:
    """All rows of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def made() -> dict[str, object]:
    """Columns and keys of each table, without their order, and each index."""
    found: dict[str, object] = {}
    for kind, name, sql in asked("SELECT type, name, sql FROM sqlite_master ORDER BY type, name"):
        if kind == "table":
            columns = asked(f"SELECT {COLUMN} FROM pragma_table_info('{name}')")
            keys = asked(f"SELECT [from], [table] FROM pragma_foreign_key_list('{name}')")
            checks = str(sql).count("CHECK")
            found[str(name)] = [sorted(columns, key=str), sorted(keys, key=str), checks]
        elif kind == "index" and sql:
            found[str(name)] = sql
    return found


if sys.argv[1:]:
    step_by_step(sys.argv[1])
upkeep.migrate()
assert upkeep.pending() == 0
sys.stdout.write(json.dumps(made()))
