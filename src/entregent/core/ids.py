"""Public identifiers: what stands in an address instead of a row number."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_key(length: int = 12) -> str:
    """Twelve letters of an alphabet without look-alikes: 59 bits, short enough to read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_code() -> str:
    """Six digits, as a sign-in code is typed."""
    return f"{secrets.randbelow(1_000_000):06d}"
