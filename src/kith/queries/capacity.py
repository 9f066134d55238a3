"""How many voices an account makes room for."""

from kith.core import capacity
from kith.core.capacity import Capacity
from kith.db.models import User


def chosen(user: User) -> Capacity:
    """What the account chose."""
    return capacity.read(user.preferences.get("capacity"))
