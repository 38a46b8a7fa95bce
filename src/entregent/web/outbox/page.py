from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from entregent.core.walltime import local
from entregent.notices.delivery import read_again
from entregent.notices.models import Notice
from entregent.notices.queries import kept, outbox
from entregent.notices.writing import Mail

A_PAGE = 20


@dataclass(frozen=True)
class Line:
    """One mail in the list; `subject` is "" when what it spoke of is gone."""

    number: int
    sent: datetime
    to: str
    subject: str


@dataclass(frozen=True)
class OutboxPage:
    lines: list[Line]
    further: int  # how many mails the next page leaves out, 0 on the last one
    today: date


@dataclass(frozen=True)
class MailPage:
    line: Line
    sender: str
    text: str
    today: date


def outbox_page(skipped: int, now: datetime) -> OutboxPage:
    rows = list(outbox()[skipped : skipped + A_PAGE + 1])
    lines = [_line(row, read_again(row)) for row in rows[:A_PAGE]]
    return OutboxPage(lines, skipped + A_PAGE if len(rows) > A_PAGE else 0, _today(now))


def mail_page(number: int, now: datetime) -> MailPage | None:
    row, mail = _mail(number)
    if row is None:
        return None
    sender = mail.sender if mail else ""
    return MailPage(_line(row, mail), sender, mail.text if mail else "", _today(now))


def html_of(number: int) -> str | None:
    return mail.html if (mail := _mail(number)[1]) else None


def _mail(number: int) -> tuple[Notice | None, Mail | None]:
    row = kept(number)
    return row, read_again(row) if row else None


def _line(row: Notice, mail: Mail | None) -> Line:
    sent = local(row.sent_at or row.made_at, settings.DEFAULT_ZONE)
    return Line(row.pk, sent, mail.to if mail else "", mail.subject if mail else "")


def _today(now: datetime) -> date:
    return local(now, settings.DEFAULT_ZONE).date()
