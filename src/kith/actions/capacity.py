"""How many voices an account makes room for."""

from kith.actions import preferences
from kith.core import capacity
from kith.core.capacity import Capacity
from kith.db.models import User


def choose(user: User, wished: Capacity) -> None:
    """From now on; who is there already stays, and trials that began are as long as they were."""
    preferences.remember(user, capacity=capacity.written(wished))
