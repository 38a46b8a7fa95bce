"""A date answered from its mail: no account, no session, and nobody else's answer touched."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.core import clock
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.models import Link, Person
from entregent.people.queries import token_of
from tests.cast import a_circle, a_date, a_past_date, answer_link, say, seen, somebody
from tests.web.visiting import as_person, visitor, words

pytestmark = pytest.mark.django_db

QUERIES = 12
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


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
def gathering(circle: Circle, nadia: Person, now: datetime) -> Gathering:
    return a_date(circle, nadia, days=3, now=now - HOUR, place="Chez Youssef")


@pytest.fixture
def mail(theo: Person, gathering: Gathering, now: datetime) -> str:
    """The address in Théo's mail."""
    return url_of(theo, gathering, now)


def url_of(person: Person, gathering: Gathering, now: datetime) -> str:
    return f"/l/{token_of(answer_link(person, gathering, now))}"


def reply_of(gathering: Gathering, person: Person) -> str:
    given = queries.answer_of(gathering, person)
    return given.reply if given else ""


def checked(response: Any) -> list[str]:
    """The answers chosen on the page."""
    choices = response.content.decode().split('name="answer" value="')[1:]
    return [one.split('"')[0] for one in choices if " checked" in one.split(">")[0]]


@pytest.mark.parametrize(
    ("asked", "chosen"), [("?answer=yes", ["yes"]), ("?answer=maybe", ["maybe"]), ("?answer=no", ["no"]), ("", [])]
)
def test_it_opens_with_the_answer_chosen_and_records_nothing(
    mail: str, gathering: Gathering, asked: str, chosen: list[str]
) -> None:
    response = visitor().get(f"{mail}{asked}")
    assert (response.status_code, checked(response), gathering.answers.count()) == (200, chosen, 0)
    read = words(response)
    assert "You answer as Théo Prat . Not you?" in read
    assert "Nothing is recorded until you confirm." in read
    assert "Members of the circle see your answer." in read
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"


def test_one_button_records_it_and_thanks(mail: str, gathering: Gathering, theo: Person) -> None:
    client = visitor()
    response = client.post(mail, {"answer": "yes"}, follow=True)
    assert response.redirect_chain == [(mail, 302)]
    given = gathering.answers.get()
    assert (given.person, given.reply, given.via) == (theo, Reply.YES, Via.MAIL)
    read = words(response)
    assert "You are coming" in read
    assert "Thank you, Théo Prat: it is noted, and that is all." in read
    assert "You may change your mind here until" in read
    assert "_auth_user_id" not in client.session


def test_it_is_changed_from_the_same_link(mail: str, gathering: Gathering, theo: Person) -> None:
    for sent, kept in (
        ({"answer": "yes", "guests": "2"}, ("yes", 2)),
        ({"answer": "maybe"}, ("maybe", 2)),
        ({"answer": "no"}, ("no", 0)),
    ):
        visitor().post(mail, sent)
        given = gathering.answers.get(person=theo)
        assert (given.reply, given.guests) == kept


def test_no_answer_chosen_is_said_and_nothing_recorded(mail: str, gathering: Gathering) -> None:
    response = visitor().post(mail, {})
    assert response.status_code == 422
    assert "Choose one of the three, then confirm." in words(response)
    assert gathering.answers.count() == 0


def test_the_form_needs_its_token_and_no_session(mail: str, gathering: Gathering) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(mail, {"answer": "yes"}).status_code == 403
    strict.get(mail)
    sent = {"answer": "yes", "csrfmiddlewaretoken": strict.cookies["csrf"].value}
    assert strict.post(mail, sent).status_code == 302
    assert (reply_of(gathering, gathering.answers.get().person), "session" in strict.cookies) == ("yes", False)


def test_it_says_when_somebody_else_is_signed_in_and_answers_for_its_owner(
    mail: str, gathering: Gathering, nadia: Person, theo: Person
) -> None:
    others, own = as_person(nadia), as_person(theo)
    says = "This browser is signed in as Nadia Benali, but this page speaks for whoever the mail was sent to."
    assert [says in words(one.get(mail)) for one in (others, own)] == [True, False]
    others.post(mail, {"answer": "maybe"})
    assert (reply_of(gathering, theo), reply_of(gathering, nadia)) == ("maybe", "")


@pytest.mark.parametrize(
    ("stop", "said"),
    [
        ("cut-off", "the table is booked."),
        ("cancelled", "This gathering is cancelled."),
        ("called back", "This date was taken back: it is not fixed any more."),
        ("begun", "It has begun. Come if you can."),
        ("over", "This gathering has taken place."),
    ],
)
def test_once_closed_it_says_why_and_offers_the_next_date(
    mail: str, gathering: Gathering, circle: Circle, nadia: Person, theo: Person, now: datetime, stop: str, said: str
) -> None:
    changes: dict[str, dict[str, Any]] = {
        "cut-off": {"answer_until": now - HOUR},
        "cancelled": {"cancelled_at": now, "cancelled_by": nadia},
        "called back": {"fixed_at": None, "fixed_by": None},
        "begun": {"starts_at": now - HOUR, "answer_until": now - HOUR},
        "over": {"starts_at": now - 3 * HOUR, "answer_until": now - HOUR},
    }
    following = a_date(circle, nadia, days=9, now=now, place="La Cantine")
    Gathering.objects.filter(pk=gathering.pk).update(**changes[stop])
    client = visitor()
    response = client.get(f"{mail}?answer=yes")
    assert said in words(response)
    assert "The next date" in words(response)
    assert "La Cantine" in words(response)
    late = client.post(mail, {"answer": "yes"})
    assert (late.status_code, gathering.answers.count()) == (409, 0)
    moved_on = client.post(f"{mail}/next", {"answer": "yes"})
    assert reply_of(following, theo) == "yes"
    assert moved_on["Location"] == url_of(theo, following, now)
    assert "You are coming" in words(client.get(moved_on["Location"]))


