"""Two signs for a name, whatever the script it is written in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

PARTICLES = (
    "de du des d la le les l van von der den ter zu zum di da do dos das del della dalla e y et and el al "
    "ben bin ibn abu af av of the mc mme mlle m mr mrs ms dr"
)
SMALL = frozenset(PARTICLES.split())
ELISION = re.compile(r"^(?:d|l)['’](?=\w)", re.IGNORECASE)
JOINED_SCRIPTS = ("ARABIC", "SYRIAC", "NKO")
NON_JOINER = "\u200c"
NOBODY = "·"


@lru_cache(10_000)
def initials(name: str) -> str:
    words = [word for word in map(_bare, unicodedata.normalize("NFC", name).split()) if word]
    full = [word for word in words if word.rstrip(".").casefold() not in SMALL] or words
    if not full:
        return NOBODY
    if len(full) == 1:
        return _of_one_word(full[0])
    first, last = _first_sign(full[0]), _first_sign(full[-1])
    return first + (NON_JOINER if _is_joined(first) else "") + last


def _bare(word: str) -> str:
    word = ELISION.sub("", word)
    start = next((index for index, sign in enumerate(word) if sign.isalnum()), len(word))
    return word[start:]


def _of_one_word(word: str) -> str:
    parts = [part for part in map(_bare, re.split(r"[-‐‑–]", word)) if part]
    if len(parts) > 1:
        return _first_sign(parts[0]) + _first_sign(parts[-1])
    first = _first_sign(word)
    rest = _bare(word[len(first) :])
    alphabetic = first.casefold() != first or first.upper() != first.lower()
    return first + _first_sign(rest).lower() if rest and alphabetic else first


def _first_sign(word: str) -> str:
    sign = word[0]
    for mark in word[1:]:
        if not unicodedata.category(mark).startswith("M"):
            break
        sign += mark
    capital = sign.upper()
    return capital if len(capital) == len(sign) else sign


def _is_joined(sign: str) -> bool:
    return unicodedata.name(sign[0], "").startswith(JOINED_SCRIPTS)
