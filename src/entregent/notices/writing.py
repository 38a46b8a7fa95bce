"""A letter becomes a mail: a text that stands alone, HTML with nothing remote, headers that other machines rely on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from entregent.notices.models import Notice
from entregent.notices.registry import Letter, Part
from entregent.people.queries import address_of

SUBJECT_LENGTH = 70
NAME_LENGTH = 60
WHOLE = frozenset({"reply-to", "message-id", "references", "in-reply-to", "list-id", "list-unsubscribe"})


class Unfolded(EmailPolicy):
    """Ids and links stay whole: the standard policy encodes long ones, and no mail program decodes them."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() in WHOLE:
            return f"{name}: {value}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in WHOLE:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


POLICY = Unfolded(linesep=SMTP.linesep, max_line_length=SMTP.max_line_length)


@dataclass(frozen=True)
class Mail:
    """What leaves: to whom, the letter it was made from, and the message itself."""

    to: str
    letter: Letter
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def sender(self) -> str:
        return str(self.message["From"].addresses[0].display_name)

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


def recipient(notice: Notice) -> str:
    """The address as its owner writes it; "" when there is none."""
    if notice.to_written:
        return notice.to_written
    address = address_of(notice.person) if notice.person else None
    return address.written if address else ""


def compose(notice: Notice, letter: Letter, to: str, now: datetime) -> Mail:
    message = EmailMessage(policy=POLICY)
    _head(message, notice, letter, to, now)
    with translation.override(letter.language):
        context = {**letter.context, "letter": letter, "subject": letter.subject}
        text = _tidy(render_to_string(f"{letter.template}.txt", context))
        html = render_to_string(f"{letter.template}.html", context)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for part in sorted(letter.parts, key=lambda part: bool(part.filename)):
        _attach(message, part)
    message["Content-Language"] = letter.language[:2]
    return Mail(to, letter, message)


def _head(message: EmailMessage, notice: Notice, letter: Letter, to: str, now: datetime) -> None:
    host = urlsplit(settings.ADDRESS).hostname
    message["From"] = Address(shorten(letter.sender_name, NAME_LENGTH) or "Entregent", addr_spec=settings.MAIL_FROM)
    message["To"] = sendable(to)
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message["Subject"] = shorten(letter.subject, SUBJECT_LENGTH)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{notice.message_id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.thread:
        message["References"] = message["In-Reply-To"] = f"<thread-{letter.thread}@{host}>"
    if letter.list_name:
        message["List-Id"] = f"<{letter.list_name}.{host}>"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _attach(message: EmailMessage, part: Part) -> None:
    """A part without a file name is one more way to show the same mail (an invitation to a calendar)."""
    kind, *parameters = [piece.strip() for piece in part.mime.split(";")]
    main, _, sub = kind.partition("/")
    named = dict(parameter.split("=", 1) for parameter in parameters)
    if part.filename:
        message.add_attachment(part.content, maintype=main, subtype=sub, filename=part.filename, params=named)
    else:
        message.add_alternative(part.content.decode(), subtype=sub, params=named, cte="base64")


def shorten(text: str, most: int) -> str:
    """One line of at most so many signs, cut between two words; French keeps its no-break spaces."""
    line = re.sub(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rpartition(' ')[0] or line[: most - 1]}…"


def sendable(written: str) -> Address:
    """The address with its domain as mail servers know it."""
    local, _, domain = written.rpartition("@")
    return Address(username=local, domain=domain.encode("idna").decode("ascii"))


def _tidy(text: str) -> str:
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
