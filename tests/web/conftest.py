"""Three readers: whose things a page shows, whom they know, and who has no business there."""

import pytest
from django.test import Client

from kith.db.models import User
from tests.web import accounts


@pytest.fixture
def owner(db: None) -> User:  # noqa: ARG001
    """Whoever runs this Kith."""
    return accounts.owner()


@pytest.fixture
def ally(owner: User) -> User:  # noqa: ARG001
    """Somebody the owner invited."""
    return accounts.somebody("ally")


@pytest.fixture
def stranger(owner: User) -> User:  # noqa: ARG001
    """Somebody else with an account."""
    return accounts.somebody("stranger")


@pytest.fixture
def reader(owner: User) -> Client:
    """A browser signed in as the owner."""
    return accounts.at(owner)


@pytest.fixture
def other(stranger: User) -> Client:
    """A browser signed in as the stranger."""
    return accounts.at(stranger)
