"""Tokens of the links people receive: derived with the instance's link key when a mail is written, never stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from django.conf import settings

MAC_BYTES = 18  # 144 bits


def _mac(key: str, number: int, purpose: str, generation: int) -> bytes:
    message = f"{number}:{purpose}:{generation}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).digest()[:MAC_BYTES]


def derive(number: int, purpose: str, generation: int) -> str:
    """The token of link row `number`: its number, then 144 bits that only the key's holder can compute."""
    mac = _mac(settings.LINK_KEYS[0], number, purpose, generation)
    return base64.urlsafe_b64encode(number.to_bytes(6) + mac).decode().rstrip("=")


def folded(token: str) -> str:
    """The same token for an e-mail address, where the case of letters may be lost on the way."""
    return base64.b32encode(_decode(token)).decode().rstrip("=").lower()


def unfolded(written: str) -> str:
    """Back; "" when it cannot be one."""
    try:
        raw = base64.b32decode(written.upper() + "=" * (-len(written) % 8))
    except ValueError:
        return ""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def number_of(token: str) -> int | None:
    """The row a token speaks of, before anything is verified; None when it cannot be a token."""
    raw = _decode(token)
    return int.from_bytes(raw[:6]) if len(raw) == 6 + MAC_BYTES else None


def holds(token: str, number: int, purpose: str, generation: int, link_keys: Sequence[str] | None = None) -> bool:
    raw = _decode(token)
    return any(
        hmac.compare_digest(raw[6:], _mac(key, number, purpose, generation))
        for key in (settings.LINK_KEYS if link_keys is None else link_keys)
    )


def _decode(token: str) -> bytes:
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""


def digest(text: str, purpose: str) -> str:
    """A keyed fingerprint: lets a refused address be recognised without being kept."""
    return hmac.new(settings.LINK_KEYS[-1].encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def absolute(path: str) -> str:
    return f"{settings.ADDRESS}{path}"
