"""What is to become of a new voice, once its trial is over."""

from collections.abc import Iterator
from datetime import timedelta

from kith.queries import review
from kith.queries.judging import Because
from kith.queries.review import Reviewed
from kith.queries.steps.acquainted import brought_up
from kith.queries.steps.kinds import Around, Candidate

VALUE = 0.55
MOST = 3
PAUSE = timedelta(days=7)  # before the same voice is brought up again without a decision


def find(around: Around) -> Iterator[Candidate]:
    """The voices whose trial is over, the longest waiting first."""
    known = brought_up(around, "trial", PAUSE)
    waiting = review.trials_over(around.user, around.now)
    for voice in review.some(
        around.user, [pk for pk in waiting if pk not in known][:MOST], around.now
    ):
        yield Candidate(
            subject=f"trial:{voice.voice}",
            title=voice.name,
            minutes=1,
            value=VALUE,
            because=[_reason(voice)],
            voice=voice.voice,
        )


def _reason(voice: Reviewed) -> Because:
    assert voice.trial_until
    brought = voice.evidence
    facts = {"offered": brought.offered, "opened": brought.opened, "kept": brought.kept}
    return Because("trial-over", {"at": voice.trial_until.isoformat(), **facts})
