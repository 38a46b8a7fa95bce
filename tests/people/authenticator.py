"""A device that makes passkeys, in a few lines: what a browser would send, signed for real."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, CARRIES_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """`verifies`: it asks its holder for a finger, a face or a code before it signs."""

    site: str = "localhost"
    origin: str = "http://localhost:8000"
    verifies: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    signed: int = 0

    def make(self, options: str) -> dict[str, Any]:
        data = self._data(CARRIES_KEY) + bytes(16) + len(self.id).to_bytes(2) + self.id + self._public()
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({"clientDataJSON": self._client("webauthn.create", options), "attestationObject": made})

    def show(self, options: str) -> dict[str, Any]:
        self.signed += 1
        client, data = self._client("webauthn.get", options), self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _client(self, what: str, options: str) -> bytes:
        asked = {"type": what, "challenge": json.loads(options)["challenge"], "origin": self.origin}
        return json.dumps(asked | {"crossOrigin": False}).encode()

    def _data(self, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + self.signed.to_bytes(4)

    def _public(self) -> bytes:
        point = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})

    def _answer(self, response: dict[str, bytes]) -> dict[str, Any]:
        name = bytes_to_base64url(self.id)
        written = {part: bytes_to_base64url(content) for part, content in response.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": written}
