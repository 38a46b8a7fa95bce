"""`entregent outbox` and `first-link`: what the operator reads in a terminal."""

from __future__ import annotations

import re

import pytest

from entregent.cli.main import main
from entregent.notices.models import Notice
from entregent.people.operations import enter_by_link, first_link, make_operator, prove_address
from entregent.people.queries import token_of
from tests.cast import DAY, NOW, a_circle, a_date, somebody
from tests.notices.post import LEFT, LetterBox, deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Notice:
    person = somebody("Anne", "anne@example.org")
    a_date(a_circle(person, name="Tuesday lunch"), person, place="Chez Paul")
    deliver(NOW + LEFT, LetterBox(keeps=True))
    return Notice.objects.get()


def test_an_empty_outbox_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox"]) == 0
    assert capsys.readouterr().out == "The outbox is empty: no mail has been kept.\n"


@pytest.mark.parametrize("words", [["outbox"], ["outbox", "list", "--most", "5"]])
def test_the_list(kept: Notice, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    line = capsys.readouterr().out
    assert re.fullmatch(
        rf" *{kept.pk}  2026-11-24 10:02  anne@example\.org  Thursday 26 November, 12:30: are you coming\?\n", line
    )


def test_one_mail_as_text(kept: Notice, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", "show", str(kept.pk)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("To: anne@example.org\nSubject: Thursday 26 November, 12:30: are you coming?\nDate: ")
    assert "Chez Paul" in said


def test_one_mail_as_html(kept: Notice, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", "show", str(kept.pk), "--html"]) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")


def test_a_mail_that_is_not_there(kept: Notice, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", "show", "999999"]) == 1
    assert "No mail 999999 in the outbox" in capsys.readouterr().out


def test_a_mail_whose_subject_is_gone_is_still_listed(kept: Notice, capsys: pytest.CaptureFixture[str]) -> None:
    Notice.objects.update(object_id=0)
    assert main(["outbox"]) == 0
    assert "what it spoke of is gone" in capsys.readouterr().out


def test_a_mail_that_was_sent_is_not_in_the_outbox(capsys: pytest.CaptureFixture[str]) -> None:
    person = somebody("Anne", "anne@example.org")
    a_date(a_circle(person), person)
    deliver(NOW + LEFT)
    main(["outbox"])
    assert "empty" in capsys.readouterr().out


def test_the_first_person_comes_in_by_a_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["first-link"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"http://testserver/s/[\w-]+\n", said)


def test_asked_again_it_is_the_same_person() -> None:
    first, again = first_link(NOW), first_link(NOW + DAY)
    assert first is not None
    assert again is not None
    assert first.person == again.person
    assert first.person.is_operator


def test_a_used_link_opens_nothing_but_a_new_one_can_be_had() -> None:
    """Until they leave an address: who closed the browser too early is not locked out of their own instance."""
    link = first_link(NOW)
    assert link is not None
    person = enter_by_link(token=token_of(link), now=NOW, language="en")
    again = first_link(NOW + DAY)
    assert again is not None
    assert (again.person, token_of(again)) == (person, token_of(again))
    assert token_of(again) != token_of(link)


def test_an_operator_with_an_address_needs_none(capsys: pytest.CaptureFixture[str]) -> None:
    operator = somebody("Solange", "solange@example.org")
    make_operator(person=operator, now=NOW)
    assert first_link(NOW) is None
    assert main(["first-link"]) == 1
    assert "they sign in with a code" in capsys.readouterr().out


def test_an_address_that_proved_nothing_does_not_count() -> None:
    operator = somebody("Solange", "solange@example.org", proved=False)
    make_operator(person=operator, now=NOW)
    link = first_link(NOW)
    assert link is not None
    assert link.person == operator
    prove_address(person=operator, written="solange@example.org", now=NOW)
    assert first_link(NOW) is None


@pytest.mark.parametrize("most", ["-5", "99999999999999999999999"])
def test_as_many_as_there_are_whatever_is_asked(kept: Notice, most: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", "list", "--most", most]) == 0
    assert capsys.readouterr().out.count("\n") == 1
