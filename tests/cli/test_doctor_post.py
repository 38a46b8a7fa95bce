"""The doctor on the post: what delivery takes, whether replies are read, and a mail sent to see."""

from __future__ import annotations

from typing import Any

import pytest

from entregent.cli import doctor
from entregent.cli.checks import Finding
from entregent.cli.main import main
from entregent.core import clock
from entregent.core.operations import beat
from entregent.inbound.operations import receive
from entregent.notices.operations import mark_returned
from tests.cast import HOUR
from tests.notices.server import free_port, post_office

pytestmark = pytest.mark.django_db


def found() -> dict[str, Finding]:
    return {finding.about: finding for finding in doctor.examine()}


def test_without_a_mail_server_nothing_is_said_of_delivery() -> None:
    assert not found().keys() & {"sender", "links in mails", "sender’s proofs", "addresses"}


@pytest.mark.parametrize(
    ("sender", "state"), [("entregent@example.org", "ok"), ("entregent@localhost", "wrong"), ("a@box.local", "wrong")]
)
def test_the_sender_must_be_of_a_domain_that_exists(settings: Any, sender: str, state: str) -> None:
    settings.SMTP_URL, settings.MAIL_FROM = f"smtp://127.0.0.1:{free_port()}", sender
    said = found()
    assert said["sender"].state == state
    assert "_dmarc." + sender.partition("@")[2] in said["sender’s proofs"].do
    assert said["links in mails"].state == "note"


def test_addresses_that_came_back_are_counted(settings: Any) -> None:
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    mark_returned("theo@example.org", clock.now())
    assert found()["addresses"].says.startswith("no longer written to")


def test_replies_over_imap(settings: Any) -> None:
    assert found()["replies by mail"].state == "note"
    settings.INBOUND_ADDRESS, settings.INBOUND_IMAP = "replies@example.org", "imaps://x"
    assert (found()["replies by mail"].state, found()["replies by mail"].says[:10]) == ("wrong", "never read")
    beat("mailbox", clock.now(), error="wrong password")
    assert found()["replies by mail"].says == "wrong password"
    beat("mailbox", clock.now(), error="")
    assert found()["replies by mail"].state == "ok"
    beat("mailbox", clock.now() - HOUR, error="")
    assert found()["replies by mail"].says.startswith("not read since")


def test_replies_through_a_pipe(settings: Any) -> None:
    settings.INBOUND_ADDRESS = "replies@example.org"
    assert "none came yet" in found()["replies by mail"].says
    receive(b"From: somebody@example.org\r\n\r\nHello", clock.now())
    assert found()["replies by mail"].state == "ok"
    settings.INBOUND_ADDRESS = "replies+x@example.org"
    assert found()["replies by mail"].state == "wrong"


def test_a_test_mail_leaves_or_says_why_not(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with post_office() as post:
        settings.SMTP_URL, settings.MAIL_FROM = post.url, "entregent@example.org"
        main(["doctor", "--mail", "solange@example.org"])
        assert post.to() == ["solange@example.org"]
        assert "the server took it for solange@example.org" in capsys.readouterr().out
        post.answers["refused@example.org"] = "550 no such person"
        main(["doctor", "--mail", "refused@example.org"])
        assert "✗ test mail: 550 no such person" in capsys.readouterr().out
    settings.SMTP_URL = ""
    assert main(["doctor", "--mail", "solange@example.org"]) == 1
    assert main(["doctor", "--mail", "nobody"]) == 1
    said = capsys.readouterr().out
    assert "there is no mail server" in said
    assert "nobody is no e-mail address" in said
