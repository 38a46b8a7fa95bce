"""A table that holds so many, on its pages: who waits, who books, who reads the call's address."""

from __future__ import annotations

from datetime import datetime

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from entregent.people.queries import token_of
from tests.cast import DAY, HOUR, MINUTE, a_circle, a_date, answer_link, fresh, say, somebody
from tests.web.visiting import as_person, told, undo, visitor, words

pytestmark = pytest.mark.django_db

CALL = "https://call.example/lunch"


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia Benali", "nadia@example.org", now=now)


@pytest.fixture
def theo(now: datetime) -> Person:
    return somebody("Théo Prat", "theo@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, theo: Person, now: datetime) -> Circle:
    return a_circle(nadia, theo, now=now - 60 * DAY)


@pytest.fixture
def table(circle: Circle, nadia: Person, now: datetime) -> Gathering:
    """For one, and by video, in three days."""
    return a_date(circle, nadia, days=3, now=now - HOUR, place="Chez Youssef", seats=1, video=CALL)


def mail(person: Person, table: Gathering, now: datetime) -> str:
    return f"/l/{token_of(answer_link(person, table, now))}"


def test_whoever_waits_reads_their_place_everywhere(
    table: Gathering, nadia: Person, theo: Person, now: datetime
) -> None:
    say(table, nadia, now=now)
    assert "The table is full: a yes waits its turn." in words(visitor().get(mail(theo, table, now)))
    visitor().post(mail(theo, table, now), {"answer": "yes"})
    line = "You are first on the waiting list."
    for page in (f"/g/{table.key}", f"/c/{table.circle.slug}", "/today"):
        assert line in words(as_person(theo).get(page)), page
    assert line in words(visitor().get(mail(theo, table, now)))
    assert "On the waiting list for 1 place 1. Théo Prat" in words(as_person(nadia).get(f"/g/{table.key}"))


def test_the_waiting_list_stands_in_its_order_for_everybody_on_it(
    table: Gathering, circle: Circle, nadia: Person, theo: Person, now: datetime
) -> None:
    ines = somebody("Inès Roy", "ines@example.org", now=now)
    circles.add_member(circle=circle, person=ines, now=now - 60 * DAY)
    say(table, nadia, now=now - 3 * MINUTE)
    say(table, theo, now=now - 2 * MINUTE, guests=2)
    say(table, ines, now=now - MINUTE)
    read = in_line(ines, table)
    assert "On the waiting list for 4 places 1. Théo Prat (+ 2), 2. you" in read
    assert "You are second on the waiting list." in read
    assert "1. you (+ 2), 2. Inès Roy" in in_line(theo, table)


def in_line(reader: Person, table: Gathering) -> str:
    """The page's words; each name stands in a link of its own, which leaves no room before a comma."""
    return words(as_person(reader).get(f"/g/{table.key}")).replace(" ,", ",")


def test_only_those_who_come_read_where_the_call_is(
    table: Gathering, nadia: Person, theo: Person, now: datetime
) -> None:
    def reads(person: Person) -> list[bool]:
        pages = (as_person(person).get(f"/g/{table.key}"), visitor().get(mail(person, table, now)))
        return [CALL in page.content.decode() for page in pages]

    assert reads(theo) == [False, False]
    say(table, nadia, now=now)
    say(table, theo, now=now)
    assert (reads(nadia), reads(theo)) == ([True, True], [False, False])
    visitor().post(mail(theo, table, now), {"answer": "yes", "video": "on"})
    assert reads(theo) == [True, True]


def test_whoever_has_the_only_place_is_told_that_a_guest_has_none(table: Gathering, nadia: Person) -> None:
    client = as_person(nadia)
    client.post(f"/g/{table.key}/answer", {"answer": "yes"})
    page = client.post(f"/g/{table.key}/answer", {"answer": "yes", "guests": "1"}, follow=True)
    assert told(page) == "The table is full: there is no place for a guest. Your own is kept."


def test_who_books_alone_reads_the_diets(table: Gathering, nadia: Person, theo: Person, now: datetime) -> None:
    visitor().post(mail(theo, table, now), {"answer": "yes"})
    visitor().post(f"{mail(theo, table, now)}/more", {"word": "At one", "diet": "no nuts"})
    client, address = as_person(nadia), f"/g/{table.key}"
    assert "no nuts" not in words(client.get(address))
    client.post(f"{address}/book")
    read = words(client.get(address))
    assert all(said in read for said in ("You book the table", "One person", "Théo Prat no nuts", "“At one”"))
    other = words(as_person(theo).get(address))
    assert ("Nadia Benali books the table." in other, "You book" in other) == (True, False)


def test_booking_is_undone_and_a_second_tap_of_somebody_else_changes_nothing(
    table: Gathering, nadia: Person, theo: Person
) -> None:
    client, address = as_person(nadia), f"/g/{table.key}"
    client.post(f"{address}/book")
    as_person(theo).post(f"{address}/book")
    assert fresh(table).booked_by == nadia
    undo(client, address)
    assert fresh(table).booked_by is None


def test_once_answers_are_closed_one_can_give_up_from_the_mail_and_come_back(
    table: Gathering, nadia: Person, now: datetime
) -> None:
    say(table, nadia, now=now)
    Gathering.objects.filter(pk=table.pk).update(answer_until=now)
    address = mail(nadia, table, now)
    assert "I can’t after all" in words(visitor().get(address))
    visitor().post(f"{address}/cannot", {"act": "cannot"})
    assert table.answers.get().reply == Reply.NO
    assert "I come after all" in words(visitor().get(address))
    visitor().post(f"{address}/cannot", {"act": "back"})
    assert table.answers.get().reply == Reply.YES
    assert visitor().post(f"{address}/cannot", {"act": "back"}).status_code == 409


def test_one_says_i_am_here_from_the_mail_once_the_code_lies_on_the_table(
    circle: Circle, nadia: Person, theo: Person, now: datetime
) -> None:
    table = a_date(circle, nadia, days=3, now=now - HOUR)
    Gathering.objects.filter(pk=table.pk).update(starts_at=now - HOUR, answer_until=now - 2 * HOUR)
    address = mail(theo, table, now)
    assert visitor().post(f"{address}/here").status_code == 409
    gatherings.table_link(gathering=fresh(table), by=nadia, now=now)
    assert "I’m here" in words(visitor().get(address))
    assert "You are here. Have a good time." in words(visitor().post(f"{address}/here"))
    client = as_person(nadia)
    client.post(f"/g/{table.key}/here")
    assert table.attendances.count() == 2
    undo(client, f"/g/{table.key}")
    assert [row.person for row in table.attendances.all()] == [theo]
