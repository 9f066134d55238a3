"""Who may come in, and with what."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from kith.db.models import Passkey, Ticket, User


def has_credentials() -> bool:
    """Whether somebody can sign in without a link: by a password or a passkey.

    Until then the server stays on the loopback address.
    """
    return has_passwords() or has_passkeys()


def has_passwords() -> bool:
    """Whether any account has a password."""
    return _with_password().exists()


def has_passkeys() -> bool:
    """Whether any account has a passkey."""
    return Passkey.objects.filter(user__is_active=True).exists()


def _with_password() -> QuerySet[User]:
    none = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return User.objects.filter(is_active=True).exclude(none)


@dataclass(frozen=True, slots=True)
class Account:
    """One account as its Kith's owner sees it: never what it follows or reads."""

    username: str
    name: str
    is_owner: bool
    created_at: datetime
    last_login: datetime | None


def accounts(user: User) -> list[Account]:
    """Everybody of this Kith, for its owner; nobody for anyone else."""
    if not user.is_owner:
        return []
    rows = User.objects.filter(is_active=True)
    return [
        Account(
            username=row.username,
            name=row.name,
            is_owner=row.is_owner,
            created_at=row.created_at,
            last_login=row.last_login,
        )
        for row in rows.order_by("created_at", "pk")
    ]


def open_invitations(user: User, now: datetime) -> list[Ticket]:
    """The account's invitations that still hold, the one that ends first coming first."""
    rows = Ticket.objects.filter(made_by=user, user=None, used_at=None, expires_at__gt=now)
    return list(rows.order_by("expires_at"))


def passkeys(user: User) -> list[Passkey]:
    """The account's passkeys, the oldest first."""
    return list(Passkey.objects.filter(user=user).order_by("created_at", "pk"))
