"""What I say of myself, a field a page, and what a circle sees of it."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from entregent.circles.models import Circle
from entregent.people.models import Person
from entregent.profiles import queries
from entregent.profiles.enums import Field
from tests.cast import NOW, a_circle, a_picture, a_profile, somebody
from tests.web.visiting import as_person, told, undo, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunch() -> Circle:
    return a_circle(somebody("Nadia Benali", "nadia@example.org"), somebody("Théo Prat"), name="Lunch")


def nadia(lunch: Circle) -> Person:
    return lunch.opened_by


def sent(content: bytes, name: str = "me.png") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def theo(lunch: Circle) -> Client:
    return as_person(Person.objects.get(name="Théo Prat"))


def test_a_field_is_said_shown_read_by_the_circle_and_taken_back(lunch: Circle) -> None:
    client, page = as_person(nadia(lunch)), f"/c/{lunch.slug}/members/{nadia(lunch).key}"
    client.post("/me/profile/trade", {"text": "  Sign   painter ", "shown": [lunch.slug]})
    assert told(client.get("/me/profile")) == "Saved, and shown where you ticked."
    assert "Trade Sign painter Seen by Lunch Change" in words(client.get("/me/profile"))
    assert "Nadia Benali Sign painter" in words(theo(lunch).get(page))
    client.post("/me/profile/trade", {"text": "Sign painter"})
    assert told(client.get("/me/profile")) == "Saved, for yourself alone."
    assert "painter" not in words(theo(lunch).get(page))
    assert "has not said more here" in words(theo(lunch).get(page))


@pytest.mark.parametrize("field", Field.values)
def test_what_was_never_said_is_offered_to_ones_circles_but_for_address_and_telephone(
    lunch: Circle, field: str
) -> None:
    page = as_person(nadia(lunch)).get(f"/me/profile/{field}").content.decode()
    ticked = f'value="{lunch.slug}" id="id_shown_0" checked' in " ".join(page.split()) or "checked" in page
    assert ticked == (field not in ("telephone", "address"))


def test_a_circle_one_is_not_in_is_no_choice(lunch: Circle) -> None:
    other = a_circle(somebody("Wanda"), name="Choir")
    client = as_person(nadia(lunch))
    response = client.post("/me/profile/town", {"text": "Sèvres", "shown": [other.slug]})
    assert (response.status_code, "Sèvres" in response.content.decode()) == (422, True)
    assert queries.own(nadia(lunch)).shown == {}


def test_a_photo_is_sent_seen_by_those_chosen_replaced_removed_and_put_back(lunch: Circle) -> None:
    client, path = as_person(nadia(lunch)), f"/c/{lunch.slug}/members/{nadia(lunch).key}"
    client.post("/me/profile/photo", {"photo": sent(a_picture((600, 500))), "shown": [lunch.slug]})
    picture = theo(lunch).get(f"{path}/photo")
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/jpeg", "no-store")
    assert Image.open(io.BytesIO(picture.content)).size == (480, 480)
    assert f'src="{path}/photo"' in theo(lunch).get(path).content.decode()
    assert as_person(somebody("Wanda")).get(f"{path}/photo").status_code == 404
    client.post("/me/profile/photo", {"shown": []})
    assert (theo(lunch).get(f"{path}/photo").status_code, client.get("/me/profile/photo/image").status_code) == (
        404,
        200,
    )
    client.post("/me/profile/photo/remove")
    assert client.get("/me/profile/photo/image").status_code == 404
    undo(client, "/me/profile")
    assert client.get("/me/profile/photo/image").status_code == 200


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"words", "no picture we can read"),
        (b"\x00" * 8_000_001, "too large"),
        (b"\x00" * 11_000_000, "Choose a picture"),
    ],
    ids=["words", "large", "endless"],
)
def test_what_is_no_photo_is_refused_and_said(lunch: Circle, content: bytes, why: str) -> None:
    client = as_person(nadia(lunch))
    response = client.post("/me/profile/photo", {"shown": [lunch.slug], "photo": sent(content)})
    assert (response.status_code, why in words(response)) == (422, True)
    assert queries.own(nadia(lunch)).shown == {}


def test_a_telephone_and_an_address_shown_can_be_tapped(lunch: Circle) -> None:
    a_profile(nadia(lunch), lunch, telephone="06 98 (76) 54-32")
    as_person(nadia(lunch)).post("/me/profile/address", {"shown": [lunch.slug]})
    page = theo(lunch).get(f"/c/{lunch.slug}/members/{nadia(lunch).key}").content.decode()
    assert 'href="tel:0698765432"' in page
    assert 'href="mailto:nadia@example.org"' in page


def test_somebody_without_an_address_is_sent_to_add_one() -> None:
    a_circle(theo := somebody("Théo"))
    assert "You have no proved address yet." in words(as_person(theo).get("/me/profile/address"))


def test_my_own_page_says_what_the_circle_sees(lunch: Circle) -> None:
    client, path = as_person(nadia(lunch)), f"/c/{lunch.slug}/members/{nadia(lunch).key}"
    assert "This circle knows your name, and nothing else of you yet." in words(client.get(path))
    a_profile(nadia(lunch), lunch, about="I paint signs.")
    a_profile(nadia(lunch), telephone="06 98 76 54 32")
    page = words(client.get(path))
    assert ("I paint signs." in page, "06 98" in page, "This is all the circle sees of you." in page) == (
        True,
        False,
        True,
    )


def test_the_directory_leads_to_each_and_shows_the_trade_they_said(lunch: Circle) -> None:
    a_profile(nadia(lunch), lunch, trade="sign painter")
    page = theo(lunch).get(f"/c/{lunch.slug}/members")
    assert f'href="/c/{lunch.slug}/members/{nadia(lunch).key}"' in page.content.decode()
    assert "Nadia Benali sign painter" in words(page)


def test_whoever_one_blocked_has_no_page_here(lunch: Circle) -> None:
    from entregent.people.operations import block

    path = f"/c/{lunch.slug}/members/{nadia(lunch).key}"
    block(by=nadia(lunch), person=Person.objects.get(name="Théo Prat"), now=NOW)
    assert theo(lunch).get(path).status_code == 404


def test_a_member_who_says_much_costs_as_many_queries_as_one_who_says_little(lunch: Circle) -> None:
    client, path = theo(lunch), f"/c/{lunch.slug}/members/{nadia(lunch).key}"

    def queries_of_page() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    a_profile(nadia(lunch), lunch, trade="x", offers="a", wants="d")
    before = queries_of_page()
    a_profile(nadia(lunch), lunch, sector="crafts", town="x", about="x", offers="a\nb\nc", wants="d\ne\nf")
    assert (before, queries_of_page()) == (before, before)
