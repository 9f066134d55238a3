"""Look through the roster, once a quarter."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext

from kith.db import prepared
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
    return not _known(around.user.pk, around.now - QUARTER)


def _was_done(around: Around) -> bool:
    since = around.now - QUARTER
    done = any(state == Step.State.DONE for state in _steps(around.user.pk, since))
    return done or _decided.count(around.user.pk, since) >= FEW


def _was_put_off(around: Around) -> bool:
    return bool(_steps(around.user.pk, around.now - PAUSE))


@prepared.query
def _known(owner: int, before: datetime) -> QuerySet[Voice, int]:
    rows = Voice.objects.filter(owner=owner, created_at__lte=before)
    return rows.values_list("pk", flat=True)[:1]


@prepared.query
def _steps(owner: int, since: datetime) -> QuerySet[Step, str]:
    rows = Step.objects.filter(session__owner=owner, verb="roster", changed_at__gte=since)
    return rows.values_list("state", flat=True)


@prepared.query
def _decided(owner: int, since: datetime) -> QuerySet[Decision, int]:
    rows = Decision.objects.filter(owner=owner, undone_at=None, at__gte=since)
    return rows.values_list("pk", flat=True)[:FEW]
