"""What is worth an account's time, and why: asked of core.judgement, kept between requests."""

from datetime import datetime

from kith.db.models import User
from kith.queries.judging.shapes import Also, Because, Figures, Kept, Offer, Part, Why

__all__ = ["Also", "Because", "Figures", "Kept", "Offer", "Part", "Why", "offers"]


def offers(user: User, now: datetime) -> list[Offer]:
    """The unread entries worth most to the account now, the best first; stories folded."""
    raise NotImplementedError((user, now))
