"""E-mail addresses: the key they are compared by, and the form they are written to."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


class BadAddress(ValueError):
    """The text is no e-mail address."""


def lookup_key(written: str) -> str:
    """NFC, domain in ASCII (IDNA), case folded. No plus- or dot-stripping: that is another provider's rule."""
    text = unicodedata.normalize("NFC", written.strip()).strip("<>").strip()
    local, at, domain = text.rpartition("@")
    try:
        ascii_domain = domain.rstrip(".").encode("idna").decode("ascii")
        key = f"{local}{at}{ascii_domain}".casefold()
        validate_email(key if local.isascii() else f"x{at}{ascii_domain}")
    except (UnicodeError, ValidationError) as error:
        raise BadAddress(written.strip()[:80]) from error
    if len(key) > 254 or any(sign in local for sign in ' ,;<>()[]\\"'):
        raise BadAddress(written.strip()[:80])
    return key


def hide(address: str) -> str:
    """Enough of an address for its owner to recognise it, in a terminal or a page."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def split_pasted(text: str) -> list[tuple[str, str]]:
    """(name, address) pairs of what people paste: lines, commas or semicolons, `Name <a@b>` or bare."""
    pairs = []
    for piece in filter(None, map(str.strip, re.split(r"[\n\r;,\t]+", text))):
        match = re.fullmatch(r'"?(?P<name>[^"<>]*?)"?\s*<\s*(?P<address>[^<>\s]+)\s*>', piece)
        if match:
            pairs.append((match["name"].strip(), match["address"]))
            continue
        words = piece.split()
        found = next((word for word in words if "@" in word), piece)
        pairs.append((" ".join(word for word in words if word is not found and word != found), found))
    return pairs
