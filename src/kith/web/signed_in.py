"""Who is signed in: Django's sessions in the database and its accounts, read in fewer steps.

Every page asks for both, so their SQL is written once. Nothing is remembered between requests:
whoever signs out is out.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from kith.db import prepared
from kith.db.models import User


class SessionStore(db.SessionStore):
    """A session in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = _open_session.first(self.session_key or "", timezone.now())
        if found is None:
            self._session_key = None
        return found


class Accounts(ModelBackend):
    """Accounts with a password."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session, unless it was closed."""
        user = _account.first(int(user_id))
        return user if self.user_can_authenticate(user) else None


@prepared.query
def _open_session(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


@prepared.query
def _account(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
