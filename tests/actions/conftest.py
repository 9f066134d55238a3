"""What tests of actions share."""

import pytest
from django.db import connection


@pytest.fixture
def nothing_to_find(transactional_db: None) -> None:  # noqa: ARG001
    """What empties the tables between tests does not know the search index of SQLite."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")
