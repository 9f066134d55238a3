"""Bring the tables up to date."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

if sys.platform != "win32":
    import fcntl

_LOCK = 0x4B697468  # "Kith"


def pending() -> int:
    """How many migrations have not been run."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Run the migrations that have not been run; quick where there are none.

    Of several processes that start at the same time, one runs them and the others wait.
    """
    if pending():
        with _alone():
            if pending():
                call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    if sys.platform == "win32":
        yield
        return
    place = Path(f"{connection.settings_dict['NAME']}.lock")
    with place.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
        place.unlink(missing_ok=True)
