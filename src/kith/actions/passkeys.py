"""Passkeys: a challenge goes to the browser, what its device signed comes back and is checked.

Each `begin_*` gives the options for the browser, as WebAuthn's JSON, and the state that the session
keeps for the one `complete_*` that may follow.
"""

import importlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from kith.actions.accounts import add_passkey, passkey_used
from kith.db.models import Passkey, User

if TYPE_CHECKING:
    from fido2.server import Fido2Server
    from fido2.webauthn import (
        AttestedCredentialData,
        CredentialCreationOptions,
        CredentialRequestOptions,
    )

JSON = Mapping[str, Any]


@cache
def _webauthn() -> Any:
    """The parts of WebAuthn: 12 MB that a server needs only once somebody uses a passkey."""
    return importlib.import_module("fido2.webauthn")


@cache
def _not_webauthn() -> tuple[type[Exception], ...]:
    """What taking apart something that is no WebAuthn message ends in, one way or another."""
    return (
        AssertionError,
        AttributeError,
        LookupError,
        NotImplementedError,
        OverflowError,
        RecursionError,
        TypeError,
        ValueError,
        struct.error,
        importlib.import_module("cryptography.exceptions").UnsupportedAlgorithm,
    )


class NotAccepted(Exception):
    """What came back is not what was asked for, or not from a passkey Kith knows."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the browser is: a passkey belongs to `host` and signs only for `origin`."""

    host: str  # a domain name, no port
    origin: str  # "https://host:port", the port only where it is not the usual one


def begin_add(user: User, site: Site) -> tuple[JSON, JSON]:
    """The options for making a passkey, and the state to keep."""
    webauthn = _webauthn()
    options, state = _server(site).register_begin(
        webauthn.PublicKeyCredentialUserEntity(
            id=_handle(user), name=user.username, display_name=user.name or user.username
        ),
        credentials=[_data(passkey) for passkey in Passkey.objects.filter(user=user)],
        resident_key_requirement=webauthn.ResidentKeyRequirement.REQUIRED,
        user_verification=webauthn.UserVerificationRequirement.PREFERRED,
    )
    return _plain(options), dict(state)


def complete_add(
    user: User, site: Site, state: JSON, answer: JSON, *, name: str, now: datetime
) -> Passkey:
    """Remember the passkey that was made. Raises NotAccepted."""
    try:
        registration = _webauthn().RegistrationResponse.from_dict(answer)
        made = _server(site).register_complete(dict(state), registration).credential_data
    except _not_webauthn() as error:
        raise NotAccepted from error
    if made is None:
        raise NotAccepted
    try:
        with transaction.atomic():
            return add_passkey(user, name, made.credential_id, bytes(made), now)
    except IntegrityError as error:  # another account's, or sent twice
        raise NotAccepted from error


def begin_sign_in(site: Site) -> tuple[JSON, JSON]:
    """The options for signing in with whatever passkey the device holds, and the state to keep."""
    options, state = _server(site).authenticate_begin(
        user_verification=_webauthn().UserVerificationRequirement.PREFERRED
    )
    return _plain(options), dict(state)


def complete_sign_in(site: Site, state: JSON, answer: JSON, now: datetime) -> User:
    """The account whose passkey signed the challenge. Raises NotAccepted."""
    try:
        signed = _webauthn().AuthenticationResponse.from_dict(answer)
        passkey = _known(signed.raw_id)
        _server(site).authenticate_complete(dict(state), [_data(passkey)], signed)
    except _not_webauthn() as error:
        raise NotAccepted from error
    passkey_used(passkey, now)
    return passkey.user


def _known(credential_id: bytes) -> Passkey:
    rows = Passkey.objects.select_related("user")
    found = rows.filter(credential_id=credential_id, user__is_active=True).first()
    if found is None:
        raise NotAccepted
    return found


def _server(site: Site) -> "Fido2Server":
    server: Fido2Server = importlib.import_module("fido2.server").Fido2Server(
        _webauthn().PublicKeyCredentialRpEntity(name="Kith", id=site.host),
        verify_origin=lambda origin: origin == site.origin,
    )
    return server


def _data(passkey: Passkey) -> "AttestedCredentialData":
    data: AttestedCredentialData = _webauthn().AttestedCredentialData(bytes(passkey.credential))
    return data


def _handle(user: User) -> bytes:
    """What devices know the account by: says nothing, and differs from one Kith to the next.

    Two installations on one machine share the host `localhost`; with equal handles the passkey
    of one would replace that of the other.
    """
    return salted_hmac("kith.passkeys", str(user.pk), algorithm="sha256").digest()


def _plain(options: "CredentialCreationOptions | CredentialRequestOptions") -> JSON:
    inner: JSON = dict(options)["publicKey"]
    return inner
