"""Acts of one account that may not happen at the same time."""

from datetime import timedelta

from kith.db.models import User

AT_ONCE = timedelta(seconds=10)  # the same said twice within these is one: a double click


def one_at_a_time(*owners: int) -> None:
    """Wait for whatever else of these accounts asked for this; until the transaction ends.

    To be called before any other row is locked, and for all accounts at once: who waits for several
    waits in the order of their numbers, so that no two wait for each other.
    """
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=owners).order_by("pk")
    list(rows.values_list("pk", flat=True))
