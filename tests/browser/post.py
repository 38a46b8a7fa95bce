"""The post: what leaves within minutes, kept as where there is no SMTP, or received by a real mail server."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from typing import Any

from aiosmtpd.controller import Controller

from entregent.core.clock import now
from entregent.notices.delivery import deliver_due
from entregent.notices.transports import Outbox, transport
from entregent.notices.writing import Mail

SOON = timedelta(minutes=3)  # what can be called back for two minutes has left by then


@dataclass
class Kept(Outbox):
    """The outbox of an instance without SMTP, which also shows what it took."""

    mails: list[Mail] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(lambda line: None)

    def send(self, mail: Mail) -> None:
        super().send(mail)
        self.mails.append(mail)


def empty_the_queue(after: timedelta = SOON) -> list[Mail]:
    kept = Kept()
    while deliver_due(now() + after, kept):
        pass
    return kept.mails


def code_for(address: str) -> str:
    """The code of the last mail to this address, as its reader types it."""
    mail = [mail for mail in empty_the_queue(timedelta()) if mail.to == address][-1]
    found = re.search(r"\d{3} \d{3}", mail.text)
    assert found, mail.text
    return found[0]


@dataclass
class LetterBox:
    """What a real mail server was handed, read back from the wire."""

    url: str
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.original_content, policy=policy.default))
        return "250 OK"

    def collect(self, after: timedelta = SOON) -> None:
        while deliver_due(now() + after, transport(print)):
            pass

    def last_to(self, address: str) -> EmailMessage:
        return [mail for mail in self.mails if address in str(mail["To"])][-1]


@contextmanager
def letter_box() -> Iterator[LetterBox]:
    port = free_port()
    box = LetterBox(f"smtp://127.0.0.1:{port}")
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def tap(mail: EmailMessage, words: str) -> str:
    """Where these words of the mail lead."""
    links = {" ".join(text.split()): unescape(url) for url, text in LINK.findall(body(mail, "html"))}
    return links[words]


def every_link(mail: EmailMessage) -> list[str]:
    return [unescape(url) for url, _words in LINK.findall(body(mail, "html"))]


LINK = re.compile(r'<a href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
