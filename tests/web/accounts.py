"""Accounts, and clients that are signed in as them."""

import itertools

from django.test import Client

from kith.actions import accounts, roster
from kith.actions.clock import utc_now
from kith.actions.roster import Speaking
from kith.db.models import User, Voice

PASSWORD = "a quiet corner by the window"
_numbers = itertools.count(1)


def owner() -> User:
    """The account of whoever runs this Kith, with a name."""
    user = accounts.owner(utc_now())
    user.name = "Maren"
    user.save()
    return user


def somebody(name: str = "somebody", password: str = PASSWORD) -> User:
    """One more account, invited by the owner."""
    secret = accounts.invite(owner(), utc_now())
    user = accounts.join(secret, f"{name}{next(_numbers)}", name.title(), password, utc_now())
    assert user
    return user


def at(user: User | None = None, *, csrf: bool = False) -> Client:
    """A browser, signed in as `user` where one is given."""
    client = Client(enforce_csrf_checks=csrf)
    if user:
        client.force_login(user)
    return client


def follows(user: User, address: str, name: str = "") -> Voice:
    """A voice of the user's that speaks at an address."""
    return roster.follow(user, [Speaking(address)], utc_now(), name=name).voice


def labelled(user: User, address: str, name: str, *labels: str) -> Voice:
    """The same, with labels."""
    return roster.follow(user, [Speaking(address)], utc_now(), name=name, labels=labels).voice
