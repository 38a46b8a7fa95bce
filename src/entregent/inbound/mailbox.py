"""The mailbox people reply to, read over IMAP: each unread mail is dealt with, then marked as read, and left there."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings

from entregent.core.operations import beat
from entregent.inbound import operations
from entregent.inbound.reading import MOST_BYTES

PORTS = {"imap": 143, "imap+starttls": 143, "imaps": 993}
TIMEOUT = 15
AT_ONCE = 50
MOST_HEAD = 100_000
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Unreachable(Exception):
    """The mailbox could not be read, in words for whoever operates the instance."""


def sweep(now: datetime) -> int:
    """Read what has come; what went wrong is kept for `entregent doctor`, and tried again at the next round."""
    if not settings.INBOUND_IMAP:
        return 0
    try:
        taken = poll(settings.INBOUND_IMAP, now)
    except Unreachable as error:
        beat("mailbox", now, error=str(error))
        return 0
    beat("mailbox", now, error="")
    return taken


def poll(url: str, now: datetime) -> int:
    with opened(url) as box:
        numbers = _answer(box.uid("SEARCH", "UNSEEN"))[0].split()[:AT_ONCE]
        for number in numbers:
            _take(box, number.decode(), now)
            _answer(box.uid("STORE", number.decode(), "+FLAGS", r"(\Seen)"))
    return len(numbers)


def _take(box: imaplib.IMAP4, number: str, now: datetime) -> None:
    found = SIZE.search(_bytes(_answer(box.uid("FETCH", number, "(RFC822.SIZE)"))))
    if found and int(found[1]) > MOST_BYTES:
        operations.receive_headers(_literal(box.uid("FETCH", number, f"(BODY.PEEK[HEADER]<0.{MOST_HEAD}>)")), now)
    else:
        operations.receive(_literal(box.uid("FETCH", number, "(BODY.PEEK[])")), now)


@contextmanager
def opened(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Unreachable("ENTREGENT_INBOUND_IMAP must read imaps://user:password@host:port/INBOX")
    box: imaplib.IMAP4 | None = None
    try:
        box = _connected(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme])
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _answer(box.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"'))
        yield box
    except (imaplib.IMAP4.error, OSError) as error:
        raise Unreachable(f"{parts.hostname}: {_said(error)}") from error
    finally:
        if box is not None:
            _leave(box)


def _connected(scheme: str, host: str, port: int) -> imaplib.IMAP4:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
    box = imaplib.IMAP4(host, port, timeout=TIMEOUT)
    if scheme == "imap+starttls":
        box.starttls(ssl.create_default_context())
    return box


def _leave(box: imaplib.IMAP4) -> None:
    try:
        box.logout()
    except (imaplib.IMAP4.error, OSError):
        return


def _answer(said: tuple[str, Sequence[bytes | tuple[bytes, bytes] | None]]) -> list[bytes]:
    state, data = said
    if state != "OK":
        raise imaplib.IMAP4.error(state)
    return [piece for piece in data if isinstance(piece, bytes)] or [b""]


def _bytes(pieces: list[bytes]) -> bytes:
    return b" ".join(pieces)


def _literal(said: tuple[str, Sequence[bytes | tuple[bytes, bytes] | None]]) -> bytes:
    state, data = said
    if state != "OK":
        raise imaplib.IMAP4.error(state)
    return next((piece[1] for piece in data if isinstance(piece, tuple)), b"")


def _said(error: BaseException) -> str:
    words = error.args[0] if error.args else type(error).__name__
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(error)
    return " ".join(text.split())[:200] or type(error).__name__
