"""A mail as bytes, read into what matters of it. Nothing is looked up here, and nothing a mail holds makes it fail."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses
from itertools import islice

from icalendar import Calendar

from entregent.inbound.quoting import own_words, words_of

MOST_BYTES = 5_000_000
MOST_PARTS = 200
MOST_BOXES = 100  # each line is looked at once for every box it may close
MOST_CALENDAR = 100_000
MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")
AUTOMATIC_SENDERS = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b", re.IGNORECASE)
FAILED = re.compile(r"^Action:\s*failed\s*$", re.IGNORECASE | re.MULTILINE)
FOR_GOOD = re.compile(r"^Status:\s*5\.\d+\.\d+", re.IGNORECASE | re.MULTILINE)
RECIPIENT = re.compile(r"^Final-Recipient:\s*[\w-]+;\s*<?([^\s<>]+)>?\s*$", re.IGNORECASE | re.MULTILINE)


class Unreadable(ValueError):
    """No mail, or one nobody could have written."""


@dataclass(frozen=True)
class CalendarReply:
    """What a calendar program sends back (RFC 5546, 3.2.3)."""

    uid: str
    state: str
    sequence: int
    starts_at: datetime | None


@dataclass(frozen=True)
class Bounce:
    """A mail of ours that came back for good: whose address it was, and the ids of the mail that the report returns."""

    recipients: tuple[str, ...]
    returned: tuple[str, ...]


@dataclass(frozen=True)
class Incoming:
    fingerprint: str
    sender: str
    to: tuple[str, ...]
    answers: tuple[str, ...]  # ids of the mails this one says it answers, nearest first
    is_automatic: bool
    bounce: Bounce | None
    calendar: CalendarReply | None
    message: Message

    def words(self, address: str) -> str:
        """What its sender wrote, without what they quote."""
        return own_words(_text(self.message), address)


def read(content: bytes) -> Incoming:
    if content.lower().count(b"boundary=") > MOST_BOXES:
        raise Unreadable("boxes within boxes")
    try:
        message = message_from_bytes(content, policy=default)
        parts: list[Message] = list(islice(message.walk(), MOST_PARTS))
        return Incoming(
            fingerprint=_fingerprint(message, content),
            sender=next(iter(_addresses(message, "From")), ""),
            to=tuple(_addresses(message, "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")),
            answers=tuple(_ids(message, "In-Reply-To") + _ids(message, "References")[::-1]),
            is_automatic=_is_automatic(message),
            bounce=_bounce(message, parts),
            calendar=next(_calendar_replies(parts), None),
            message=message,
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from error


def fingerprint_of(content: bytes) -> str:
    """For what cannot be read."""
    return hashlib.sha256(content).hexdigest()


def _fingerprint(message: Message, content: bytes) -> str:
    ids = _ids(message, "Message-ID")
    return fingerprint_of(ids[0].encode() if ids else content)


def _header(message: Message, name: str) -> str:
    """All of a header's occurrences as text, however badly written."""
    try:
        return " , ".join(str(value) for value in message.get_all(name, []))[:20_000]
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""


def _addresses(message: Message, *names: str) -> Iterator[str]:
    for name in names:
        yield from (address for _, address in getaddresses([_header(message, name)]) if "@" in address)


def _ids(message: Message, name: str) -> list[str]:
    return MESSAGE_ID.findall(_header(message, name))


def _is_automatic(message: Message) -> bool:
    """Written by a program: holidays, lists, receipts. Nothing is ever answered to those (RFC 3834)."""
    automatic = _header(message, "Auto-Submitted").strip().lower()
    sender = next(iter(_addresses(message, "From")), "")
    return bool(
        (automatic and automatic != "no")
        or _header(message, "Precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply")
        or any(message.get(name) for name in ("List-Id", "X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"))
        or _header(message, "Return-Path").strip() == "<>"
        or not sender
        or AUTOMATIC_SENDERS.match(sender)
    )


def _bounce(message: Message, parts: list[Message]) -> Bounce | None:
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return None
    report = "\n".join(part.as_string() for part in parts if part.get_content_type() == "message/delivery-status")
    if not FAILED.search(report) or not FOR_GOOD.search(report):
        return Bounce((), ())
    returned = [part for part in parts if part.get_content_type() in ("message/rfc822", "text/rfc822-headers")]
    ids = [found for part in returned for found in _ids_of_returned(part)]
    return Bounce(tuple(RECIPIENT.findall(report)), tuple(ids))


def _ids_of_returned(part: Message) -> list[str]:
    inside = part.get_payload()
    if isinstance(inside, list) and inside and isinstance(inside[0], Message):
        return _ids(inside[0], "Message-ID")
    return _ids(message_from_bytes(_bytes(part), policy=default), "Message-ID")


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _calendar_replies(parts: list[Message]) -> Iterator[CalendarReply]:
    for part in parts:
        if part.get_content_type() not in ("text/calendar", "application/ics"):
            continue
        content = _bytes(part)
        if len(content) <= MOST_CALENDAR and b"VEVENT" in content:
            yield from _reply_in(content)


def _reply_in(content: bytes) -> Iterator[CalendarReply]:
    try:
        calendar = Calendar.from_ical(content)
        if not isinstance(calendar, Calendar) or str(calendar.get("METHOD", "")).upper() != "REPLY":
            return
        for event in calendar.events[:1]:
            attendees = event.get("ATTENDEE", [])
            attendee = attendees[0] if isinstance(attendees, list) else attendees
            yield CalendarReply(
                uid=str(event.get("UID", "")),
                state=str(attendee.params.get("PARTSTAT", "")).upper(),
                sequence=int(str(event.get("SEQUENCE", 0))),
                starts_at=_instant(event.decoded("DTSTART", None)),
            )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return


def _instant(value: object) -> datetime | None:
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else None


def _text(message: Message) -> str:
    """Its plain part, else the words of its HTML one."""
    if not isinstance(message, EmailMessage):
        return ""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    content = _decoded(body)
    return words_of(content) if body.get_content_type() == "text/html" else content


def _decoded(part: Message) -> str:
    raw = _bytes(part)
    for charset in (part.get_content_charset(), "utf-8", "cp1252"):
        try:
            return raw.decode(charset or "utf-8").replace("\0", "")
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("latin-1").replace("\0", "")
