"""Why something could be given: the fact as a reason, for queries.because_people to word."""

from collections.abc import Iterator

from kith.core import gifts
from kith.core.gifts import Asked, Gift, Known, Other, Passed, Used
from kith.queries.judging import Because, closeness
from kith.queries.judging.shapes import Param
from kith.queries.judging.telling import titled


def because(gift: Gift) -> Iterator[Because]:
    """The reasons of a gift; without the fact they name it would not be there."""
    match gift.fact:
        case Passed() as fact:
            yield _passed(gift.kind, fact)
        case Asked() as fact:
            yield Because("asked-by-them", {"at": fact.at.isoformat()})
            if fact.known:
                yield Because("near-kept", _piece(fact.known, fact.entry))
        case Known() as fact:
            yield Because("near-theirs", _piece(fact, fact.to) | {"theirs": fact.to_title})
        case Other() as fact:
            yield _in_common(fact)
        case Used() as fact:
            yield Because("used", {"at": fact.at.isoformat(), "passages": fact.passages})


def _passed(kind: str, fact: Passed) -> Because:
    code = "asked-you" if kind == gifts.ASKED_YOU else "unthanked"
    return Because(code, {"kind": fact.kind, "at": fact.at.isoformat()})


def _piece(known: Known, to: int) -> dict[str, Param]:
    terms = closeness.shared(to, known.entry) if to else []
    at = known.at.isoformat()
    return {"title": known.title, "at": at, "how": known.how, "terms": terms}


def _in_common(fact: Other) -> Because:
    if fact.topic:
        return Because("both-know", {"topic": fact.topic})
    terms = closeness.shared(fact.theirs, fact.others)
    titles: dict[str, Param] = {"one": titled(fact.theirs), "other": titled(fact.others)}
    return Because("both-write", titles | {"terms": terms})
