"""What could be given to somebody now: something concrete, out of what is known.

Each gift rests on one fact and is gone without it. What was asked of the reader comes first, then
thanks that were never said, then what they ask everybody, then what takes a little attention: two
who speak of the same, a piece, a mention. One of each kind, so that it is a choice and no list of
duties.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from kith.core.exchanges import GIVEN, MUTUAL, RECEIVED
from kith.core.voices import PERSON, PUBLICATION

MOST = 3
THANKED_WITHIN = timedelta(days=180)  # thanks for what is older come out of the blue
PIECE_WITHIN = timedelta(days=365)
USED = 2  # pieces kept, or passages highlighted in one, from which on there is something to credit

ASKED_YOU, THANKS, ANSWER = "asked-you", "thanks", "answer"
INTRODUCE, PIECE, CREDIT = "introduce", "piece", "credit"
KINDS = (ASKED_YOU, THANKS, ANSWER, INTRODUCE, PIECE, CREDIT)  # in the order in which they come

_HELP = frozenset({"answer", "introduction", "help", "feedback"})
_BACK = {"answer", "reply", "message", "meeting", "help"}  # what settles a question


@dataclass(frozen=True, slots=True)
class Passed:
    """One exchange with them."""

    number: int
    kind: str  # of core.exchanges
    direction: str
    at: datetime
    about: str = ""
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A piece of the reader's that is close to a text of theirs."""

    entry: int
    title: str
    at: datetime  # when it was kept, highlighted or noted
    how: str  # "kept", "highlighted", "noted"
    likeness: float
    to: int = 0  # the entry of theirs it is close to; 0: to what they are said to know
    to_title: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question they put to everybody, open as far as is known."""

    entry: int
    title: str
    at: datetime
    known: Known | None = None  # what tells that the reader could answer


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else the reader knows, with what the two have in common."""

    voice: int
    name: str
    likeness: float  # 1 for a topic that both are said to know
    topic: str = ""  # that both are said to know; or else what each wrote:
    theirs: int = 0  # an entry of whom the gift is for
    others: int = 0  # an entry of the other
    acquainted: bool = False  # the two know of each other, as far as is recorded


@dataclass(frozen=True, slots=True)
class Used:
    """A piece of theirs that the reader kept."""

    entry: int
    title: str
    at: datetime  # when it was kept
    passages: int = 0  # highlighted in it


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one voice, as far as gifts look at it."""

    kind: str  # of the voice: "person", "community" or "publication"
    passed: tuple[Passed, ...] = ()
    asked: tuple[Asked, ...] = ()
    pieces: tuple[Known, ...] = ()  # none that they published themselves
    others: tuple[Other, ...] = ()
    used: tuple[Used, ...] = ()
    thanks_owed: bool = False  # some wait already


Fact = Passed | Asked | Known | Other | Used
_AFact = TypeVar("_AFact", bound=Fact)


@dataclass(frozen=True, slots=True)
class Gift:
    """One thing that could be given, and the fact it rests on."""

    kind: str  # of KINDS
    fact: Fact


def gifts(facts: Facts, now: datetime, most: int = MOST) -> list[Gift]:
    """What could be given, the most natural first; `most` of them, none of them made up."""
    found: list[Gift] = []
    for kind in KINDS:
        fact = _FIND[kind](facts, now)
        if fact is not None and len(found) < most:
            found.append(Gift(kind, fact))
    return found


def _asked_you(facts: Facts, now: datetime) -> Passed | None:
    """The latest question of theirs after which nothing came from the reader."""
    said = max((one.at for one in facts.passed if _gave(one) and one.kind in _BACK), default=None)
    asked = [
        one
        for one in facts.passed
        if (one.kind, one.direction) == ("question", RECEIVED)
        and now - one.at <= THANKED_WITHIN
        and (said is None or one.at > said)
    ]
    return max(asked, key=lambda one: (one.at, one.number), default=None)


def _gave(one: Passed) -> bool:
    return one.direction in (GIVEN, MUTUAL)


def _unthanked(facts: Facts, now: datetime) -> Passed | None:
    """The latest help after which no thanks were said."""
    if facts.thanks_owed:
        return None
    thanked = max(
        (one.at for one in facts.passed if one.kind == "thanks" and _gave(one)), default=None
    )
    helped = [
        one
        for one in facts.passed
        if one.kind in _HELP
        and one.direction == RECEIVED
        and now - one.at <= THANKED_WITHIN
        and (thanked is None or one.at > thanked)
    ]
    return max(helped, key=lambda one: (one.at, one.number), default=None)


def _answerable(facts: Facts, _now: datetime) -> Asked | None:
    """The question of which the reader knows most."""
    known = [one for one in facts.asked if one.known]
    return _best(known, lambda one: one.known.likeness if one.known else 0)


def _introduction(facts: Facts, _now: datetime) -> Other | None:
    """Of those they do not know, whoever has most in common with them. Who introduces two knows
    both.
    """
    if facts.kind != PERSON or not facts.passed:
        return None
    return _best([one for one in facts.others if not one.acquainted], lambda one: one.likeness)


def _piece(facts: Facts, now: datetime) -> Known | None:
    """The piece closest to what they write or know that was not given before. A publication does
    not ask for any.
    """
    if facts.kind == PUBLICATION:
        return None
    given = {one.entry for one in facts.passed if _gave(one) and one.entry}
    fresh = [one for one in facts.pieces if one.entry not in given and now - one.at <= PIECE_WITHIN]
    return _best(fresh, lambda one: one.likeness)


def _credit(facts: Facts, _now: datetime) -> Used | None:
    """The piece of theirs that was used most, and not passed on before."""
    given = {one.entry for one in facts.passed if one.kind in ("share", "boost") and _gave(one)}
    used = [one for one in facts.used if one.entry not in given]
    best = _best(used, lambda one: one.passages)
    return best if best and (best.passages >= USED or len(used) >= USED) else None


def _best(found: Iterable[_AFact], worth: Callable[[_AFact], float]) -> _AFact | None:
    """The best; of equals the first given."""
    return max(found, key=lambda one: round(worth(one), 6), default=None)


_FIND: Mapping[str, Callable[[Facts, datetime], Fact | None]] = {
    ASKED_YOU: _asked_you,
    THANKS: _unthanked,
    ANSWER: _answerable,
    INTRODUCE: _introduction,
    PIECE: _piece,
    CREDIT: _credit,
}
