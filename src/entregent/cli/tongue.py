"""The language a terminal asks for."""

from __future__ import annotations

import os
from collections.abc import Mapping

FRENCH = {
    "FileNotFoundError": "il n’existe pas",
    "PermissionError": "accès refusé",
    "IsADirectoryError": "c’est un dossier",
    "NotADirectoryError": "ce n’est pas un dossier",
}


def terminal_language(environ: Mapping[str, str] = os.environ) -> str:
    """ "fr" where the first of LC_ALL, LC_MESSAGES and LANG that is set begins so, "en" everywhere else."""
    chosen = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(name))), "")
    return "fr" if chosen.lower().startswith("fr") else "en"


NOUNS = {
    "en": {
        "people": ("person", "people"), "rounds": ("round", "rounds"), "repeats": ("repeat", "repeats"),
        "ties": ("tie", "ties"), "clans": ("clan", "clans"),
    },
    "fr": {
        "people": ("personne", "personnes"), "rounds": ("tour", "tours"), "repeats": ("répétition", "répétitions"),
        "ties": ("lien", "liens"), "clans": ("clan", "clans"),
    },
}  # fmt: skip


def counted(language: str, **numbers: int) -> dict[str, str]:
    """ "1 personne", "0 lien", "3 clans": each under its name, for a sentence."""
    one = {number for number in (0, 1) if language == "fr" or number}
    return {what: f"{number} {NOUNS[language][what][number not in one]}" for what, number in numbers.items()}


def why(error: BaseException, language: str) -> dict[str, str]:
    """As a fact for a sentence, what the system says of the file that failed; French where there is a word for it."""
    cause = error if isinstance(error, OSError) else error.__cause__
    if not isinstance(cause, OSError):
        return {}
    said = cause.strerror or type(cause).__name__
    return {"why": FRENCH.get(type(cause).__name__, said) if language == "fr" else said}
