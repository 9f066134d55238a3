"""What is known of a question before anybody is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kith.core.exchanges import Tally
from kith.core.ladder import Ground
from kith.queries.searching import Found


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry that is on the question."""

    entry: int
    title: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to ask, and the facts that speak for it."""

    voice: int
    name: str
    kind: str
    role: str  # of core.judgement.asking.ROLES
    near: bool  # whether the tie is close or warm
    pieces: int  # entries on the question
    last: Piece | None  # the newest of them
    nearest: Piece | None  # the one most like it
    passed_about: str  # what an exchange about it was about
    noted: bool  # whether the account's own words on them name it
    tally: Tally  # what passed, of all times
    ground: Ground


@dataclass(frozen=True, slots=True)
class Before:
    """A question of the account's own that was alike."""

    question: int
    text: str
    outcome: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Network:
    """What the network already said about a question, and whom to ask."""

    words: Sequence[str]  # of the question, the rarest in what is most like it
    said: Sequence[Found]  # what is most like it first
    before: Sequence[Before]
    people: Sequence[Person]
