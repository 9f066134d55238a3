"""Hosts for every test of rounds."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.worker.places import Places, running


@pytest.fixture(scope="session")
def _all_places() -> Iterator[Places]:
    with running() as found:
        yield found


@pytest.fixture(autouse=True)
def _nothing_to_find(request: pytest.FixtureRequest) -> None:
    """What empties the tables between tests does not know the search index of SQLite."""
    if "transactional_db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db")
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")


@pytest.fixture
def places(_all_places: Places) -> Places:
    """A thread in which new hosts can be had."""
    _all_places.at_a_time = _all_places.most_at_a_time = 0
    return _all_places
