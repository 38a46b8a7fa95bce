"""What a page says after an act, with the way back: "Done. Undo"."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

UNDO = "undo:"


def told(request: HttpRequest, words: str, undo: str = "") -> None:
    """Say `words` on the next page; `undo` is the address an Undo button posts to."""
    messages.success(request, words, extra_tags=f"{UNDO}{undo}" if undo else "")


def undo_address(message: Message) -> str:
    return message.extra_tags.removeprefix(UNDO) if (message.extra_tags or "").startswith(UNDO) else ""
