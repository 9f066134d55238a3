"""What is told of entries that were judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kith.core.judgement.features import Features

IN_SESSION = "in-session"  # of `Why.not_now`

Param = str | int | float | list[str] | None


@dataclass(frozen=True, slots=True)
class Because:
    """One true reason: a row of queries.because and what its words need (plain JSON)."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)


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
    value: float  # 0 and up; above 1 only for trusted voices
    interest: int | None  # the one it is best for
    interest_name: str
    because: Sequence[Because]
    also: Sequence[Also]
    features: Features = field(repr=False, compare=False)  # for core.judgement.plan
    redundancy: float = 0.0  # 0 (new) to 1 (read before)
    rare: bool = False  # whether its voice hardly ever speaks


@dataclass(frozen=True, slots=True)
class Kept:
    """A piece that was kept or read, named because an entry is close to it."""

    entry: int
    title: str
    at: datetime  # when it was kept or read


@dataclass(frozen=True, slots=True)
class Part:
    """What one signal did to an entry: raised or lowered it, and how much."""

    signal: str
    strength: int  # 1 a little, 2 clearly, 3 strongly
    raised: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why an entry stands where it stands, in the order in which it is said."""

    entry: int
    title: str
    voice: int
    voice_name: str
    interest: int | None
    interest_name: str
    because: Sequence[Because]  # what speaks for it
    parts: Sequence[Part]  # the weightiest first
    nearest: Kept | None  # of what was kept
    read: Kept | None  # what was read before and is close to it
    place: int  # among `of`, 1 for the first; 0 where it is not among them
    of: int  # unread entries that were judged
    not_now: Sequence[Because]  # why it is not in today's session; empty where it could be

    @property
    def in_session(self) -> bool:
        """Whether it is in today's session, which is then all that `not_now` says."""
        return any(one.code == IN_SESSION for one in self.not_now)


@dataclass(frozen=True, slots=True)
class Figures:
    """A voice in the light of what its reader did with it."""

    offered: int
    opened: int
    kept: int
    minutes: int
    new: int | None  # percent of its posts that said something new; None below 8 posts
    returns: int  # of its last posts, how many return to what was written before
    last: int  # posts that were compared; 0 below 8
