"""What an account said it would do."""

from datetime import date, datetime

from django.db.models import QuerySet

from kith.core.problems import Trouble
from kith.db.fit import storable
from kith.db.models import Promise, User, Voice


def promise(
    user: User, text: str, now: datetime, *, voice: Voice | None = None, due: date | None = None
) -> Promise:
    """Write down something the account said it would do, for somebody or at large.

    Raises Trouble("promise-empty") where nothing is said.
    """
    said = _said(text)
    return Promise.objects.create(owner=user, voice=voice, text=said, due_on=due, made_at=now)


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
    return bool(_open(promise).update(kept_at=now))


def release(promise: Promise, now: datetime) -> bool:
    """It is no longer to be done; whether it was open until now."""
    return bool(_open(promise).update(released_at=now))


def reopen(promise: Promise) -> None:
    """Undo `keep` and `release`."""
    Promise.objects.filter(pk=promise.pk).update(kept_at=None, released_at=None)


def _open(promise: Promise) -> QuerySet[Promise]:
    return Promise.objects.filter(pk=promise.pk, kept_at=None, released_at=None)
