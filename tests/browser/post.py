"""The post: what leaves within minutes, kept as where there is no SMTP, or received by a real mail server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from html import unescape

from entregent.core.clock import now
from entregent.notices.delivery import deliver_due
from entregent.notices.transports import transport
from entregent.notices.writing import Mail
from tests.notices.post import LetterBox
from tests.notices.server import Post

SOON = timedelta(minutes=3)  # what can be called back for two minutes has left by then
LINK = re.compile(r'<a href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)


def empty_the_queue(after: timedelta = SOON) -> list[Mail]:
    kept = LetterBox(keeps=True)
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
class Letters:
    """What a real mail server was handed by this instance, read back from the wire."""

    post: Post

    @property
    def mails(self) -> list[EmailMessage]:
        return self.post.received

    def collect(self, after: timedelta = SOON) -> None:
        while deliver_due(now() + after, transport(print)):
            pass

    def last_to(self, address: str) -> EmailMessage:
        return [mail for mail in self.mails if str(mail["To"]) == address][-1]


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
