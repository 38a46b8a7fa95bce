"""Two workers at once never send one mail twice; without the claim they do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connections

from entregent.notices import delivery
from entregent.notices.delivery import deliver_due
from entregent.notices.models import Notice
from entregent.notices.operations import LEASE, waiting
from tests.cast import NOW, a_circle, a_date, somebody
from tests.notices.post import LEFT, LetterBox

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

WORKERS, PEOPLE = 4, 30
DUE = NOW + LEFT


def both(work: Callable[[], None], workers: int = WORKERS) -> None:
    """The same work in several threads, begun at one moment."""
    start = threading.Barrier(workers)
    failed: list[BaseException] = []

    def one() -> None:
        try:
            start.wait(10)
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []


def a_full_queue() -> None:
    people = [somebody(f"P{n}", f"p{n}@example.org") for n in range(PEOPLE)]
    a_date(a_circle(*people), people[0])


def once(box: LetterBox) -> None:
    deliver_due(DUE, box)


def test_each_mail_leaves_once() -> None:
    a_full_queue()
    box = LetterBox()

    def work() -> None:
        while deliver_due(DUE, box):
            pass

    both(work)
    assert sorted(mail.to for mail in box.mails) == sorted(f"p{n}@example.org" for n in range(PEOPLE))
    assert not Notice.objects.filter(sent_at=None).exists()


def test_without_the_claim_mails_leave_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: read, then save. Whoever reads before the other has saved takes the same rows."""
    a_full_queue()
    box, read = LetterBox(), threading.Barrier(2)

    def read_then_save(now: datetime) -> list[Notice]:
        rows = list(Notice.objects.filter(waiting(), lease_until=None, due_at__lte=now).select_related("person"))
        read.wait(10)
        for row in rows:
            row.lease_until = now + LEASE
            row.save(update_fields=["lease_until"])
        return rows

    monkeypatch.setattr(delivery, "claim_due", read_then_save)
    both(lambda: once(box), workers=2)
    assert len(box.mails) == 2 * PEOPLE
