"""E-mail addresses: the key they are compared by, and the form they are written to."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

PIECE = re.compile(r'(?:"[^"\n\r]*"|[^\n\r;,\t])+')
NAMED = re.compile(r'(?P<name>"[^"<>]*"\s*|[^"<>]*)<\s*(?P<address>[^<>\s]+)\s*>')


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
    hidden = any(unicodedata.category(sign) == "Cf" for sign in local)
    if len(key) > 254 or hidden or any(sign in local for sign in ' ,;<>()[]\\"'):
        raise BadAddress(written.strip()[:80])
    return key


def hide(address: str) -> str:
    """Enough of an address for its owner to recognise it, in a terminal or a page."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def split_pasted(text: str) -> list[tuple[str, str]]:
    """(name, address) pairs of what people paste: lines, commas or semicolons, `Name <a@b>` or bare.

    A comma within quotes is part of a name, as `"Martin, Anne" <anne@a.org>` has it. Two addresses on one line are two
    people: neither is taken for a name.
    """
    return [pair for piece in map(str.strip, PIECE.findall(text)) if piece for pair in _pairs(piece)]


def _pairs(piece: str) -> list[tuple[str, str]]:
    match = NAMED.fullmatch(piece)
    if match:
        return [(match["name"].strip('" '), _bare(match["address"]))]
    found: list[tuple[list[str], str]] = []
    words: list[str] = []
    for word in piece.split():
        if "@" in word:
            found.append((words, _bare(word)))
            words = []
        else:
            words.append(word)
    if not found:
        return [("", piece)]
    found[-1][0].extend(words)  # a name may also follow
    return [(" ".join(name).strip('" '), address) for name, address in found]


def as_pasted(name: str, address: str) -> str:
    """One line that `split_pasted` reads again as the same pair, whatever the name holds."""
    plain = re.sub(r'["<>]', "", name).strip()
    named = f'"{plain}"' if re.search("[,;\t@]", plain) else plain
    return f"{named} <{address}>" if named else address


def _bare(address: str) -> str:
    """Without brackets, `mailto:`, a sentence’s full stop, nor the invisible marks that address books copy along."""
    plain = "".join(sign for sign in address if unicodedata.category(sign) != "Cf").strip("<>‹›")
    return plain.removeprefix("mailto:").rstrip(".")
