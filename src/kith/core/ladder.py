"""How far two have come, told from what was done, and the next natural step.

The stages are those of a learning network: somebody is noticed, then followed; a word is said; it
goes to and fro; something is made together. What was reached stays reached: whether a tie is warm
now is another question (`ties.grade`). A reader may know better, and their word stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kith.core.exchanges import DIRECTIONS, GIVEN, KINDS, MUTUAL, RECEIVED

NOTICED, FOLLOWING, CONNECTED = "noticed", "following", "connected"
CONVERSING, COLLABORATING = "conversing", "collaborating"
STAGES = (NOTICED, FOLLOWING, CONNECTED, CONVERSING, COLLABORATING)
_TO_AND_FRO = 3  # spoken exchanges, of both, make a conversation; one meeting does as well

# What a stage rests on.
FACTS = ("nothing-yet", "followed", "given", "received", "both", "met", "made-together", "own-word")


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage and the fact it rests on."""

    stage: str  # of STAGES
    fact: str  # of FACTS
    times: int = 0  # how often, where the fact counts something
    derived: str = ""  # the stage that what was done gives, where the reader's word is another

    @property
    def height(self) -> int:
        """0 for noticed, 4 for collaborating."""
        return STAGES.index(self.stage)


@dataclass(frozen=True, slots=True)
class Acts:
    """What the ladder looks at, of one voice."""

    followed: bool = False
    given: int = 0  # spoken exchanges; mutual ones are in both
    received: int = 0
    exchanges: int = 0  # spoken ones in all
    meetings: int = 0
    collaborations: int = 0


def acts(counted: Mapping[tuple[str, str], int], *, followed: bool) -> Acts:
    """Out of how often each kind went each way (an `exchanges.Tally`, of all times)."""

    def times(kinds: Iterable[str], directions: Iterable[str]) -> int:
        wanted = {(kind, direction) for kind in kinds for direction in directions}
        return sum(n for key, n in counted.items() if key in wanted)

    spoken = [kind.code for kind in KINDS.values() if kind.spoken]
    return Acts(
        followed=followed,
        given=times(spoken, (GIVEN, MUTUAL)),
        received=times(spoken, (RECEIVED, MUTUAL)),
        exchanges=times(spoken, DIRECTIONS),
        meetings=times(["meeting"], DIRECTIONS),
        collaborations=times(["collaboration"], DIRECTIONS),
    )


def rung(known: Acts, own: str = "") -> Rung:
    """The stage that the acts give; `own` is the reader's word for it and goes before them."""
    found = _derived(known)
    if own and own != found.stage:
        return Rung(own, "own-word", derived=found.stage)
    return found


def _derived(known: Acts) -> Rung:
    if known.collaborations:
        return Rung(COLLABORATING, "made-together", known.collaborations)
    if known.meetings:
        return Rung(CONVERSING, "met", known.meetings)
    if known.given and known.received:
        stage = CONVERSING if known.exchanges >= _TO_AND_FRO else CONNECTED
        return Rung(stage, "both", known.exchanges)
    if known.given:
        return Rung(CONNECTED, "given", known.given)
    if known.received:
        return Rung(CONNECTED, "received", known.received)
    return Rung(FOLLOWING, "followed") if known.followed else Rung(NOTICED, "nothing-yet")


@dataclass(frozen=True, slots=True)
class Step:
    """What would come next by itself. Never a duty."""

    code: str  # of STEPS
    towards: str  # the stage it leads to, or keeps


# Code -> what it asks for. People meet and make things; one takes part in a community, and comments
# on a publication.
STEPS: Mapping[str, str] = {
    "follow": "hear what they say",
    "say-hello": "a first word on something they wrote",
    "reply": "a word back: they spoke to the reader, who did not yet",
    "ask": "one small question: it is easier to answer than praise",
    "go-on": "another word, for it went both ways",
    "meet": "half an hour together",
    "make-together": "something small, made by both",
    "credit": "say in public what they brought",
    "take-part": "a first word in a community",
    "answer-there": "answer a question in a community",
    "comment": "a comment on what a publication brought",
}


def next_step(known: Acts, at: Rung, kind: str = "person") -> Step:
    """The next natural step with a voice of this kind (person, community, publication)."""
    if at.stage == NOTICED:
        return Step("follow", FOLLOWING)
    if kind == "community":
        if at.stage == FOLLOWING:
            return Step("take-part", CONNECTED)
        return Step("answer-there", max(at.stage, CONVERSING, key=STAGES.index))
    if kind == "publication":
        return Step("comment", max(at.stage, CONNECTED, key=STAGES.index))
    return _with_a_person(known, at)


def _with_a_person(known: Acts, at: Rung) -> Step:
    if at.stage == FOLLOWING:
        return Step("say-hello", CONNECTED)
    if at.stage == CONNECTED:
        if known.received and not known.given:
            return Step("reply", CONVERSING)
        return Step("go-on" if known.received else "ask", CONVERSING)
    if at.stage == CONVERSING:
        return Step("make-together" if known.meetings else "meet", COLLABORATING)
    return Step("credit", COLLABORATING)


@dataclass(frozen=True, slots=True)
class Ground:
    """Whether a question would fall on prepared ground: connect, contribute, converse, request."""

    connected: bool  # a word was said
    contributed: bool  # the reader gave something
    conversed: bool  # it went to and fro

    @property
    def prepared(self) -> bool:
        """Whether nothing is missing."""
        return self.connected and self.contributed and self.conversed


def ground(counted: Mapping[tuple[str, str], int]) -> Ground:
    """Out of how often each kind went each way, of all times. To ask is not to contribute."""
    known = acts(counted, followed=True)
    gifts = [code for code, kind in KINDS.items() if kind.spoken and kind.weight > 0]
    gave = any(counted.get((kind, way), 0) for kind in gifts for way in (GIVEN, MUTUAL))
    return Ground(known.exchanges > 0, gave, known.given > 0 and known.received > 0)
