"""What an account said it would do."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from kith.actions.alone import AT_ONCE, one_at_a_time
from kith.core.problems import Trouble
from kith.db.fit import storable
from kith.db.models import Promise, User, Voice


@transaction.atomic
def promise(
    user: User, text: str, now: datetime, *, voice: Voice | None = None, due: date | None = None
) -> Promise:
    """Write down something the account said it would do, for somebody or at large.

    The same promised twice at once is one. Raises Trouble("promise-empty") where nothing is said.
    """
    told = {"owner": user, "voice": voice, "text": _said(text), "due_on": due}
    one_at_a_time(user.pk)
    just_made = Promise.objects.filter(**told, made_at__gt=now - AT_ONCE)
    return _open(just_made).first() or Promise.objects.create(**told, made_at=now)


def _said(text: str) -> str:
    said = storable(" ".join(text.split()), 1000)
    if not said:
        raise Trouble("promise-empty")
    return said


def reword(promise: Promise, text: str, due: date | None) -> None:
    """Say a promise anew, or by when."""
    promise.text, promise.due_on = _said(text), due
    promise.save(update_fields=["text", "due_on"])


def keep(promise: Promise, now: datetime) -> bool:
    """It was kept; whether it was open until now."""
    return bool(_open(_this(promise)).update(kept_at=now))


def release(promise: Promise, now: datetime) -> bool:
    """It is no longer to be done; whether it was open until now."""
    return bool(_open(_this(promise)).update(released_at=now))


def reopen(promise: Promise) -> None:
    """Undo `keep` and `release`."""
    _this(promise).update(kept_at=None, released_at=None)


def _this(promise: Promise) -> QuerySet[Promise]:
    return Promise.objects.filter(pk=promise.pk)


def _open(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    return rows.filter(kept_at=None, released_at=None)
