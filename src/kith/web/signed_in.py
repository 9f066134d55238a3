"""Who is signed in: Django's sessions in the database and its accounts, read in fewer steps.

Every page asks for both, so their SQL is written once. Nothing is remembered between requests:
whoever signs out is out.
"""

from functools import cache
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from kith.db import prepared
from kith.db.models import User
from kith.db.prepared import Prepared, Values


class SessionStore(db.SessionStore):
    """A session in the database."""

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key or ""
        values: Values = {prepared.WORDS: key, prepared.MOMENT: timezone.now()}
        for data, until in _open_session().rows(values):
            return Session(key, data, until)
        self._session_key = None
        return None


class Accounts(ModelBackend):
    """Accounts with a password."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session, unless it was closed."""
        for row in _account().rows({prepared.OWNER: int(user_id)}):
            user = User.from_db(None, _fields(), row)
            return user if self.user_can_authenticate(user) else None
        return None


@cache
def _open_session() -> Prepared:
    rows = Session.objects.filter(session_key=prepared.WORDS, expire_date__gt=prepared.MOMENT)
    columns = rows.values_list("session_data", "expire_date")
    return Prepared(columns, [prepared.WORDS, prepared.MOMENT])


@cache
def _account() -> Prepared:
    rows = User.objects.filter(pk=prepared.OWNER)
    return Prepared(rows.values_list(*_fields()), [prepared.OWNER])


@cache
def _fields() -> list[str]:
    return [field.attname for field in User._meta.concrete_fields]  # noqa: SLF001 (documented)
