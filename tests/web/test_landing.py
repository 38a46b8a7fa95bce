"""From nothing to a circle: the landing page, the code, the circle; or a code on the table."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.gatherings.models import Attendance, Gathering, Series
from entregent.people.models import Person
from entregent.people.operations import NAMES_PER_NETWORK
from tests.cast import ZONE, a_circle, somebody
from tests.web.visiting import as_person, last_code, once_of, told, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anyone(settings: Settings) -> None:
    settings.WHO_MAY_OPEN = "anyone"


def ask_to_open(client: Client, circle: str = "Thursday lunches", address: str = "nadia@example.org") -> str:
    """Up to the code page; its once."""
    once = once_of(client.get("/"))
    response = client.post("/open", {"circle": circle, "address": address, "once": once})
    assert (response.status_code, response["Location"]) == (302, "/sign-in/code")
    return once


def founded() -> list[tuple[str, str, str]]:
    rows = Circle.objects.select_related("opened_by").order_by("pk")
    return [(row.name, row.opened_by.name, row.language) for row in rows]


@pytest.mark.parametrize(("language", "sentence"), [("en", "A circle that lasts"), ("fr", "Un cercle qui dure")])
def test_it_says_in_one_sentence_what_this_is(anyone: None, language: str, sentence: str) -> None:
    response = visitor(language).get("/")
    assert sentence in words(response)
    assert (response["X-Robots-Tag"], response["Content-Language"]) == ("all", language)


def test_whoever_is_in_goes_to_today() -> None:
    response = as_person(somebody("Nadia")).get("/")
    assert (response.status_code, response["Location"]) == (302, "/today")


@pytest.mark.parametrize("who", ["members", "operator"])
def test_where_strangers_do_not_open_circles_they_may_still_sign_in(settings: Settings, who: str) -> None:
    settings.WHO_MAY_OPEN = who
    client = visitor()
    page = client.get("/")
    assert "circles are opened by people who are in one already" in words(page)
    assert 'action="/open"' not in page.content.decode()
    assert client.post("/open", {"circle": "Mine", "address": "nadia@example.org"})["Location"] == "/"
    assert client.get("/table")["Location"] == "/sign-in?next=/table"
    assert Circle.objects.count() == 0


def test_from_a_name_and_an_address_to_the_circle(anyone: None) -> None:
    client = visitor("fr")
    ask_to_open(client, "Déjeuners du jeudi")
    response = client.post("/sign-in/code", {"code": last_code(), "name": "Nadia Benali"})
    circle = Circle.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/c/{circle.slug}")
    assert founded() == [("Déjeuners du jeudi", "Nadia Benali", "fr")]
    assert (circle.zone, Series.objects.filter(circle=circle).count()) == (ZONE, 1)


def test_without_a_name_the_next_page_asks_for_it(anyone: None) -> None:
    client = visitor()
    ask_to_open(client)
    response = client.post("/sign-in/code", {"code": last_code(), "name": ""})
    assert (response["Location"], founded()) == ("/open", [])
    page = client.get("/open")
    assert 'value="Thursday lunches"' in page.content.decode()
    client.post("/open", {"circle": "Thursday lunches", "name": "Nadia", "once": once_of(page)})
    assert founded() == [("Thursday lunches", "Nadia", "en")]


def test_somebody_known_keeps_their_name_and_language(anyone: None) -> None:
    somebody("Nadia Benali", "nadia@example.org", language="fr")
    client = visitor("en")
    ask_to_open(client)
    client.post("/sign-in/code", {"code": last_code(), "name": ""})
    assert founded() == [("Thursday lunches", "Nadia Benali", "fr")]


@pytest.mark.parametrize(
    ("circle", "address", "field"), [("", "nadia@example.org", "circle"), ("Lunches", "nadia@", "address")]
)
def test_what_was_typed_is_kept_when_a_field_is_refused(anyone: None, circle: str, address: str, field: str) -> None:
    response = visitor().post("/open", {"circle": circle, "address": address})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'value="{circle or address}"' in page
    assert f'aria-describedby="id_{field}_error"' in page


def test_a_sixth_code_within_the_hour_is_refused(anyone: None) -> None:
    client = visitor()
    for _time in range(5):
        ask_to_open(client)
    response = client.post("/open", {"circle": "Thursday lunches", "address": "nadia@example.org"})
    assert response.status_code == 429
    assert "Many codes were asked for" in words(response)


def test_a_member_opens_at_once_and_a_second_sending_opens_nothing_more() -> None:
    nadia = somebody("Nadia")
    a_circle(nadia, name="First")
    client = as_person(nadia)
    typed = {"circle": "Second", "once": once_of(client.get("/open"))}
    first, second = client.post("/open", typed), client.post("/open", typed)
    assert first["Location"] == second["Location"]
    assert [name for name, _founder, _language in founded()] == ["First", "Second"]


def test_a_member_who_has_no_name_gives_one_on_the_way() -> None:
    nameless = somebody("", "x@example.org")
    a_circle(nameless)
    client = as_person(nameless)
    refused = client.post("/open", {"circle": "Second", "name": ""})
    assert (refused.status_code, 'value="Second"' in refused.content.decode()) == (422, True)
    client.post("/table", {"circle": "Friday", "name": "Inès"})
    assert founded()[1:] == [("Friday", "Inès", "en")]


def test_the_same_sending_by_two_people_opens_two_circles(anyone: None) -> None:
    nadia, theo = somebody("Nadia"), somebody("Théo")
    for person in (nadia, theo):
        as_person(person).post("/open", {"circle": "Ours", "once": "samesamesame"})
    assert founded() == [("Ours", "Nadia", "en"), ("Ours", "Théo", "en")]


def test_somebody_in_no_circle_is_told_how_circles_are_opened_here() -> None:
    client = as_person(somebody("Nadia"))
    for method in (client.get, client.post):
        response = method("/open")
        assert response.status_code == 403
        assert "people who are in a circle already open the next ones" in words(response)
    assert client.get("/table").status_code == 403


def test_a_visitor_starts_at_the_table_and_stays_in(anyone: None) -> None:
    client = visitor("fr")
    page = client.get("/table")
    typed = {"circle": "Vendredi", "name": "Odile", "once": once_of(page)}
    response = client.post("/table", typed)
    gathering = Gathering.objects.get()
    assert response["Location"] == f"/g/{gathering.key}/table"
    assert [row.person.name for row in Attendance.objects.all()] == ["Odile"]
    today = client.get("/today")
    assert "Le cercle existe. Laissez une adresse" in told(today)
    assert "Laisser une adresse" in words(today)


def test_a_retry_from_the_same_table_finds_the_first_circle_and_its_person(anyone: None) -> None:
    first, second = visitor(), visitor()
    typed = {"circle": "Friday", "name": "Odile", "once": once_of(first.get("/table"))}
    assert first.post("/table", typed)["Location"] == second.post("/table", typed)["Location"]
    assert [Circle.objects.count(), Person.objects.count()] == [1, 1]
    assert second.get("/today").status_code == 200


def test_an_old_sending_opens_nobodys_session(anyone: None) -> None:
    first, second = visitor(), visitor()
    typed = {"circle": "Friday", "name": "Odile", "once": once_of(first.get("/table"))}
    first.post("/table", typed)
    odile = Person.objects.get()
    odile.made_at = odile.made_at.replace(year=odile.made_at.year - 1)
    odile.save()
    assert second.post("/table", typed)["Location"] == "/sign-in"
    assert second.get("/today")["Location"] == "/sign-in?next=%2Ftoday"


def test_so_many_tables_an_hour_from_one_network(anyone: None) -> None:
    for number in range(NAMES_PER_NETWORK):
        visitor().post("/table", {"circle": f"Table {number}", "name": "Odile"})
    response = visitor().post("/table", {"circle": "One too many", "name": "Odile"})
    assert (response.status_code, Circle.objects.count()) == (429, NAMES_PER_NETWORK)
    assert 'value="One too many"' in response.content.decode()


def test_a_member_starts_at_the_table_under_their_own_name() -> None:
    nadia = somebody("Nadia")
    a_circle(nadia)
    client = as_person(nadia)
    page = client.get("/table")
    assert 'name="name"' not in page.content.decode()
    typed = {"circle": "Friday", "once": once_of(page)}
    assert client.post("/table", typed)["Location"] == client.post("/table", typed)["Location"]
    assert founded()[1:] == [("Friday", "Nadia", "en")]


def test_the_language_is_kept_and_goes_nowhere_else() -> None:
    client = visitor("en")
    response = client.post("/language", {"language": "fr", "next": "/sign-in"})
    assert response["Location"] == "/sign-in"
    assert client.get("/sign-in")["Content-Language"] == "fr"
    assert client.post("/language", {"language": "en", "next": "//elsewhere.example/"})["Location"] == "/"
    client.post("/language", {"language": "xx"})
    assert client.get("/sign-in")["Content-Language"] == "en"


def test_a_persons_language_is_theirs_everywhere() -> None:
    nadia = somebody("Nadia", language="en")
    as_person(nadia).post("/language", {"language": "fr"})
    nadia.refresh_from_db()
    assert (nadia.language, nadia.name) == ("fr", "Nadia")


def test_robots_read_the_landing_page_alone(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.content.decode().splitlines() == ["User-agent: *", "Allow: /$", "Allow: /static/", "Disallow: /"]


def test_a_circle_of_somebody_with_a_zone_of_their_own_starts_there(anyone: None) -> None:
    nadia = somebody("Nadia")
    nadia.zone = "America/Toronto"
    nadia.save()
    as_person(nadia).post("/open", {"circle": "Montréal"})
    assert Circle.objects.get().zone == "America/Toronto"


def test_a_name_of_blanks_is_none(anyone: None) -> None:
    response = visitor().post("/table", {"circle": "\u2003 ", "name": "Odile"})
    assert (response.status_code, Circle.objects.count()) == (422, 0)
    with pytest.raises(circles.NoName):
        circles.open_circle(name="\u2003 ", by=somebody("Nadia"), now=somebody("x").made_at, language="fr", zone=ZONE)
