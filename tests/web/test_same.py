"""The same person twice: said by a member, by the person themself, or by two who share an address."""

from __future__ import annotations

import pytest
from django.test import Client

from entregent.circles import operations as circles
from entregent.circles.models import Circle, Membership
from entregent.core.clock import now
from entregent.people import queries
from entregent.people.models import Merge, Person, Session
from tests.cast import DAY, a_circle, somebody
from tests.web.visiting import as_person, last_code, told, undo, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunch() -> Circle:
    """Anne's, where Nadia stands twice: as herself, and as a name of a file."""
    anne, nadia = somebody("Anne", "anne@example.org"), somebody("Nadia Benali", "nadia@example.org")
    circle = a_circle(anne, nadia, name="Lunch", now=now() - DAY)
    circles.import_members(circle=circle, content=b"Nom\nNadia B.\n", file_name="x.csv", now=now())
    return circle


def anne(lunch: Circle) -> Client:
    return as_person(lunch.opened_by)


def page_of(lunch: Circle, name: str) -> str:
    row = Membership.objects.select_related("person").get(circle=lunch, name=name) if name == "Nadia B." else None
    person = row.person if row else Person.objects.get(name=name)
    return f"/c/{lunch.slug}/members/{person.key}"


@pytest.mark.parametrize(("here", "other"), [("Nadia B.", "Nadia Benali"), ("Nadia Benali", "Nadia B.")])
def test_from_either_page_the_two_become_one_and_come_apart(lunch: Circle, here: str, other: str) -> None:
    client, page = anne(lunch), page_of(lunch, here)
    assert f'href="{page}/same"' in client.get(page).content.decode()
    assert f"{other} The same" in " ".join(words(client.get(f"{page}/same")).replace("NB ", "").split())
    key = page_of(lunch, other).rpartition("/")[2]
    response = client.post(f"{page}/same", {"other": key})
    assert response["Location"] == page_of(lunch, "Nadia Benali")
    assert told(client.get(response["Location"])) == "“Nadia B.” and “Nadia Benali” are one person here from now on."
    assert lunch.memberships.count() == 2
    client.post(f"{page_of(lunch, 'Nadia Benali')}/same", {"other": key})
    assert Merge.objects.count() == 1
    assert "put two records of Nadia Benali together" in words(client.get(f"/c/{lunch.slug}/journal"))


def test_said_by_mistake_it_is_undone_from_the_next_page(lunch: Circle) -> None:
    client, page = anne(lunch), page_of(lunch, "Nadia B.")
    key = page_of(lunch, "Nadia Benali").rpartition("/")[2]
    undo(client, client.post(f"{page}/same", {"other": key})["Location"])
    assert lunch.memberships.count() == 3
    assert "took two records apart again: Nadia Benali" in words(client.get(f"/c/{lunch.slug}/journal"))


def test_two_who_came_by_themselves_are_not_for_others_to_put_together(lunch: Circle) -> None:
    page = page_of(lunch, "Nadia Benali")
    assert anne(lunch).post(f"{page}/same", {"other": lunch.opened_by.key}).status_code == 404
    assert not Merge.objects.exists()


def proves(client: Client, address: str) -> str:
    client.post("/me/addresses", {"address": address})
    return str(client.post("/me/addresses/code", {"code": last_code()})["Location"])


def test_whoever_proves_an_address_of_another_record_makes_them_one_and_undoes_it() -> None:
    nadia, other = somebody("Nadia", "nadia@example.org"), somebody("Nadia B.", "nb@example.org")
    choir = a_circle(other, name="Choir", now=now())
    client = as_person(nadia)
    assert client.post("/me/addresses/same/merge", {"record": other.key}).status_code == 404
    assert proves(client, "nb@example.org") == "/me/addresses/same"
    page = words(client.get("/me/addresses/same"))
    assert "Nadia B. Choir It is me" in page
    assert client.post("/me/addresses/same/merge", {"record": nadia.key}).status_code == 404
    client.post("/me/addresses/same/merge", {"record": other.key})
    assert [one.written for one in queries.addresses_of(nadia)] == ["nadia@example.org", "nb@example.org"]
    assert as_person(nadia).get(f"/c/{choir.slug}").status_code == 200
    undo(client, "/circles")
    assert [one.written for one in queries.addresses_of(nadia)] == ["nadia@example.org"]
    assert client.get(f"/c/{choir.slug}").status_code == 404


def test_two_who_share_an_address_each_come_in_as_themselves() -> None:
    anne, paul = somebody("Anne", "us@example.org"), somebody("Paul", "paul@example.org")
    client = as_person(paul)
    proves(client, "us@example.org")
    client.post("/me/addresses/same/share")
    assert "opens both accounts" in told(client.get("/me/addresses"))
    arriving = visitor()
    arriving.post("/sign-in", {"address": "us@example.org", "next": "/circles"})
    assert arriving.post("/sign-in/code", {"code": last_code()})["Location"] == "/sign-in/who"
    assert "Anne Paul" in words(arriving.get("/sign-in/who"))
    assert arriving.post("/sign-in/who", {"person": somebody("Wanda").key})["Location"] == "/sign-in/who"
    assert arriving.post("/sign-in/who", {"person": paul.key})["Location"] == "/circles"
    assert Session.objects.filter(person=paul, way="code").count() == 1
    assert not Session.objects.filter(person=anne).exists()


def test_without_a_code_nobody_is_asked_who_they_are() -> None:
    somebody("Anne", "us@example.org")
    arriving = visitor()
    arriving.post("/sign-in", {"address": "us@example.org"})
    assert arriving.get("/sign-in/who")["Location"] == "/sign-in"
    assert arriving.post("/sign-in/who", {"person": Person.objects.get().key})["Location"] == "/sign-in"
    arriving.post("/sign-in/code", {"code": last_code()})
    assert arriving.get("/me").status_code == 200


def test_one_whose_address_was_never_proved_is_told_of_no_other() -> None:
    theirs = somebody("Théo", "theo@example.org")
    client = as_person(somebody("Nadia", "nadia@example.org"))
    client.post("/me/addresses", {"address": "theo@example.org"})
    assert client.get("/me/addresses/same")["Location"] == "/me/addresses"
    assert client.post("/me/addresses/same/share").status_code == 404
    assert [one.written for one in queries.addresses_of(theirs)] == ["theo@example.org"]
