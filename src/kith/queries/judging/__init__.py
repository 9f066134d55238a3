"""What is worth an account's time, and why: asked of core.judgement, kept between requests."""

from kith.queries.judging import closeness, desk, fitted, spaces
from kith.queries.judging import figures as sums
from kith.queries.judging.figures import figures, repetition
from kith.queries.judging.profile import profile
from kith.queries.judging.progress import is_understood, looked_through
from kith.queries.judging.reader import TUNED, since, tuning
from kith.queries.judging.shapes import Also, Because, Figures, Kept, Offer, Part, Why
from kith.queries.judging.spaces import space
from kith.queries.judging.telling import Told, best_interests, offers, tell
from kith.queries.judging.whys import why

__all__ = [
    "TUNED",
    "Also",
    "Because",
    "Figures",
    "Kept",
    "Offer",
    "Part",
    "Told",
    "Why",
    "best_interests",
    "closeness",
    "figures",
    "forget",
    "is_understood",
    "looked_through",
    "offers",
    "profile",
    "repetition",
    "since",
    "space",
    "tell",
    "tuning",
    "why",
]


def forget() -> None:
    """Forget all that is kept between questions, for tests."""
    desk.forget()
    fitted.forget()
    spaces.forget()
    sums.forget()
