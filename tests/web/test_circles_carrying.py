"""Taking a circle away and bringing one in, inviting out of a file and by name: as their pages do it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from entregent.circles import operations as circles
from entregent.circles.models import Circle, Invitation
from entregent.core.clock import now
from entregent.people.models import Person
from tests.cast import DAY, a_circle, a_past_date, somebody, write
from tests.web.visiting import as_person, once_of, told, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne() -> Person:
    return somebody("Anne", "anne@example.org")


@pytest.fixture
def circle(anne: Person) -> Circle:
    circle = a_circle(anne, somebody("Théo"), name="Lunches", now=now() - 40 * DAY)
    write(a_past_date(circle, anne, now=now()), anne, "Said for the circle.", now=now())
    return circle


def file(content: bytes, name: str = "liste.csv") -> Any:
    return SimpleUploadedFile(name, content)


def test_taken_away_here_and_brought_in_there(circle: Circle, anne: Person) -> None:
    client, path = as_person(anne), f"/c/{circle.slug}/take-away"
    assert "No address: each person would be invited again." in words(client.get(path))
    response = client.post(path)
    assert response["Content-Type"] == "application/zip"
    assert f'filename="{circle.slug}-' in response["Content-Disposition"]
    solange = somebody("Solange", "solange@example.org")
    there = as_person(solange)
    circles.add_member(circle=a_circle(anne, now=now()), person=solange, now=now())
    wrong = there.post("/circles/bring-in", {"file": file(b"{}")})
    assert wrong.status_code == 422
    assert "This is no circle taken away from an instance like this one." in words(wrong)
    brought = there.post("/circles/bring-in", {"file": file(response.content, "lunches.zip")})
    page = there.get(brought["Location"])
    assert told(page) == "The circle is here. Nobody was written to: invite each of them again."
    assert "Lunches" in words(page)
    invite = there.get(f"{brought['Location']}/invite")
    assert "2 people a file brought in are known by name alone" in words(invite)


def test_sent_twice_it_is_one_circle(circle: Circle, anne: Person) -> None:
    client = as_person(anne)
    content = client.post(f"/c/{circle.slug}/take-away").content
    once = once_of(client.get("/circles/bring-in"))
    there = {
        client.post("/circles/bring-in", {"file": file(content, "lunches.zip"), "once": once})["Location"]
        for _ in range(2)
    }
    assert (len(there), Circle.objects.count()) == (1, 2)


def test_out_of_a_spreadsheet_one_sees_first_whom_it_goes_to(circle: Circle, anne: Person) -> None:
    client, invite = as_person(anne), f"/c/{circle.slug}/invite"
    once = once_of(client.get(invite))
    content = "Prénom;Nom;Courriel\nOdile;Roux;odile@example.org\nZoé;;ZOE@example.org\nZoé;;zoe@example.org\nRien;;\n"
    page = client.post(f"{invite}/file", {"file": file(content.encode()), "once": once})
    assert "It goes to two people Odile Roux odile@example.org Zoé ZOE@example.org" in words(page)
    assert "One address was there twice: it gets one mail." in words(page)
    assert not Invitation.objects.exists()
    pasted = "Odile Roux <odile@example.org>\nZoé <ZOE@example.org>"
    client.post(f"{invite}/send", {"pasted": pasted, "from_file": "on", "once": once})
    assert set(Invitation.objects.values_list("batch__source", flat=True)) == {"own-file"}
    batch = Invitation.objects.first()
    assert batch is not None
    client.post(f"{invite}/{batch.batch.key}/call-back")
    assert "Odile Roux &lt;odile@example.org&gt;" in client.get(invite).content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Nom\nOdile\n", "This file holds no e-mail address."),
        (b"PK\x03\x04", "This file is no CSV"),
        (b"mail\n" + b"somebody.with.a.long.address@example.org\n" * 1200, "more addresses than one sending takes"),
    ],
)
def test_a_file_that_does_not_do_says_why(circle: Circle, anne: Person, content: bytes, said: str) -> None:
    page = as_person(anne).post(f"/c/{circle.slug}/invite/file", {"file": file(content)})
    assert page.status_code == 422
    assert said in words(page)


def test_people_known_by_name_are_given_an_address(circle: Circle, anne: Person) -> None:
    circles.import_members(circle=circle, content=b"Nom\nRose Abadie\nPaul Roux\n", file_name="x.csv", now=now())
    rose, paul = circle.memberships.filter(imported_at__isnull=False).order_by("pk")
    client, path = as_person(anne), f"/c/{circle.slug}/invite/by-name"
    page = client.get(path)
    assert "Rose Abadie" in words(page)
    wrong = client.post(path, {f"address-{rose.pk}": "rose chez abadie", f"address-{paul.pk}": "paul@example.org"})
    assert wrong.status_code == 422
    assert "This is not an e-mail address: is a letter missing?" in words(wrong)
    assert 'value="paul@example.org"' in wrong.content.decode()
    client.post(path, {f"address-{rose.pk}": "rose@example.org", "once": once_of(page)})
    assert Invitation.objects.get().person == rose.person
    assert "One person a file brought in is known by name alone" in words(client.get(f"/c/{circle.slug}/invite"))
    empty = client.post(path, {"once": "other"})
    assert empty.status_code == 422


def test_another_circles_people_are_not_reached_from_here(circle: Circle, anne: Person) -> None:
    other = a_circle(somebody("Wanda"), name="Choir", now=now())
    circles.import_members(circle=other, content=b"Nom\nCanary\n", file_name="x.csv", now=now())
    row = other.memberships.get(imported_at__isnull=False)
    as_person(anne).post(f"/c/{circle.slug}/invite/by-name", {f"address-{row.pk}": "x@example.org", "once": "1"})
    assert not Invitation.objects.exists()
    assert not row.person.addresses.exists()


def test_a_wrong_address_of_another_page_is_shown_again_and_so_is_one_given_twice(circle: Circle, anne: Person) -> None:
    names = "".join(f"Person {number:02}\n" for number in range(40))
    circles.import_members(circle=circle, content=f"Nom\n{names}".encode(), file_name="x.csv", now=now())
    rows = list(circle.memberships.filter(imported_at__isnull=False).order_by("sort_name", "pk"))
    client, path = as_person(anne), f"/c/{circle.slug}/invite/by-name"
    wrong = client.post(path, {f"address-{rows[39].pk}": "2026-13-45", "once": "1"})
    assert (wrong.status_code, "2026-13-45" in wrong.content.decode()) == (422, True)
    same = {f"address-{row.pk}": "rose@example.org" for row in rows[:2]}
    twice = client.post(path, {**same, "once": "2"})
    assert twice.status_code == 422
    assert "This address is given to several people: which of them is it?" in words(twice)
    assert not Invitation.objects.exists()


def test_a_name_with_a_comma_stays_whole(circle: Circle, anne: Person) -> None:
    content = b"nom;email\nDupont, Jean;jean@example.org\n"
    page = as_person(anne).post(f"/c/{circle.slug}/invite/file", {"file": file(content)})
    assert page.status_code == 200
    assert "Dupont, Jean" in words(page)
    assert "not an address" not in words(page)
