from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from entregent.notices.operations import queue
from entregent.notices.queries import trouble

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_a_mail_nobody_took_for_a_quarter_of_an_hour_is_trouble() -> None:
    queue(kind="sign-in-code", dedupe="a", now=NOW - timedelta(minutes=16))
    assert trouble(NOW) == "overdue: 1"
    assert trouble(NOW - timedelta(minutes=2)) == ""


def test_one_dead_address_is_no_trouble_while_other_mails_leave() -> None:
    dead = queue(kind="sign-in-code", dedupe="a", now=NOW - timedelta(hours=2))
    dead.attempts = 3
    dead.save()
    assert trouble(NOW) == "none sent for an hour, refused: 1"
    sent = queue(kind="sign-in-code", dedupe="b", now=NOW)
    sent.sent_at = NOW
    sent.save()
    assert trouble(NOW) == ""
