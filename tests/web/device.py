"""A device that makes passkeys and signs with them, as a browser would hand its answers over."""

import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HERE_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


@dataclass
class Device:
    """One passkey."""

    origin: str = "http://localhost"
    host: str = "localhost"
    flags: AuthenticatorData.FLAG = HERE_AND_VERIFIED
    identifier: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def makes(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a challenge to make a passkey."""
        public: ES256 = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        made = AttestedCredentialData.create(Aaguid(bytes(16)), self.identifier, public)
        flags = self.flags | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(self._host(), flags, 0, bytes(made))
        client = self._client(CollectedClientData.TYPE.CREATE, options)
        attested = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=bytes(client), attestationObject=bytes(attested))

    def signs(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a challenge to sign in."""
        data = AuthenticatorData.create(self._host(), self.flags, 1)
        client = self._client(CollectedClientData.TYPE.GET, options)
        signature = self.key.sign(bytes(data) + client.hash, ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=bytes(client), authenticatorData=bytes(data), signature=signature
        )

    def _host(self) -> bytes:
        return sha256(self.host.encode()).digest()

    def _client(self, kind: str, options: dict[str, Any]) -> CollectedClientData:
        challenge = websafe_decode(options["challenge"])
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, **response: bytes) -> dict[str, Any]:
        name = websafe_encode(self.identifier)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {part: websafe_encode(value) for part, value in response.items()},
        }
