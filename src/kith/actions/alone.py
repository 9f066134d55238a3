"""Acts of one account that may not happen at the same time."""

from datetime import timedelta

from kith.db.models import User

AT_ONCE = timedelta(seconds=10)  # the same said twice within these is one: a double click


def one_at_a_time(owner: int) -> None:
    """Wait for whatever else of this account asked for this; until the transaction ends."""
    User.objects.select_for_update(no_key=True).get(pk=owner)
