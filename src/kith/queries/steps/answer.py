"""A question that the reader can answer: put to everybody, unanswered, close to what they kept."""

from collections.abc import Iterator
from datetime import timedelta

from kith.queries import open_questions
from kith.queries.judging import Because, Offer, closeness
from kith.queries.judging.closeness import Near
from kith.queries.open_questions import Question
from kith.queries.steps.kinds import Around, Candidate

FRESH = timedelta(days=30)  # after which an answer comes late
MOST = 3
ANSWERING = 3  # minutes, beside those of reading it


def find(around: Around) -> Iterator[Candidate]:
    """Open questions on what the reader kept, the best first; MOST at the most."""
    offers = {
        one.entry: one
        for one in around.offers
        if one.at >= around.now - FRESH and open_questions.sounds_asked(one.title)
    }
    asked = open_questions.still_open(around.user, list(offers), around.now)
    if not asked:
        return
    features = {one.entry: offers[one.entry].features for one in asked}
    near = closeness.near(features, closeness.pieces(around.user))
    known = [one for one in asked if one.entry in near]
    for one in known[:MOST]:
        yield _candidate(offers[one.entry], one, near[one.entry])


def _candidate(offer: Offer, asked: Question, near: Near) -> Candidate:
    return Candidate(
        subject=f"answer:{offer.entry}",
        title=offer.title,
        minutes=min(offer.minutes, 3) + ANSWERING,
        value=min(offer.value, 1.0),
        because=[
            Because("asked", {"voice": asked.voice_name, "at": offer.at.isoformat()}),
            closeness.because(offer.entry, near),
        ],
        entry=offer.entry,
        voice=offer.voice,
        features=offer.features,  # so that it is not read as well
    )
