"""Kinds of exchange, and give and take: what passed between a reader and their voices.

A kind weighs as much as what it asks of the giver. The weights say how far give and take are even;
they are never shown, and rank nobody. What is shown are the facts: how often, of which kind, which
way.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Direction = Literal["given", "received", "mutual"]
GIVEN: Direction = "given"  # by the reader
RECEIVED: Direction = "received"
MUTUAL: Direction = "mutual"  # a meeting is given by both, and received by both
DIRECTIONS: tuple[Direction, ...] = (GIVEN, RECEIVED, MUTUAL)

WITHIN = 90  # days that give and take look back


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of exchange."""

    code: str
    weight: float  # in give and take
    directions: tuple[Direction, ...] = (GIVEN, RECEIVED)  # the first is the usual one
    spoken: bool = True  # words went from one to the other; a boost and a like are none
    chat: bool = False  # happens only where talk is quick, whatever the channel


_ALL = (
    # An hour of somebody's knowledge, or of their standing with others.
    Kind("answer", 3),
    Kind("introduction", 3),
    Kind("help", 3),
    Kind("collaboration", 3, (MUTUAL,)),
    # Attention that was prepared.
    Kind("feedback", 2),
    Kind("meeting", 2, (MUTUAL,)),
    # A few sentences.
    Kind("comment", 1),
    Kind("reply", 1),
    Kind("share", 1),
    Kind("thanks", 1),
    # A word, a key.
    Kind("message", 0.5, (GIVEN, RECEIVED, MUTUAL)),
    Kind("boost", 0.5, spoken=False, chat=True),
    Kind("like", 0.1, spoken=False, chat=True),
    # To ask is neither to give nor to take: the answer is.
    Kind("question", 0),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _ALL}


def possible(kind: str, direction: str) -> bool:
    """Whether there is such a kind and it goes that way."""
    return kind in KINDS and direction in KINDS[kind].directions


@dataclass(frozen=True, slots=True)
class Act:
    """One exchange with one voice. `chat`: it happened where talk is quick (an account, a chat)."""

    kind: str  # of KINDS
    direction: str  # of its directions
    at: datetime
    chat: bool = False


Tally = Counter[tuple[str, str]]  # (kind, direction) -> how often


def tally(acts: Iterable[Act], now: datetime, days: int = WITHIN) -> Tally:
    """How often each kind went each way within these days. Tallies can be added."""
    since = now - timedelta(days=days)
    return Counter((act.kind, act.direction) for act in acts if since < act.at <= now)


@dataclass(frozen=True, slots=True)
class Fact:
    """Of one kind, how often it went which way: "answered you three times, you once"."""

    kind: str
    given: int
    received: int
    mutual: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Give and take with one voice, or with all of them."""

    facts: tuple[Fact, ...]  # what weighs most comes first
    out: float  # what was given, weighed; both for mutual exchanges
    into: float

    @property
    def share(self) -> float | None:
        """Of what passed, how much was given: 0 to 1, None where nothing passed."""
        whole = self.out + self.into
        return self.out / whole if whole else None

    @property
    def reciprocity(self) -> float | None:
        """0 where all went one way, 1 where it is even, None where nothing passed."""
        whole = self.out + self.into
        return 2 * min(self.out, self.into) / whole if whole else None


def balance(counted: Mapping[tuple[str, str], int]) -> Balance:
    """Give and take of a tally: share out / (out + in), reciprocity 2 min / (out + in).

    KeyError for a kind that is not in KINDS.
    """
    kinds = sorted({kind for kind, _ in counted}, key=lambda kind: (-KINDS[kind].weight, kind))
    facts = (
        Fact(kind, *(counted.get((kind, direction), 0) for direction in DIRECTIONS))
        for kind in kinds
    )
    told = tuple(fact for fact in facts if fact.given or fact.received or fact.mutual)
    out = sum(KINDS[fact.kind].weight * (fact.given + fact.mutual) for fact in told)
    into = sum(KINDS[fact.kind].weight * (fact.received + fact.mutual) for fact in told)
    return Balance(told, float(out), float(into))
