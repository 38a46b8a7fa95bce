"""A circle from outside, coming in from there, and the door seen from inside."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Circle, Knock
from entregent.core.clock import now
from entregent.people import operations as people
from entregent.people.models import Person
from tests.cast import DAY, a_circle, a_date, say, somebody
from tests.web.visiting import as_person, last_code, once_of, told, undo, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne() -> Person:
    return somebody("Anne Lefort", "anne@example.org")


@pytest.fixture
def circle(anne: Person) -> Circle:
    theo = somebody("Théo Prat", "theo@example.org")
    circle = a_circle(anne, theo, name="Open lunches", now=now() - DAY)
    circles.change_circle(circle=circle, by=anne, now=now(), way_in="open", purpose="We lunch.", place="Viroflay")
    say(a_date(circle, anne, now=now()), theo, now=now())
    return circle


@pytest.fixture
def lucie() -> Person:
    return somebody("Lucie Marais", "lucie@example.org")


def set_way_in(circle: Circle, way_in: str, **more: str) -> None:
    circles.change_circle(circle=circle, by=circle.opened_by, now=now(), way_in=way_in, **more)


def test_a_passer_by_reads_what_it_is_and_when_and_nobodys_name(circle: Circle) -> None:
    response = visitor().get(f"/o/{circle.slug}")
    page = words(response)
    assert "Open lunches We lunch. Lunch · Viroflay" in page
    assert re.search(r"The next date \w+day \d+ \w+, 12:30 Two members\. Nobody is their boss\.", page)
    assert not any(name in response.content.decode() for name in ("Anne", "Théo", "Prat", "Lefort"))


@pytest.mark.parametrize("state", ["hidden", "deleted", "archived", "absent"])
def test_hidden_and_absent_look_the_same(circle: Circle, state: str) -> None:
    slug = circle.slug
    if state == "hidden":
        set_way_in(circle, "hidden")
    elif state == "absent":
        slug = "absent-234567"
    else:
        Circle.objects.update(**{f"{state}_at": now()})
    for response in (visitor().get(f"/o/{slug}"), visitor().post(f"/o/{slug}")):
        assert response.status_code == 404
    assert as_person(somebody("X", "x@example.org")).post(f"/o/{slug}/withdraw").status_code == 404


def test_search_engines_read_it_only_where_the_instance_shows_open_circles(circle: Circle, settings: Any) -> None:
    for shows, way_in, robots in ((False, "open", "noindex"), (True, "open", "all"), (True, "request", "noindex")):
        settings.SHOW_OPEN_CIRCLES = shows
        set_way_in(circle, way_in)
        assert visitor().get(f"/o/{circle.slug}")["X-Robots-Tag"] == robots
        assert ("Allow: /o/" in visitor().get("/robots.txt").content.decode()) is shows
        assert ("Open lunches" in words(visitor().get("/"))) is (shows and way_in == "open")


def test_a_stranger_comes_in_after_a_code(circle: Circle) -> None:
    client, path = visitor(), f"/o/{circle.slug}"
    typed = {"name": "Lucie Marais", "address": "lucie@new.example", "once": once_of(client.get(path))}
    assert client.post(path, typed)["Location"] == "/sign-in/code"
    assert not circle.memberships.filter(person__name="Lucie Marais").exists()
    response = client.post("/sign-in/code", {"code": last_code()})
    assert response["Location"] == f"/c/{circle.slug}"
    assert told(client.get(f"/c/{circle.slug}")) == "You are in the circle."
    assert circle.memberships.get(person__name="Lucie Marais").settled_at is None


def test_somebody_signed_in_comes_in_with_one_button_and_a_member_is_led_inside(
    circle: Circle, lucie: Person, anne: Person
) -> None:
    assert as_person(lucie).post(f"/o/{circle.slug}")["Location"] == f"/c/{circle.slug}"
    for person in (lucie, anne):
        assert as_person(person).get(f"/o/{circle.slug}")["Location"] == f"/c/{circle.slug}"


def test_without_a_proved_address_nobody_walks_in(circle: Circle) -> None:
    response = as_person(somebody("Nobody")).post(f"/o/{circle.slug}")
    assert response["Location"] == "/me/addresses"
    assert circle.memberships.count() == 2


def test_a_stranger_asks_answers_the_question_and_can_ask_no_more(circle: Circle) -> None:
    set_way_in(circle, "request", question="What do you cook?")
    client, path = visitor(), f"/o/{circle.slug}"
    assert "What do you cook?" in words(client.get(path))
    typed = {"name": "Lucie", "address": "lucie@new.example", "says": ""}
    assert client.post(path, typed).status_code == 422
    client.post(path, typed | {"says": "Cakes."})
    assert client.post("/sign-in/code", {"code": last_code()})["Location"] == path
    page = client.get(path)
    assert told(page) == "The circle has your words. The answer comes by mail."
    assert "You have asked to come in Cakes." in words(page)
    assert Knock.objects.get().says == "Cakes."
    client.post(path, {"says": "Again"})
    assert told(client.get(path)) == "You have asked already. One asks once a month; the answer comes by mail."
    client.post(f"{path}/withdraw")
    assert Knock.objects.get().withdrawn_at is not None


def test_a_member_lets_in_and_takes_it_back(circle: Circle, lucie: Person, anne: Person) -> None:
    set_way_in(circle, "request")
    circles.knock(circle=circle, person=lucie, says="I bake.", now=now())
    client, door = as_person(anne), f"/c/{circle.slug}/door"
    assert "One person asks to come in" in words(client.get(f"/c/{circle.slug}"))
    assert "Lucie Marais asks to come into “Open lunches”" in words(client.get("/today"))
    page = client.get(door)
    assert "Lucie Marais Asked on" in words(page)
    knock = Knock.objects.get()
    client.post(f"{door}/{knock.pk}/let-in")
    assert queries.is_here(circle, lucie)
    undo(client, door)
    assert not queries.is_here(circle, lucie)
    client.post(f"{door}/{knock.pk}/decline", {"word": "Not now."})
    assert "Lucie Marais I bake. Answered by Anne Lefort" in words(client.get(door))
    client.post(f"{door}/{knock.pk}/decline")
    assert told(client.get(door)).startswith("Somebody has answered already")


def test_whoever_a_block_stands_between_is_not_at_ones_door(circle: Circle, lucie: Person, anne: Person) -> None:
    set_way_in(circle, "request")
    circles.knock(circle=circle, person=lucie, says="I bake.", now=now())
    people.block(by=anne, person=lucie, now=now())
    assert "Nobody waits at the door." in words(as_person(anne).get(f"/c/{circle.slug}/door"))


def large(circle: Circle) -> Person:
    """Twelve members and a newcomer, who came by the open door."""
    for number in range(10):
        row = circles.add_member(circle=circle, person=somebody(f"Membre {number}"), now=now())
        row.settled_at = now()
        row.save()
    newcomer = somebody("Inès", "ines@example.org")
    circles.walk_in(circle=circle, person=newcomer, now=now())
    return newcomer


def test_a_newcomer_of_a_large_open_circle_is_told_why_and_what_they_can_do(circle: Circle) -> None:
    client, slug = as_person(large(circle)), circle.slug
    page = client.get(f"/c/{slug}")
    assert "You are new here You can answer dates, write, ask and propose." in words(page)
    assert f"/c/{slug}/invite" not in page.content.decode()
    for path in (f"/c/{slug}/settings", f"/c/{slug}/invite", f"/c/{slug}/rhythm", reverse("fix-date", args=[slug])):
        response = client.get(path)
        assert (response.status_code, "A little later" in words(response)) == (403, True), path
    refused = client.post(
        reverse("fix-date", args=[slug]), {"title": "What I typed", "day": "2027-01-01", "hour": "12:30"}
    )
    assert refused.status_code == 403
    assert "What I typed" in words(refused)


def test_members_vouch_from_the_list(circle: Circle, anne: Person) -> None:
    newcomer = large(circle)
    row = circle.memberships.get(person=newcomer)
    client, path = as_person(anne), f"/c/{circle.slug}/members"
    page = words(client.get(path))
    assert "Inès new: answers, asks and proposes for now" in page
    assert "Vouch for Inès" in page
    client.post(f"{path}/{row.pk}/vouch")
    assert told(client.get(path)) == "You vouch for Inès. Two members’ word makes somebody settled."
    assert "No longer vouch for Inès" in words(client.get(path))
    client.post(f"{path}/{row.pk}/vouch/undo")
    assert not circle.vouches.exists()
    assert "Vouch" not in words(as_person(newcomer).get(path))
