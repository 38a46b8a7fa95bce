"""What a page should say, in its reader's language; and what it says that it should not."""

from __future__ import annotations

import re

from django.utils import translation
from django.utils.translation import gettext, ngettext

from french_spacing import normalise

# Small words of the other language: one of them in a page is a sentence nobody translated.
FOREIGN = {
    "fr": re.compile(r"\b(the|and|you|your|this|with|from|they|nobody)\b", re.IGNORECASE),
    "en": re.compile(r"\b(le|les|une|des|vous|votre|est|pour|avec|personne)\b", re.IGNORECASE),
}


def said(language: str, message: str, **fields: object) -> str:
    with translation.override(language):
        words = gettext(message)
    return words % fields if fields else words


def counted(language: str, one: str, more: str, count: int, **fields: object) -> str:
    with translation.override(language):
        return ngettext(one, more, count) % {"count": count, **fields}


def foreign(language: str, text: str) -> list[str]:
    return FOREIGN[language[:2]].findall(text)


def badly_spaced(text: str) -> list[str]:
    """Lines of a French text that lack the spaces French is printed with, whatever their width."""
    lines = text.replace("\u202f", "\u00a0").splitlines()
    return [line for line in lines if normalise(line).replace("\u202f", "\u00a0") != line]
