"""The venue book: a circle's places, what is known of them, when it was last there."""

from __future__ import annotations

from typing import Any

import pytest

from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings.models import Venue
from entregent.gatherings.queries import venues
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all, export_all
from tests.cast import DAY, HOUR, NOW, a_circle, a_date, a_past_date, fresh, seen, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(anne: Person) -> Circle:
    return a_circle(anne)


def a_venue(circle: Circle, by: Person, name: str = "Chez Youssef", **facts: str) -> Venue:
    return gatherings.add_venue(circle=circle, by=by, now=NOW, name=name, **facts)


def test_a_place_is_added_corrected_put_away_and_taken_out(circle: Circle, anne: Person) -> None:
    venue = a_venue(circle, anne, address="12 rue du Four", price="  18 €  ")
    assert venue.line == "Chez Youssef, 12 rue du Four"
    before = gatherings.change_venue(venue=venue, by=anne, now=NOW, price="20 €", noise="quiet")
    assert (before["price"], before["noise"]) == ("18 €", "")
    assert (fresh_venue(venue).price, fresh_venue(venue).name) == ("20 €", "Chez Youssef")
    assert [gatherings.put_venue_away(venue=venue, by=anne, now=NOW) for _ in range(2)] == [True, False]
    assert venues.in_use(circle) == []
    assert [gatherings.take_venue_out(venue=venue, by=anne) for _ in range(2)] == [True, False]
    assert venues.in_use(circle) == [venue]


def fresh_venue(venue: Venue) -> Venue:
    return Venue.objects.get(pk=venue.pk)


@pytest.mark.parametrize("written", ["chez youssef", "Chez Youssef, 12 rue du Four", "CHEZ YOUSSEF 12 RUE DU FOUR"])
def test_a_date_at_a_known_place_is_there_however_it_is_written(circle: Circle, anne: Person, written: str) -> None:
    venue = a_venue(circle, anne, address="12 rue du Four")
    assert a_date(circle, anne, place=written).venue == venue


def test_a_date_moves_to_another_place_and_back(circle: Circle, anne: Person) -> None:
    here, there = a_venue(circle, anne), a_venue(circle, anne, "L’Atelier")
    gathering = a_date(circle, anne, place="Chez Youssef")
    when = gatherings.When(gathering.day, gathering.hour, place="L’Atelier")
    gatherings.move(gathering=gathering, by=anne, when=when, seen=seen(circle), now=NOW + HOUR)
    assert fresh(gathering).venue == there
    gatherings.move_back(gathering=fresh(gathering), by=anne, now=NOW + HOUR)
    assert (fresh(gathering).venue, fresh(gathering).place) == (here, "Chez Youssef")


def test_the_usual_place_is_known_as_such_when_nobody_says_one(circle: Circle, anne: Person) -> None:
    venue = a_venue(circle, anne)
    circle.series.place = "chez youssef"
    circle.series.save()
    assert a_date(circle, anne).venue == venue
    gatherings.put_venue_away(venue=venue, by=anne, now=NOW)
    assert a_date(circle, anne, days=3).venue is None


def test_where_the_circle_was_most_comes_first_with_its_last_time(circle: Circle, anne: Person) -> None:
    once, twice, never = (a_venue(circle, anne, name) for name in ("Au Four", "Le Bac", "Le Cerf"))
    a_past_date(circle, anne, days=7, place="Au Four")
    for days in (14, 21):
        a_past_date(circle, anne, days=days, place="Le Bac")
    a_date(circle, anne, days=3, place="Le Cerf")
    rows: list[Any] = list(venues.venues_of(circle, NOW))
    assert [(row, row.times) for row in rows] == [(twice, 2), (once, 1), (never, 0)]
    assert [row.last for row in rows] == [(NOW - 14 * DAY).date(), (NOW - 7 * DAY).date(), None]


def test_a_member_s_line_about_a_place_is_theirs_to_change_and_to_take_away(circle: Circle, anne: Person) -> None:
    venue = a_venue(circle, anne)
    for text in ("Slow", "Slow, but good", ""):
        gatherings.say_of_venue(venue=venue, person=anne, text=text, now=NOW)
        read = venues.words_about([venue], anne)[venue.pk]
        assert [word.text for word in read] == ([text] if text else [])


def test_a_block_hides_a_line_and_an_erasure_takes_it_away(circle: Circle, anne: Person) -> None:
    boris = somebody("Boris")
    venue = a_venue(circle, anne)
    gatherings.say_of_venue(venue=venue, person=boris, text="Borislike", now=NOW)
    assert "Borislike" in str(export_all(boris)["gatherings"])
    people.block(by=anne, person=boris, now=NOW)
    assert venues.words_about([venue], anne)[venue.pk] == []
    erase_all(boris, NOW)
    assert not venue.words.exists()


def test_a_place_of_another_circle_does_not_exist(circle: Circle, anne: Person) -> None:
    wanda = somebody("Wanda")
    theirs = a_venue(a_circle(wanda), wanda)
    assert venues.visible_venue(viewer=anne, key=theirs.key) is None
    assert a_date(circle, anne, place="Chez Youssef").venue is None


def test_gatherings_that_said_a_place_in_words_are_known_to_have_been_there(circle: Circle, anne: Person) -> None:
    said, other = a_past_date(circle, anne, days=9, place="chez  youssef"), a_past_date(circle, anne, place="Elsewhere")
    venue = a_venue(circle, anne)
    assert [fresh(one).venue for one in (said, other)] == [venue, None]
