"""A question that the reader can answer: put to everybody, unanswered, close to what they kept."""

from collections.abc import Iterator

from kith.core.judgement.features import Features
from kith.queries import open_questions
from kith.queries.judging import Because, closeness
from kith.queries.judging.closeness import Near
from kith.queries.judging.shapes import Param
from kith.queries.open_questions import Question
from kith.queries.steps.kinds import Around, Candidate

MOST = 3
VALUE = 0.6
READING, ANSWERING = 3, 2  # minutes: for the question at the most, and for the answer


def find(around: Around) -> Iterator[Candidate]:
    """Open questions on what the reader kept, the best first; MOST at the most."""
    asked = open_questions.still_open(around.user, list(_sounding(around)), around.now)
    if not asked:
        return
    texts = closeness.features_of([one.entry for one in asked])
    near = closeness.near(texts, closeness.pieces(around.user))
    known = [one for one in asked if one.entry in near]
    for one in known[:MOST]:
        yield _candidate(one, texts[one.entry], near[one.entry])


def _sounding(around: Around) -> Iterator[int]:
    """What sounds like a question, the best first; also where another tells the same."""
    for offer in around.offers:
        titles = {offer.entry: offer.title} | {one.entry: one.title for one in offer.also}
        for entry, title in titles.items():
            if open_questions.sounds_asked(title):
                yield entry


def _candidate(asked: Question, text: Features, near: Near) -> Candidate:
    told: dict[str, Param] = {"voice": asked.voice_name, "at": asked.at.isoformat()}
    return Candidate(
        subject=f"answer:{asked.entry}",
        title=asked.title,
        minutes=min(asked.minutes, READING) + ANSWERING,
        value=VALUE,
        because=[Because("asked", told), closeness.because(asked.entry, near)],
        entry=asked.entry,
        voice=asked.voice,
        features=text,  # so that it is not read as well
    )
