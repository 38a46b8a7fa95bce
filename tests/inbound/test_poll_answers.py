"""A poll answered by mail, by the numbers of its dates: what is taken, and what is told."""

from __future__ import annotations

from typing import Any

import pytest

from entregent.inbound import operations
from entregent.inbound.choices import choices_in
from entregent.inbound.enums import Fate
from entregent.notices.models import Notice
from entregent.notices.writing import Mail
from entregent.people.models import Person
from entregent.polls import operations as polls
from entregent.polls.models import Ballot, Poll
from tests.cast import DAY, HOUR, NOW, a_circle, a_poll, somebody
from tests.inbound.letters import a_mail
from tests.notices.post import LEFT, deliver
from tests.polls.stage import fresh, votes

THEO = "theo@example.org"
LATER = NOW + HOUR


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1 3", "yny"),
        ("1, 3", "yny"),
        ("1 et 3", "yny"),
        ("Oui : 2", "nyn"),
        ("1, 2 si besoin", "ymn"),
        ("1 and 2 if need be, 3", "ymy"),
        ("2 peut-être", "nmn"),
        ("1 et 3, 2 non merci", "yny"),
        ("Tous", "yyy"),
        ("all", "yyy"),
        ("Aucun", "nnn"),
        ("None.", "nnn"),
        ("si besoin", "mmm"),
        ("Bonjour,\n1 3\nThéo", "yny"),
        ("Les dates 1 et 2\nMerci", "yyn"),
        ("Je peux le 1", ""),
        ("1 mais pas le 3", ""),
        ("4", ""),
        ("0", ""),
        ("1 3\nor rather 2", ""),
        ("2 non", ""),
        ("", ""),
        ("I come!", ""),
        ("26", ""),
    ],
)
def test_only_what_leaves_no_doubt_is_read(written: str, said: str) -> None:
    found = choices_in(written, 3)
    assert "".join({"yes": "y", "maybe": "m", "no": "n"}[one] for one in found or ()) == said


@pytest.fixture
def poll(db: None, settings: Any) -> Poll:
    settings.INBOUND_ADDRESS = "replies@testserver"
    nadia = somebody("Nadia", "nadia@example.org")
    return a_poll(a_circle(nadia, somebody("Théo", THEO)), nadia, now=NOW)


@pytest.fixture
def theo(poll: Poll) -> Person:
    return Person.objects.get(name="Théo")


@pytest.fixture
def mail(poll: Poll) -> Mail:
    return deliver(NOW + LEFT)[THEO]


def said(poll: Poll, person: Person) -> list[str]:
    rows = Ballot.objects.filter(poll=poll, person=person)
    return [vote.choice for ballot in rows for vote in ballot.votes.order_by("slot__starts_at")]


def told() -> list[str]:
    return [str(row.payload["why"]) for row in Notice.objects.filter(kind="not-taken").order_by("pk")]


def test_the_mail_numbers_its_dates_and_its_answer_counts(poll: Poll, theo: Person, mail: Mail) -> None:
    assert "- (1) " in mail.text
    assert "Or answer this mail with the numbers that suit" in mail.text
    assert operations.receive(a_mail(str(mail.message["Reply-To"]), "1, 3 if need be"), LATER) == Fate.ANSWERED
    assert (said(poll, theo), told()) == (["yes", "no", "maybe"], [])
    operations.receive(a_mail(str(mail.message["Reply-To"]), "none", Message_ID="<2@m.example>"), LATER + HOUR)
    assert said(poll, theo) == ["no", "no", "no"]


def test_without_a_mailbox_it_offers_none(poll: Poll, settings: Any) -> None:
    settings.INBOUND_ADDRESS = ""
    mail = deliver(NOW + LEFT)[THEO]
    assert "(1)" not in mail.text
    assert "numbers that suit" not in mail.text


def test_a_sentence_is_not_guessed_at_and_its_writer_is_told(poll: Poll, theo: Person, mail: Mail) -> None:
    votes(poll, theo, "yyy")
    assert operations.receive(a_mail(str(mail.message["Reply-To"]), "Not before noon"), LATER) == Fate.REFUSED
    assert (said(poll, theo), told()) == (["yes", "yes", "yes"], ["unclear"])


def test_nobody_answers_for_another_nor_too_late(poll: Poll, theo: Person, mail: Mail) -> None:
    to = str(mail.message["Reply-To"])
    assert operations.receive(a_mail(to, "1", sender="nadia@example.org"), LATER) == Fate.REFUSED
    polls.close(poll=fresh(poll), by=Person.objects.get(name="Nadia"), now=LATER)
    assert operations.receive(a_mail(to, "1", Message_ID="<2@m.example>"), LATER + DAY) == Fate.REFUSED
    assert (said(poll, theo), told()) == ([], ["elsewhere", "over"])
