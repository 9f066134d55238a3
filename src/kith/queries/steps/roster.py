"""Look through the roster, once a quarter."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext

from kith.db.models import Decision, Step, Voice
from kith.queries import review
from kith.queries.judging import Because
from kith.queries.steps.kinds import Around, Candidate

VALUE = 0.6
MINUTES = 3  # a few voices; one may go on for as long as one likes
QUARTER = timedelta(days=91)
PAUSE = timedelta(days=7)  # before it is brought up again without having been done
FEW = 10  # voices that are not worth a look through, decisions that were one


def find(around: Around) -> Iterator[Candidate]:
    """The look through, unless there was one within a quarter, or there are few to look at."""
    if _is_new(around) or _was_done(around) or _was_put_off(around):
        return
    waiting, unread = review.to_look_at(around.user, around.now)
    if waiting >= FEW:
        yield Candidate(
            subject="roster",
            title=gettext("your roster"),
            minutes=MINUTES,
            value=VALUE,
            because=[Because("roster-due", {"n": waiting, "unread": unread})],
        )


def _is_new(around: Around) -> bool:
    """Whether nobody has been heard for as long as a quarter."""
    before = Voice.objects.filter(owner=around.user, created_at__lte=around.now - QUARTER)
    return not before.exists()


def _was_done(around: Around) -> bool:
    since = around.now - QUARTER
    done = _steps(around).filter(state=Step.State.DONE, changed_at__gte=since)
    decided = Decision.objects.filter(owner=around.user, undone_at=None, at__gte=since)
    return done.exists() or decided[:FEW].count() >= FEW


def _was_put_off(around: Around) -> bool:
    return _steps(around).filter(changed_at__gte=around.now - PAUSE).exists()


def _steps(around: Around) -> QuerySet[Step]:
    return Step.objects.filter(session__owner=around.user, verb="roster")
