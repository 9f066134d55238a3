"""Read, listen, watch: the unread entries that are worth most to this reader."""

from collections.abc import Iterator

from kith.queries.judging import Because, Offer
from kith.queries.steps.kinds import Around, Candidate


def read(around: Around) -> Iterator[Candidate]:
    """Texts."""
    return _of(around, "read")


def listen(around: Around) -> Iterator[Candidate]:
    """What can be heard."""
    return _of(around, "listen")


def watch(around: Around) -> Iterator[Candidate]:
    """What can be seen."""
    return _of(around, "watch")


def _of(around: Around, kind: str) -> Iterator[Candidate]:
    return (_candidate(one) for one in around.offers if one.kind == kind)


def doubt(value: float) -> float:
    """How uncertain it is whether something is wanted: most where it may as well be as not."""
    chance = min(max(value, 0.0), 1.0)
    return 4 * chance * (1 - chance)


def _candidate(offer: Offer) -> Candidate:
    return Candidate(
        subject=f"entry:{offer.entry}",
        title=offer.title,
        minutes=offer.minutes,
        value=offer.value,
        doubt=doubt(offer.value),
        because=offer.because,  # found when it is asked for
        also=list(dict.fromkeys(one.voice_name for one in offer.also)),
        otherwise=[Because("unread", {"voice": offer.voice_name, "at": offer.at.isoformat()})],
        entry=offer.entry,
        voice=offer.voice,
        interest=offer.interest,
        rare=offer.rare,
        features=offer.features,
    )
