"""A device that makes passkeys and answers with them, as the WebAuthn standard has it, without a browser."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url, encode_cbor

_PRESENT, _NEW_KEY = 0x01, 0x40


@dataclass
class Authenticator:
    """Holds one key. `counter` goes up with each use, as on a key that is plugged in."""

    origin: str = "https://forum.test"
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    counter: int = 0
    _key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str) -> str:
        """A new passkey for what the page asks, as JSON."""
        asked = json.loads(options)
        data = self._data(asked["rp"]["id"], _PRESENT | _NEW_KEY) + self._new_key()
        attested = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._told(clientDataJSON=client, attestationObject=attested)

    def answer(self, options: str) -> str:
        """A signature for what the page asks, as JSON."""
        asked = json.loads(options)
        self.counter += 1
        data = self._data(asked["rpId"], _PRESENT)
        client = self._client("webauthn.get", asked["challenge"])
        signed = data + hashlib.sha256(client).digest()
        signature = self._key.sign(signed, ec.ECDSA(SHA256()))
        return self._told(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told).encode()

    def _data(self, party: str, flags: int) -> bytes:
        name = hashlib.sha256(party.encode()).digest()
        return name + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _new_key(self) -> bytes:
        point = self._key.public_key().public_numbers()
        cose: dict[int, Any] = {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
        length = len(self.credential_id).to_bytes(2, "big")
        return bytes(16) + length + self.credential_id + encode_cbor(cose)

    def _told(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.credential_id)
        told = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})
