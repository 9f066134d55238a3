"""What an account prefers: one JSON value, of which each writer changes its own part."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from kith.db.models import User


def remember(user: User, **told: Any) -> None:
    """Write parts of the preferences; what others wrote meanwhile stays.

    `user` may have been read long ago: it is brought up to date.
    """
    _write(user, lambda now: {**now, **told})


def forget(user: User, name: str) -> None:
    """Take a part of the preferences away."""
    _write(user, lambda now: {key: value for key, value in now.items() if key != name})


@transaction.atomic
def _write(user: User, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    row = User.objects.select_for_update(no_key=True).only("preferences").get(pk=user.pk)
    user.preferences = row.preferences = change(row.preferences)
    row.save(update_fields=["preferences"])
