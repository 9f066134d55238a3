"""What is worth an account's time, and why: asked of core.judgement, remembered between requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kith.core.judgement.features import Features
from kith.db.models import User


@dataclass(frozen=True, slots=True)
class Because:
    """One true reason: a code of core.judgement and what its words need (plain JSON)."""

    code: str
    params: Mapping[str, str | int | float | list[str] | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Also:
    """Another voice's telling of the same story, folded into the one that is shown."""

    entry: int
    title: str
    voice: int
    voice_name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One unread entry that Today may choose, with what it is worth and why."""

    entry: int
    title: str
    url: str
    voice: int
    voice_name: str
    at: datetime
    minutes: int
    kind: str  # "read", "listen" or "watch"
    value: float  # 0 to 1
    interest: int | None  # the one it is best for
    interest_name: str
    because: Sequence[Because]
    also: Sequence[Also]
    features: Features = field(repr=False, compare=False)  # for core.judgement.plan


def offers(user: User, now: datetime) -> list[Offer]:
    """The unread entries worth most to the account now, the best first; stories folded."""
    raise NotImplementedError((user, now))
