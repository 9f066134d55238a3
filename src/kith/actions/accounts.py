"""Accounts, the links that open them, passwords and passkeys."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from unicodedata import normalize

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from kith.actions.preferences import remember
from kith.db.models import Attempt, Passkey, Ticket, User

SIGN_IN_FOR = timedelta(minutes=30)
INVITED_FOR = timedelta(days=14)
GUESSES = 5
GUESS_PAUSE = timedelta(minutes=15)


def owner(now: datetime) -> User:
    """The account of whoever runs this Kith; made when asked for the first time."""
    found = User.objects.filter(is_owner=True).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return _make("owner", now, is_owner=True)
    except IntegrityError:  # another process was quicker
        return User.objects.get(is_owner=True)


def _make(username: str, now: datetime, *, name: str = "", is_owner: bool = False) -> User:
    return User.objects.create(
        username=username,
        name=name,
        is_owner=is_owner,
        created_at=now,
        password=make_password(None),
        opml_key=secrets.token_urlsafe(32),
    )


def make_ticket(user: User, now: datetime) -> str:
    """A secret that signs `user` in once, within half an hour. Only its digest is stored."""
    return _ticket(user, None, now + SIGN_IN_FOR)


def invite(by: User, now: datetime) -> str:
    """A secret that makes one new account, within two weeks."""
    return _ticket(None, by, now + INVITED_FOR)


def _ticket(user: User | None, by: User | None, until: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    Ticket.objects.create(digest=_digest(secret), user=user, made_by=by, expires_at=until)
    return secret


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def use_ticket(secret: str, now: datetime) -> User | None:
    """The account that a sign-in link belongs to, once; None for any other secret."""
    usable = Ticket.objects.filter(
        digest=_digest(secret), used_at=None, expires_at__gt=now, user__is_active=True
    )
    with transaction.atomic():
        ticket = usable.select_related("user").first()
        # An UPDATE of the one table is checked again after it waited for another; of a join, not.
        if ticket is None or not Ticket.objects.filter(pk=ticket.pk, used_at=None).update(
            used_at=now
        ):
            return None
    return ticket.user


def invited(secret: str, now: datetime) -> bool:
    """Whether an invitation still holds."""
    return _invitation(secret, now).exists()


def _invitation(secret: str, now: datetime) -> QuerySet[Ticket]:
    return Ticket.objects.filter(
        digest=_digest(secret), used_at=None, expires_at__gt=now, user=None
    )


def withdraw_invitation(by: User, pk: int) -> None:
    """An invitation of the account that nobody has used holds no longer."""
    Ticket.objects.filter(made_by=by, user=None, used_at=None, pk=pk).delete()


def tidy_username(text: str) -> str:
    """A username as it is kept: one spelling, small letters, so that nobody can look alike."""
    return normalize("NFKC", text).strip().casefold()


def join(secret: str, username: str, name: str, password: str, now: datetime) -> User | None:
    """Make the account an invitation is for; None where the invitation holds no longer.

    Raises IntegrityError where somebody has the username already; the invitation stays good then.
    """
    with transaction.atomic():
        if not _invitation(secret, now).update(used_at=now):
            return None
        user = _make(tidy_username(username), now, name=name.strip()[:120])
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def guesses_left(username: str, now: datetime) -> bool:
    """Whether another password may be tried for this name now."""
    recent = Attempt.objects.filter(key=_digest(tidy_username(username)), at__gt=now - GUESS_PAUSE)
    return recent.count() < GUESSES


def wrong_guess(username: str, now: datetime) -> None:
    """Remember a password that did not fit; forget those too old to matter."""
    Attempt.objects.create(key=_digest(tidy_username(username)), at=now)
    Attempt.objects.filter(at__lte=now - GUESS_PAUSE).delete()


def forgive(username: str) -> None:
    """The right password came: earlier guesses are forgotten."""
    Attempt.objects.filter(key=_digest(tidy_username(username))).delete()


def set_password(user: User, password: str) -> None:
    """Give the account a password, or another one."""
    user.set_password(password)
    user.save(update_fields=["password"])


def set_profile(user: User, *, name: str, preferences: dict[str, str]) -> None:
    """How to greet the account's holder, and what they prefer."""
    user.name = name.strip()[:120]
    user.save(update_fields=["name"])
    remember(user, **preferences)


def new_opml_address(user: User) -> None:
    """Make the live list's private address anew; the old one stops working."""
    user.opml_key = secrets.token_urlsafe(32)
    user.save(update_fields=["opml_key"])


def add_passkey(
    user: User, name: str, credential_id: bytes, credential: bytes, now: datetime
) -> Passkey:
    """Remember a passkey that the browser proved to hold."""
    return Passkey.objects.create(
        user=user,
        name=name.strip()[:80] or "Passkey",
        credential_id=credential_id,
        credential=credential,
        created_at=now,
    )


def drop_passkey(user: User, pk: int) -> None:
    """Forget a passkey of the account."""
    Passkey.objects.filter(user=user, pk=pk).delete()


def passkey_used(passkey: Passkey, now: datetime) -> None:
    """Write down when a passkey last let its owner in."""
    passkey.used_at = now
    passkey.save(update_fields=["used_at"])
