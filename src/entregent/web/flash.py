"""What the next page says: a sentence, and the way back when there is one."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest


class InCookie(CookieStorage):
    cookie_name = settings.FLASH_COOKIE_NAME


class Storage(FallbackStorage):
    """Carried by the browser, signed, so that neither saying it nor showing it writes to the database.

    What is too long for a cookie goes with the session.
    """

    storage_classes = (InCookie, SessionStorage)


@dataclass(frozen=True)
class Undo:
    url: str
    fields: tuple[tuple[str, str], ...]


def say(request: HttpRequest, text: str) -> None:
    messages.success(request, text)


def warn(request: HttpRequest, text: str) -> None:
    messages.warning(request, text)


def undoable(request: HttpRequest, text: str, url: str, fields: dict[str, str] | None = None) -> None:
    """Say what was done, with a button that takes it back: a POST to `url` with `fields`."""
    messages.success(request, text, extra_tags=json.dumps({"url": url, "fields": fields or {}}))


def undo_of(message: Message) -> Undo | None:
    if not message.extra_tags:
        return None
    way_back = json.loads(message.extra_tags)
    return Undo(way_back["url"], tuple(way_back["fields"].items()))
