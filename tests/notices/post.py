"""What the tests of mails share: a letter box instead of a server, and the way from a row to a mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from entregent.notices.delivery import deliver_due
from entregent.notices.models import Notice
from entregent.notices.writing import Mail

LEFT = timedelta(minutes=2)


class LetterBox:
    """A transport that takes everything, except what it is told to fail with, by address."""

    def __init__(self, fails: Mapping[str, Exception] | None = None, keeps: bool = False) -> None:
        self.keeps = keeps
        self.mails: list[Mail] = []
        self.closed = 0
        self._fails = fails or {}

    def send(self, mail: Mail) -> None:
        if mail.to in self._fails:
            raise self._fails[mail.to]
        self.mails.append(mail)

    def close(self) -> None:
        self.closed += 1


def deliver(now: datetime, box: LetterBox | None = None) -> dict[str, Mail]:
    """Everything due at that moment, by address."""
    box = box or LetterBox()
    while deliver_due(now, box):
        pass
    return {mail.to: mail for mail in box.mails}


def why_dropped(kind: str) -> dict[str, str]:
    rows = Notice.objects.filter(kind=kind, dropped_at__isnull=False).select_related("person").order_by("pk")
    return {row.person.name if row.person else "": row.why for row in rows}
