"""The page of one's own calendar, and what a calendar program is answered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from entregent.circles.enums import WayIn
from entregent.circles.models import Circle
from entregent.core.clock import now
from entregent.gatherings.models import Feed
from entregent.people.models import Person
from tests.cast import DAY, a_circle, a_date, say, seen, somebody
from tests.web.visiting import as_person, told, undo, visitor

pytestmark = pytest.mark.django_db


def nadia_in() -> tuple[Person, Client]:
    nadia = somebody("Nadia Benali", "nadia@example.org")
    return nadia, as_person(nadia)


def address(client: Client) -> str:
    found = re.search(r"http://testserver(/feed/[\w-]+\.ics)<", client.get("/me/calendar").content.decode())
    return found[1] if found else ""


def made(client: Client, takes: str = "all") -> str:
    client.post("/me/calendar", {"takes": takes})
    return address(client)


def test_an_address_is_made_read_stopped_and_taken_back() -> None:
    nadia, client = nadia_in()
    a_date(a_circle(nadia), nadia, now=now())
    assert address(client) == ""
    path = made(client)
    assert f'href="webcal://testserver{path}"' in client.get("/me/calendar").content.decode()
    response = visitor().get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response.content.count(b"BEGIN:VEVENT") == 1
    client.post("/me/calendar/stop")
    assert visitor().get(path).status_code == 404
    undo(client, "/me/calendar")
    assert visitor().get(path).status_code == 200
    client.post("/me/calendar/stop")
    assert made(client) not in ("", path)


def test_what_it_takes_is_chosen_and_changed() -> None:
    nadia, client = nadia_in()
    a_date(a_circle(nadia), nadia, now=now())
    path = made(client, "coming")
    assert b"VEVENT" not in visitor().get(path).content
    client.post("/me/calendar", {"takes": "all"})
    assert told(client.get("/me/calendar")) == "Saved: calendars read it at their next visit."
    assert b"VEVENT" in visitor().get(path).content
    assert client.post("/me/calendar", {"takes": "none"}).status_code == 422
    assert Feed.objects.get().takes == "all"


def test_it_is_found_from_me_from_a_circle_and_from_a_date() -> None:
    nadia, client = nadia_in()
    circle = a_circle(nadia)
    gathering = a_date(circle, nadia, now=now())
    for page in ("/me", f"/c/{circle.slug}", f"/g/{gathering.key}"):
        assert 'href="/me/calendar"' in client.get(page).content.decode()


def test_unchanged_dates_are_not_sent_twice() -> None:
    nadia, client = nadia_in()
    gathering = a_date(a_circle(nadia), nadia, now=now() - DAY, days=5)
    path = made(client)
    first = visitor().get(path)
    for known in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = visitor().get(path, headers=known)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    say(gathering, nadia, now=now() + DAY)
    for known in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        assert visitor().get(path, headers=known).status_code == 200


def test_it_speaks_its_owner_s_language_whoever_asks() -> None:
    theo = somebody("Théo", language="fr")
    gathering = a_date(a_circle(theo), theo, now=now(), bring="rien")
    say(gathering, theo, now=now())
    text = visitor("en").get(made(as_person(theo, "fr"))).content.decode().replace("\r\n ", "")
    assert "NAME:Mes cercles" in text
    assert "Réponse donnée\u00a0: Je viens" in text


@pytest.mark.parametrize("dates", [1, 3])
def test_queries_are_the_same_for_one_date_and_three(dates: int, django_assert_num_queries: Any) -> None:
    nadia, client = nadia_in()
    circle = a_circle(nadia)
    for days in range(dates):
        say(a_date(circle, nadia, now=now(), days=2 + days), nadia, now=now())
    assert seen(circle) == dates
    path = made(client)
    with django_assert_num_queries(5):
        visitor().get(path)


def test_anybody_follows_an_open_circle_and_reads_no_more_than_its_page(client: Client) -> None:
    nadia = somebody("Nadia Benali", "nadia@example.org")
    circle = a_circle(nadia, name="Open lunches")
    a_date(circle, nadia, now=now(), place="Secret place", title="Nadia’s birthday", bring="a secret")
    path = f"/o/{circle.slug}/calendar.ics"
    for way_in, status in ((WayIn.HIDDEN, 404), (WayIn.REQUEST, 404), (WayIn.OPEN, 200)):
        Circle.objects.update(way_in=way_in)
        assert client.get(path).status_code == status
    text = client.get(path).content.decode()
    assert "SUMMARY:Open lunches\r\n" in text
    assert f"/o/{circle.slug}\r\n" in text.replace("\r\n ", "")
    assert not any(word in text for word in ("Secret", "Nadia", "secret"))
    assert f'href="{path}"' in client.get(f"/o/{circle.slug}").content.decode()
    assert client.get(path, headers={"if-none-match": client.get(path)["ETag"]}).status_code == 304