def test_with_no_next_date_it_says_that_a_mail_will_tell(mail: str, gathering: Gathering, now: datetime) -> None:
    Gathering.objects.filter(pk=gathering.pk).update(cancelled_at=now)
    assert "No next date is fixed yet; a mail will tell you." in words(visitor().get(mail))
    assert visitor().post(f"{mail}/next", {"answer": "yes"})["Location"] == mail


def test_moved_it_says_so_and_asks_again(mail: str, gathering: Gathering, nadia: Person, theo: Person) -> None:
    say(gathering, theo, now=clock.now())
    when = gatherings.When(gathering.day + DAY, gathering.hour)
    gatherings.move(gathering=gathering, by=nadia, when=when, seen=seen(gathering.circle), now=clock.now())
    read = words(visitor().get(mail))
    assert "The date has moved: this is the new one" in read
    assert "You answer as Théo Prat" in read


def test_a_standing_answer_from_the_mail(mail: str, gathering: Gathering, circle: Circle, theo: Person) -> None:
    client = visitor()
    assert client.post(f"{mail}/standing", {"stand": "on"})["Location"] == mail
    assert (reply_of(gathering, theo), queries.standing_answer(circle, theo) is not None) == ("yes", True)
    assert "You come each time unless you say no." in words(client.get(mail))
    client.post(f"{mail}/standing", {"stand": "off"})
    assert queries.standing_answer(circle, theo) is None


def test_its_calendar_file_names_nobody(mail: str, gathering: Gathering, nadia: Person, now: datetime) -> None:
    say(gathering, nadia, now=now)
    response = visitor().get(f"{mail}/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"LOCATION:Chez Youssef" in response.content
    assert b"Nadia" not in response.content


def test_who_left_sees_nothing_and_answers_nothing(
    mail: str, gathering: Gathering, circle: Circle, theo: Person, now: datetime
) -> None:
    client = visitor()
    assert client.get(mail).status_code == 200
    circles.leave(circle=circle, person=theo, now=now)
    response = client.get(mail)
    assert (response.status_code, "Chez Youssef" in words(response)) == (410, False)
    assert "This link leads nowhere any more" in words(response)
    assert (client.post(mail, {"answer": "yes"}).status_code, gathering.answers.count()) == (410, 0)
    assert client.get(f"{mail}/calendar.ics").status_code == 404


def test_a_block_hides_each_from_the_other(mail: str, gathering: Gathering, nadia: Person, theo: Person) -> None:
    say(gathering, nadia, now=clock.now())
    assert "NB" in words(visitor().get(mail))
    people.block(by=theo, person=nadia, now=clock.now())
    assert "NB" not in words(visitor().get(mail))


@pytest.mark.parametrize(("language", "said"), [("fr", "Tu réponds pour Théo Prat"), ("en", "You answer as Théo Prat")])
def test_it_speaks_the_readers_language_as_the_circle_does(
    mail: str, circle: Circle, nadia: Person, theo: Person, language: str, said: str
) -> None:
    circles.change_circle(circle=circle, by=nadia, now=clock.now(), address_form="tu")
    people.rename(person=theo, name="Théo Prat", language=language)
    assert said in words(visitor("de").get(mail))
    other = visitor()
    other.cookies["language"] = "fr"
    assert "Tu réponds pour Théo Prat" in words(other.get(mail))


@pytest.mark.parametrize("spoil", [lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), lambda token: "x"])
@pytest.mark.parametrize("path", ["", "/next", "/standing", "/not-me", "/calendar.ics", "/mails", "/never", "/again"])
def test_a_forged_link_opens_nothing(mail: str, gathering: Gathering, spoil: Any, path: str) -> None:
    url = f"/l/{spoil(mail.removeprefix('/l/'))}{path}"
    assert visitor().post(url, {"answer": "yes"}).status_code in (404, 405)
    assert gathering.answers.count() == 0


def test_a_link_of_another_purpose_opens_no_answer(gathering: Gathering, theo: Person, now: datetime) -> None:
    link = answer_link(theo, gathering, now)
    answers = f"/l/{token_of(link)}"
    Link.objects.filter(pk=link.pk).update(purpose="sign-in")
    link.refresh_from_db()
    assert [visitor().get(url).status_code for url in (answers, f"/l/{token_of(link)}")] == [404, 404]


def test_as_many_queries_with_three_answers_as_with_one(
    mail: str,
    gathering: Gathering,
    circle: Circle,
    nadia: Person,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    say(gathering, nadia, now=now)
    with django_assert_num_queries(QUERIES):
        visitor().get(mail)
    for name in ("Hugo", "Rose"):
        person = somebody(name, now=now)
        circles.add_member(circle=circle, person=person, now=now)
        say(gathering, person, now=now)
    with django_assert_num_queries(QUERIES):
        visitor().get(mail)


def test_opening_its_pages_writes_nothing(mail: str, circle: Circle, nadia: Person, now: datetime) -> None:
    a_past_date(circle, nadia, days=7, now=now)
    before = (Link.objects.count(), Notice.objects.count())
    for path in ("", "?answer=yes", "/not-me", "/mails", "/never", "/calendar.ics"):
        assert visitor().get(f"{mail}{path}").status_code == 200
    assert (Link.objects.count(), Notice.objects.count()) == before
