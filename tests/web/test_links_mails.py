"""Fewer mails, none, never again, and a link past its time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from entregent.circles import operations as circles
from entregent.circles.models import Circle, Membership
from entregent.gatherings.models import Gathering
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.people.queries import refuses_mail, token_of
from tests.cast import a_circle, a_date, a_past_date, answer_link, somebody
from tests.web.visiting import told, visitor, words

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia Benali", "nadia@example.org", now=now)


@pytest.fixture
def theo(now: datetime) -> Person:
    return somebody("Théo Prat", "theo@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, theo: Person, now: datetime) -> Circle:
    return a_circle(nadia, theo, name="Les déjeuners", now=now - 60 * DAY)


@pytest.fixture
def mail(circle: Circle, theo: Person, now: datetime) -> str:
    link = people.ensure_link(
        person=theo, purpose=Purpose.MAILS, kind="circle", object_id=circle.pk, now=now, lives=365 * DAY
    )
    return f"/l/{token_of(link)}"


def level(circle: Circle, person: Person) -> str:
    return Membership.objects.get(circle=circle, person=person).mail


def expire(now: datetime, **changes: datetime) -> None:
    Link.objects.update(**(changes or {"expires_at": now - DAY}))


@pytest.mark.parametrize("wanted", ["every", "dates", "none"])
def test_each_chooses_what_this_circle_sends(mail: str, circle: Circle, theo: Person, wanted: str) -> None:
    client = visitor()
    assert "For Théo Prat, in this circle alone." in words(client.get(mail))
    response = client.post(f"{mail}/mails", {"level": wanted}, follow=True)
    assert (told(response), level(circle, theo)) == ("Saved: from the next mail on.", wanted)
    assert re.findall(r'value="(\w+)"[^>]*checked', response.content.decode()) == [wanted]


def test_something_else_is_refused(mail: str, circle: Circle, theo: Person) -> None:
    assert (visitor().post(f"{mail}/mails", {"level": "all"}).status_code, level(circle, theo)) == (422, "every")


def test_the_same_from_the_mail_of_a_date(circle: Circle, nadia: Person, theo: Person, now: datetime) -> None:
    gathering = a_date(circle, nadia, days=3, now=now)
    url = f"/l/{token_of(answer_link(theo, gathering, now))}/mails"
    visitor().post(url, {"level": "none"})
    assert level(circle, theo) == "none"


def test_a_mail_programs_own_button_needs_neither_cookie_nor_token(mail: str, circle: Circle, theo: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert (strict.post(f"{mail}/mails", ONE_CLICK).status_code, level(circle, theo)) == (200, "none")
    assert (strict.post(f"{mail}/never", ONE_CLICK).status_code, refuses_mail("theo@example.org")) == (200, True)
    assert strict.cookies.keys() <= {"csrf"}
    assert strict.post(mail, {"level": "every"}).status_code == 403


def test_a_button_of_an_old_mail_still_works(mail: str, circle: Circle, theo: Person, now: datetime) -> None:
    expire(now)
    strict = Client(enforce_csrf_checks=True)
    assert (strict.post(f"{mail}/mails", ONE_CLICK).status_code, level(circle, theo)) == (200, "none")
    assert (strict.post(f"{mail}/never", ONE_CLICK).status_code, refuses_mail("theo@example.org")) == (200, True)


def test_never_again_is_for_every_address_and_is_taken_back(mail: str, theo: Person, now: datetime) -> None:
    people.prove_address(person=theo, written="theo@second.example", now=now)
    client, url = visitor(), f"{mail}/never"
    assert "Or only fewer mails, from this circle" in words(client.get(url))
    client.post(url)
    assert [refuses_mail(one) for one in ("theo@example.org", "theo@second.example")] == [True, True]
    assert "Nothing will come any more" in words(client.get(url))
    assert "Taken back: mails reach you again." in words(client.post(url, {"act": "write"}))
    assert [refuses_mail(one) for one in ("theo@example.org", "theo@second.example")] == [False, False]


def test_who_left_reads_nothing_of_the_circle(mail: str, circle: Circle, theo: Person, now: datetime) -> None:
    client = visitor()
    assert "Les déjeuners" in words(client.get(mail))
    circles.leave(circle=circle, person=theo, now=now)
    for url in (mail, f"{mail}/mails"):
        response = client.get(url)
        assert (response.status_code, "Les déjeuners" in words(response)) == (410, False)


@pytest.fixture
def old(circle: Circle, nadia: Person, theo: Person, now: datetime) -> str:
    """The link in the mail of a date of two months ago, past its time."""
    past = a_past_date(circle, nadia, days=50, now=now, place="Le Petit Marché")
    url = f"/l/{token_of(answer_link(theo, past, now))}"
    expire(now)
    return url


@pytest.fixture
def ahead(circle: Circle, nadia: Person, now: datetime) -> Gathering:
    return a_date(circle, nadia, days=3, now=now, place="Chez Youssef")


def test_past_its_time_a_link_shows_the_next_date_and_nothing_else(old: str, ahead: Gathering) -> None:
    client = visitor()
    response = client.get(f"{old}?answer=yes")
    read = words(response)
    assert response.status_code == 410
    assert ("Chez Youssef" in read, "Le Petit Marché" in read, "Nadia" in read) == (True, False, False)
    assert 'name="answer"' not in response.content.decode()
    for path in ("", "/next", "/standing", "/not-me"):
        assert client.post(f"{old}{path}", {"answer": "yes"}).status_code in (404, 410)
    assert ahead.answers.count() == 0


def test_a_lost_link_is_sent_again_once_to_the_same_address(old: str, ahead: Gathering, theo: Person) -> None:
    client = visitor()
    assert "It goes to t…@example.org alone." in words(client.get(old))
    for _tap in range(2):
        response = client.post(f"{old}/again")
        assert (response.status_code, "A new mail is on its way" in words(response)) == (200, True)
    sent = Notice.objects.get(kind="date-again")
    assert (sent.person, sent.object_id, sent.to_written) == (theo, ahead.pk, "")


def test_with_no_next_date_there_is_nothing_to_send(old: str) -> None:
    client = visitor()
    assert "No next date is fixed yet; a mail will tell you." in words(client.get(old))
    assert client.post(f"{old}/again").status_code == 410
    assert Notice.objects.filter(kind="date-again").count() == 0


def test_who_left_gets_no_new_link(old: str, ahead: Gathering, circle: Circle, theo: Person, now: datetime) -> None:
    client = visitor()
    assert "Chez Youssef" in words(client.get(old))
    circles.leave(circle=circle, person=theo, now=now)
    assert "Chez Youssef" not in words(client.get(old))
    assert client.post(f"{old}/again").status_code == 410
    assert Notice.objects.filter(kind="date-again").count() == 0


def test_a_revoked_link_shows_not_even_the_next_date(old: str, ahead: Gathering, now: datetime) -> None:
    expire(now, revoked_at=now, expires_at=now + DAY)
    response = visitor().get(old)
    assert (response.status_code, "Chez Youssef" in words(response)) == (410, False)


def test_somebody_erased_has_no_link(mail: str, theo: Person, now: datetime) -> None:
    from entregent.people.privacy import erase_all

    assert visitor().get(mail).status_code == 200
    erase_all(theo, now)
    assert visitor().get(mail).status_code == 404
