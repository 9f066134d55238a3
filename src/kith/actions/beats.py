"""Signs of life of the loops."""

from datetime import datetime

from kith.db.models import Beat


def beat(name: str, facts: dict[str, object], now: datetime) -> None:
    """Say that a loop is alive."""
    Beat.objects.update_or_create(name=name, defaults={"at": now, "facts": facts})
