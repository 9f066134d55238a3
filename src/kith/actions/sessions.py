"""What can be done with a session and its steps, and each of it undone."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from kith.actions import deeds, planning, reading
from kith.core import spacing
from kith.db.fit import storable
from kith.db.models import Highlight, Mark, Review, Session, Step

LONGEST_LINE = 1000  # characters of a reflection
LONGEST_STAY = 3600  # seconds that one message of a page counts at the most


def start(session: Session, now: datetime) -> None:
    """Begin a session, or go on with it."""
    session.started_at = session.started_at or now
    session.state = Session.State.RUNNING
    session.save(update_fields=["started_at", "state"])


def pause(session: Session) -> None:
    """Leave it for a while."""
    if session.state == Session.State.RUNNING:
        session.state = Session.State.PAUSED
        session.save(update_fields=["state"])


def finish(session: Session, now: datetime, reflection: str = "") -> None:
    """Its end, with a line of reflection or without; what was not done expires."""
    planning.settle(session, now)
    session.state = Session.State.OVER
    session.started_at = session.started_at or now
    session.ended_at = session.ended_at or now
    session.reflection = storable(reflection, LONGEST_LINE) or session.reflection
    session.save(update_fields=["state", "started_at", "ended_at", "reflection"])


def spend(session: Session, step: Step | None, seconds: int) -> None:
    """Count time that a session, and perhaps one of its steps, was on the screen."""
    seconds = min(seconds, LONGEST_STAY)
    spent = F("seconds") + seconds
    Session.objects.filter(pk=session.pk).update(seconds=spent)
    if step:
        Step.objects.filter(pk=step.pk).update(seconds=spent)


@transaction.atomic
def done(step: Step, now: datetime) -> bool:
    """A step was done, with all that goes with it; of an entry that means that it was read.

    Whether it was not done before: a second time changes nothing.
    """
    told = {"state": Step.State.DONE, "changed_at": now}
    new = Step.objects.filter(pk=step.pk).exclude(state=Step.State.DONE).update(**told)
    step.refresh_from_db(fields=list(told))
    if not new:
        return False
    deeds.did(step, now)
    mark = _mark(step)
    if mark and mark.state == Mark.State.UNREAD:
        reading.set_state(mark, Mark.State.READ, now)
    return True


def not_now(step: Step, now: datetime) -> None:
    """Put a step aside for today; it may be chosen again another day."""
    _become(step, Step.State.NOT_NOW, now)


def not_for_me(step: Step, now: datetime) -> None:
    """Put a step aside for good; an entry is put away as not for this reader."""
    _become(step, Step.State.NOT_FOR_ME, now)
    mark = _mark(step)
    if mark:
        reading.not_for_me(mark, now)


def swap(step: Step, now: datetime) -> Step | None:
    """Take the next best step of the same group instead; None where there is none that fits."""
    found = planning.instead(step, now)
    if found is None:
        return None
    with transaction.atomic():
        _become(step, Step.State.SWAPPED, now)
        (row,) = planning.write(step.session, [found], step.order)
        row.instead_of = step
        row.save(update_fields=["instead_of"])
    return row


def take_back(step: Step, now: datetime) -> None:
    """Undo any of these: the step waits again, and what came instead of it goes."""
    before = step.state
    with transaction.atomic():
        step.swapped_for.filter(state=Step.State.WAITING).delete()
        if before == Step.State.DONE:
            deeds.undid(step, now)
        _become(step, Step.State.WAITING, now)
        mark = _mark(step)
        if mark and before == Step.State.NOT_FOR_ME:
            reading.for_me(mark, Mark.State.UNREAD)
        elif mark and before == Step.State.DONE and mark.opened_at is None:
            reading.set_state(mark, Mark.State.UNREAD, now)


def _become(step: Step, state: Step.State, now: datetime) -> None:
    step.state, step.changed_at = state, now
    step.save(update_fields=["state", "changed_at"])


def _mark(step: Step) -> Mark | None:
    """The mark on the entry that is to be read; a step that only speaks of one changes nothing."""
    if not step.subject.startswith("entry:"):
        return None
    return Mark.objects.filter(owner=step.session.owner_id, entry=step.entry_id).first()


def reflect(step: Step, words: str, now: datetime) -> None:
    """Write the line that a step asks for."""
    step.reflection = storable(words, LONGEST_LINE)
    step.save(update_fields=["reflection"])
    done(step, now)


def recall(step: Step, now: datetime, *, remembered: bool) -> None:
    """A highlight was recalled, or was not: it comes back accordingly."""
    if done(step, now) and step.highlight:
        review(step.highlight, now, remembered=remembered)


def review(highlight: Highlight, now: datetime, *, remembered: bool) -> Review:
    """Note a review; see core.spacing for when the next one is due."""
    last = Review.objects.filter(highlight=highlight).first()
    days = (now - last.reviewed_at).total_seconds() / 86400 if last else 0.0
    before = last.stability if last else None
    stability = spacing.stability(before, days, remembered=remembered)
    facts = {
        "owner_id": highlight.owner_id,
        "reviewed_at": now,
        "due_at": now + timedelta(days=spacing.interval(stability)),
        "stability": stability,
        "times": last.times + 1 if last else 1,
    }
    row, _ = Review.objects.update_or_create(highlight=highlight, defaults=facts)
    return row
