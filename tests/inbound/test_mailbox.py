"""The mailbox itself: read over IMAP from a real socket, or handed over by a mail server through a pipe."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError

from entregent.cli import receive
from entregent.core.models import Beat
from entregent.gatherings import operations as gatherings
from entregent.inbound import mailbox, operations
from entregent.inbound.models import Received
from entregent.threads.models import Reply
from tests.cast import HOUR, NOW, a_circle, a_date, somebody
from tests.inbound.imap import Box
from tests.inbound.imap import mailbox as open_mailbox
from tests.inbound.letters import a_mail
from tests.notices.post import LEFT, deliver

pytestmark = pytest.mark.django_db

LATER = NOW + HOUR


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    with open_mailbox() as opened:
        settings.INBOUND_ADDRESS, settings.INBOUND_IMAP = "replies@testserver", opened.url
        yield opened


@pytest.fixture
def to(box: Box) -> str:
    nadia, theo = somebody("Nadia", "nadia@example.org"), somebody("Théo", "theo@example.org")
    gathering = a_date(a_circle(nadia, theo), nadia, days=4)
    assert gatherings.link_to(gathering, theo, NOW)
    return str(deliver(NOW + LEFT)["theo@example.org"].message["Reply-To"])


def said() -> list[str]:
    return [row.text for row in Reply.objects.order_by("pk")]


def error() -> str:
    return str(Beat.objects.get(name="mailbox").detail["error"])


def test_unread_mails_are_dealt_with_and_marked(box: Box, to: str) -> None:
    box.bring(a_mail(to, "One", Message_ID="<1@x>"))
    box.bring(b"nothing anybody wrote")
    box.bring(a_mail(to, "Two", Message_ID="<2@x>"))
    assert (mailbox.sweep(LATER), said(), box.seen) == (3, ["One", "Two"], {1, 2, 3})
    assert (mailbox.sweep(LATER), said(), box.fetched, error()) == (0, ["One", "Two"], 3, "")


def test_one_killed_before_it_marked_a_mail_does_not_take_it_twice(box: Box, to: str) -> None:
    box.bring(a_mail(to, "One"))
    mailbox.sweep(LATER)
    box.seen.clear()
    assert (mailbox.sweep(LATER), said(), Received.objects.count()) == (1, ["One"], 1)


def test_what_is_too_large_is_never_fetched(box: Box, to: str) -> None:
    box.bring(a_mail(to, "x") + b"\r\n" + b"x" * 5_000_000)
    mailbox.sweep(LATER)
    assert (box.fetched, box.seen) == (0, {1})
    assert "larger than 5 MB" in deliver(LATER)["theo@example.org"].text


def test_a_mailbox_that_does_not_open_is_said_and_stops_nothing(box: Box, settings: Any) -> None:
    for url, words in (
        (box.url.replace("secret", "wrong"), "wrong password"),
        ("imap://a:b@127.0.0.1:1/INBOX", "refused"),
        ("pop://x", "must read imaps://"),
    ):
        settings.INBOUND_IMAP = url
        assert mailbox.sweep(LATER) == 0
        assert words in error()
    settings.INBOUND_IMAP = ""
    assert mailbox.sweep(LATER) == 0


def test_a_database_that_does_not_answer_leaves_the_mail_unread(
    box: Box, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.bring(a_mail(to, "One"))

    def silent(*_: object) -> None:
        raise DatabaseError("locked")

    with monkeypatch.context() as patch:
        patch.setattr(operations, "_deal_with", silent)
        with pytest.raises(DatabaseError):
            mailbox.sweep(LATER)
    assert box.seen == set()
    mailbox.sweep(LATER)
    assert said() == ["One"]


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    return receive.run(None)  # type: ignore[arg-type]


def test_a_piped_mail_is_taken_or_to_be_brought_again(
    to: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(receive, "now", lambda: LATER)
    assert piped(monkeypatch, a_mail(to, "From a pipe")) == 0
    assert (capsys.readouterr().out, said()) == ("written\n", ["From a pipe"])

    def silent(*_: object) -> None:
        raise DatabaseError("locked")

    monkeypatch.setattr(operations, "_deal_with", silent)
    assert piped(monkeypatch, a_mail(to, "Again", Message_ID="<2@x>")) == 75
