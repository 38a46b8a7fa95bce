"""Text as people search and sort it: without case and accents, particles after the name."""

from __future__ import annotations

import re
import unicodedata

TURNS_ROUND = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]")
LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
PARTICLES = {"de", "d", "von", "van", "der", "den", "ten"}
ARTICLES = {"du", "des", "le", "la", "les", "el"}  # they count in its place: du Bellay stands under D
BEGINNINGS = PARTICLES | ARTICLES


def fold(text: str) -> str:
    """Case and accents away, spaces single: what a search column holds and what a query is compared with."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LIGATURES)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def clean_line(text: str, limit: int) -> str:
    """One line as its writer meant it: composed accents, no control character, no double space."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if letter.isspace() else letter for letter in composed if letter.isspace() or letter.isprintable()
    )
    return " ".join(visible.split())[:limit].rstrip()


def clean_text(text: str, limit: int) -> str:
    """Several lines as their writer meant them: nothing no page shows, nor what turns the words after it round."""
    return TURNS_ROUND.sub("", text).strip()[:limit].rstrip()


def sort_key(name: str) -> str:
    """Family name first, its particle ignored, as French sorts: "Anne de la Tour" stands under "la Tour".

    A hyphen stays inside a family name: "Sébastien Lacoste-Brun" stands under L.
    """
    words = [folded for part in re.split(r"[\s'’]+", name) if (folded := fold(part))]
    if len(words) < 2:
        return " ".join(words)
    start = next((place for place, word in enumerate(words[1:], 1) if word in BEGINNINGS), len(words) - 1)
    family = [word for word in words[start:] if word not in PARTICLES] or words[start:]
    return " ".join([*family, *words[:start]])
