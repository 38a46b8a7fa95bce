"""How a mail leaves: through the operator's SMTP server, or, where there is none, into the outbox of the instance."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from entregent.core.addresses import hide
from entregent.notices.writing import Mail, sendable

TIMEOUT = 15  # seconds for each word of the conversation; a mail takes nine at most, well inside its lease
NO_SUCH_ADDRESS = (550, 551, 553)
POLICY = re.compile(r"\b5\.7\.\d")
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Refused(Exception):
    """For good: this address, or this mail, will never be taken."""


class NobodyThere(Refused):
    """Nobody reads mails at this address: no other mail is tried there, until its owner says so."""


class NotNow(Exception):
    """This mail was not taken; it may be later."""


class Unreachable(Exception):
    """No mail can leave at present, whoever it is for."""


class Transport(Protocol):
    keeps: bool  # whether what it takes stays here, in the outbox

    def send(self, mail: Mail) -> None: ...

    def close(self) -> None: ...


class Outbox:
    """No SMTP server: the mail stays in the outbox, and the terminal shows what somebody may be waiting for."""

    keeps = True

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def send(self, mail: Mail) -> None:
        code = mail.letter.context.get("code")
        to = hide(mail.to)
        if code:
            self._say(_("Code for %(to)s: %(code)s") % {"to": to, "code": code})
        else:
            self._say(_("Mail kept in the outbox for %(to)s: %(subject)s") % {"to": to, "subject": mail.subject})

    def close(self) -> None:
        """Nothing was open."""


class Smtp:
    """One connection for many mails, opened at the first and again after an error."""

    keeps = False

    def __init__(self, url: str) -> None:
        self._url = server_of(url)
        self._connection: smtplib.SMTP | None = None

    def send(self, mail: Mail) -> None:
        connection = self._connection or self._connect()
        try:
            to = sendable(mail.to).addr_spec
            connection.send_message(mail.message, from_addr=return_path(), to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise _about_address(code, words) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused("the mail server cannot write to such an address") from error
        except smtplib.SMTPSenderRefused as error:
            self.close()
            raise NotNow(f"{return_path()} may not send: {error.smtp_code} {_words(error.smtp_error)}") from error
        except smtplib.SMTPDataError as error:
            raise _answer(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotNow(_words(error)) from error

    def check(self) -> None:
        """Open a connection and close it; raises Unreachable with the reason."""
        self._connect()
        self.close()

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        host, port, own = self._url.hostname or "", self._url.port or PORTS[self._url.scheme], own_name()
        try:
            if self._url.scheme == "smtps":
                context = ssl.create_default_context()
                opened: smtplib.SMTP = smtplib.SMTP_SSL(host, port, own, timeout=TIMEOUT, context=context)
            else:
                opened = smtplib.SMTP(host, port, own, timeout=TIMEOUT)
            self._connection = opened
            self._greet(opened)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise Unreachable(f"{host}:{port}: {_words(error)}") from error
        return opened

    def _greet(self, connection: smtplib.SMTP) -> None:
        if self._url.scheme == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        if self._url.username:
            connection.login(unquote(self._url.username), unquote(self._url.password or ""))


def transport(say: Callable[[str], None]) -> Transport:
    return Smtp(settings.SMTP_URL) if settings.SMTP_URL else Outbox(say)


def server_of(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("ENTREGENT_SMTP_URL must read smtp://user:password@host:port. Correct it and start again.")
    return parts


def return_path() -> str:
    """Where mails that cannot be delivered come back to: the mailbox that is read, so that they are noticed."""
    return str(settings.INBOUND_ADDRESS or settings.MAIL_FROM)


def own_name() -> str:
    """How we introduce ourselves: looking up this machine's own name may take as long as a mail."""
    return urlsplit(settings.ADDRESS).hostname or "localhost"


def _about_address(code: int, words: bytes | str) -> Refused | NotNow:
    """Of refusals for good, those that speak of the address; a server's policy (5.7) speaks of us."""
    answer = _answer(code, words)
    if code in NO_SUCH_ADDRESS and not POLICY.search(str(answer)):
        return NobodyThere(str(answer))
    return answer


def _answer(code: int, words: bytes | str) -> Refused | NotNow:
    said = f"{code} {_words(words)}"
    return Refused(said) if code >= 500 else NotNow(said)


def _words(said: object) -> str:
    if isinstance(said, smtplib.SMTPResponseException):
        return f"{said.smtp_code} {_words(said.smtp_error)}"
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split()) or type(said).__name__
