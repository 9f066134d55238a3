"""Bring the tables up to date."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending() -> int:
    """How many migrations have not been run."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Run the migrations that have not been run; quick where there are none."""
    if pending():
        call_command("migrate", verbosity=0, interactive=False)
