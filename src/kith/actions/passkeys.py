"""Passkeys: a challenge goes to the browser, what its device signed comes back and is checked.

Each `begin_*` gives the options for the browser, as WebAuthn's JSON, and the state that the session
keeps for the one `complete_*` that may follow.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    CredentialCreationOptions,
    CredentialRequestOptions,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kith.actions.accounts import add_passkey, passkey_used
from kith.db.models import Passkey, User

JSON = Mapping[str, Any]

# What taking apart something that is no WebAuthn message ends in, one way or another.
_NOT_WEBAUTHN = (
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
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
    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(
            id=_handle(user), name=user.username, display_name=user.name or user.username
        ),
        credentials=[_data(passkey) for passkey in Passkey.objects.filter(user=user)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _plain(options), dict(state)


def complete_add(
    user: User, site: Site, state: JSON, answer: JSON, *, name: str, now: datetime
) -> Passkey:
    """Remember the passkey that was made. Raises NotAccepted."""
    try:
        registration = RegistrationResponse.from_dict(answer)
        made = _server(site).register_complete(dict(state), registration).credential_data
    except _NOT_WEBAUTHN as error:
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
        user_verification=UserVerificationRequirement.PREFERRED
    )
    return _plain(options), dict(state)


def complete_sign_in(site: Site, state: JSON, answer: JSON, now: datetime) -> User:
    """The account whose passkey signed the challenge. Raises NotAccepted."""
    try:
        signed = AuthenticationResponse.from_dict(answer)
        passkey = _known(signed.raw_id)
        _server(site).authenticate_complete(dict(state), [_data(passkey)], signed)
    except _NOT_WEBAUTHN as error:
        raise NotAccepted from error
    passkey_used(passkey, now)
    return passkey.user


def _known(credential_id: bytes) -> Passkey:
    rows = Passkey.objects.select_related("user")
    found = rows.filter(credential_id=credential_id, user__is_active=True).first()
    if found is None:
        raise NotAccepted
    return found


def _server(site: Site) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(name="Kith", id=site.host),
        verify_origin=lambda origin: origin == site.origin,
    )


def _data(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(passkey.credential))


def _handle(user: User) -> bytes:
    """What devices know the account by: says nothing, and differs from one Kith to the next.

    Two installations on one machine share the host `localhost`; with equal handles the passkey
    of one would replace that of the other.
    """
    return salted_hmac("kith.passkeys", str(user.pk), algorithm="sha256").digest()


def _plain(options: CredentialCreationOptions | CredentialRequestOptions) -> JSON:
    inner: JSON = dict(options)["publicKey"]
    return inner
