"""A search index that is empty when a test begins."""

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def _nothing_to_find(request: pytest.FixtureRequest) -> None:
    """What empties the tables between tests does not know the search index of SQLite."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db")
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")
