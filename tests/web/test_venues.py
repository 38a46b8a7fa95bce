"""The pages of a circle's places."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from entregent.circles.models import Circle
from entregent.core.words_of_time import long_day
from entregent.gatherings import operations as gatherings
from entregent.gatherings.models import Venue
from entregent.people.models import Person
from tests.cast import DAY, a_circle, a_date, a_past_date, somebody
from tests.web.visiting import as_person, told, undo, words

pytestmark = pytest.mark.django_db

QUERIES = 8


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia Benali", "nadia@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, now: datetime) -> Circle:
    return a_circle(nadia, name="Les déjeuners", now=now - 60 * DAY)


@pytest.fixture
def venue(circle: Circle, nadia: Person, now: datetime) -> Venue:
    return gatherings.add_venue(
        circle=circle, by=nadia, now=now, name="Chez Youssef", address="12 rue du Four", way="Second door, by the yard"
    )


def test_the_first_place_is_added_from_the_empty_book_and_taken_back(circle: Circle, nadia: Person) -> None:
    client, book = as_person(nadia), f"/c/{circle.slug}/places"
    assert f"{book}/new" in client.get(book).content.decode()
    refused = client.post(f"{book}/new", {"name": " ", "way": "By the yard"})
    assert (refused.status_code, "By the yard" in refused.content.decode()) == (422, True)
    added = client.post(f"{book}/new", {"name": "Chez Youssef", "step_free": "yes", "once": "k"}, follow=True)
    assert told(added) == "This place is in the book."
    assert "Chez Youssef" in words(added)
    client.post(f"{book}/new", {"name": "Chez Youssef", "once": "k"})
    assert circle.venues.count() == 1
    undo(client, book)
    assert circle.venues.get().put_away_at is not None


def test_what_is_wrong_is_corrected_and_put_back(venue: Venue, nadia: Person) -> None:
    client = as_person(nadia)
    assert 'value="12 rue du Four"' in client.get(f"/v/{venue.key}/edit").content.decode()
    client.post(f"/v/{venue.key}/edit", {"name": "Chez Youssef", "address": "14 rue du Four"})
    assert Venue.objects.get().address == "14 rue du Four"
    undo(client, f"/v/{venue.key}")
    assert (Venue.objects.get().address, Venue.objects.get().way) == ("12 rue du Four", "Second door, by the yard")


def test_a_line_about_it_is_read_by_the_circle(venue: Venue, nadia: Person) -> None:
    client = as_person(nadia)
    client.post(f"/v/{venue.key}/word", {"text": "Slow on Fridays"})
    assert "Nadia Benali: “Slow on Fridays”" in words(client.get(f"/c/{venue.circle.slug}/places"))
    refused = client.post(f"/v/{venue.key}/word", {"text": "Too long. " * 21})
    assert refused.status_code == 422
    assert "Too long. Too long. Too long." in refused.content.decode(), "what was typed is kept"
    assert "Nadia Benali Slow on Fridays" in words(refused)


def test_a_date_is_fixed_at_a_place_of_the_book_and_its_page_says_how_to_get_there(
    venue: Venue, circle: Circle, nadia: Person, now: datetime
) -> None:
    client = as_person(nadia)
    page = client.get(f"/c/{circle.slug}/dates/new?place={venue.key}").content.decode()
    assert f'<option value="{venue.key}" selected>' in page
    day = (now + 3 * DAY).date()
    version = page.partition('name="seen" value="')[2].partition('"')[0]
    sent = {"day": f"{day}", "hour": "12:30", "venue": venue.key, "place": "", "seen": version}
    gathering = client.post(f"/c/{circle.slug}/dates/new", sent, follow=True)
    read = words(gathering)
    assert "Chez Youssef, 12 rue du Four" in read
    assert "Second door, by the yard" in read
    assert circle.gatherings.get().venue == venue


def test_when_it_was_there_last_is_said(venue: Venue, circle: Circle, nadia: Person, now: datetime) -> None:
    last = a_past_date(circle, nadia, days=20, now=now, place="Chez Youssef")
    said = f"Last time there: {long_day(last.day, 'en', now.date())}."
    assert said in words(as_person(nadia).get(f"/c/{circle.slug}/places"))


def test_as_many_queries_with_three_places_as_with_one(
    venue: Venue, circle: Circle, nadia: Person, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_person(nadia)
    gatherings.say_of_venue(venue=venue, person=nadia, text="Good", now=now)
    a_date(circle, nadia, now=now, place="Chez Youssef")
    with django_assert_num_queries(QUERIES):
        client.get(f"/c/{circle.slug}/places")
    for name in ("Le Bac", "Le Cerf"):
        other = gatherings.add_venue(circle=circle, by=nadia, now=now, name=name)
        gatherings.say_of_venue(venue=other, person=nadia, text=name, now=now)
    with django_assert_num_queries(QUERIES):
        client.get(f"/c/{circle.slug}/places")
