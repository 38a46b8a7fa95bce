"""My circles, and the page of one: above all else the next date, or the loud absence of one."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.core.clock import now
from entregent.core.walltime import local
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply, Rhythm
from entregent.gatherings.models import Gathering
from entregent.people import operations as people
from entregent.people.models import Person
from tests.cast import DAY, a_circle, a_date, say, somebody
from tests.web.regions import form
from tests.web.regions import region as part
from tests.web.visiting import as_person, words

pytestmark = pytest.mark.django_db

ALL_CIRCLES, ONE_CIRCLE = 10, 15


def nadia(language: str = "en") -> Person:
    return somebody("Nadia Benali", "nadia@example.org", language=language)


def circle_of(founder: Person, *others: Person, opened: datetime | None = None, **words: str) -> Circle:
    return a_circle(founder, *others, now=opened or now(), **words)


def date_of(circle: Circle, by: Person, *, days: int = 2, **words: Any) -> Gathering:
    return a_date(circle, by, days=days, hour=time(20, 0), now=now(), **words)


def past_date(circle: Circle, by: Person, days: int, there: list[Person]) -> Gathering:
    fixed = now() - (days + 2) * DAY
    gathering = a_date(circle, by, days=2, hour=time(0, 30), now=fixed, place="Le Petit Marché")
    if there:
        gatherings.record_attendance(
            gathering=gathering, by=by, person_ids=[one.pk for one in there], names=[], now=now()
        )
    return gathering


def region(client: Client, circle: Circle, name: str) -> str:
    return part(client.get(f"/c/{circle.slug}"), name)


class TestMyCircles:
    def test_each_with_its_next_date_in_words(self) -> None:
        person = nadia()
        dated = circle_of(person, name="Lunches")
        gathering = date_of(dated, person, place="Chez Odile")
        circle_of(person, name="Dinners")
        page = words(as_person(person).get("/circles"))
        day = f"{gathering.day:%A} {gathering.day.day} {gathering.day:%B}, 20:00"
        assert page.startswith(
            f"My circles Dinners No next date One member Lunches {day} — Chez Odile One member Open a circle"
        )

    def test_the_archived_below(self) -> None:
        person = nadia()
        old = circle_of(person, name="Old times")
        Circle.objects.filter(pk=old.pk).update(archived_at=now(), archived_because="Only to be read.")
        page = words(as_person(person).get("/circles"))
        assert page.endswith("At rest Old times Only to be read.")
        assert "No next date" not in page

    def test_nothing_yet(self, settings: Any) -> None:
        settings.WHO_MAY_OPEN = "members"
        page = words(as_person(nadia()).get("/circles"))
        assert page == "My circles You are in no circle yet. The link in an invitation is your way in."
        settings.WHO_MAY_OPEN = "anyone"
        assert words(as_person(somebody("Théo")).get("/circles")).endswith("Open a circle Start from the table")

    @pytest.mark.parametrize("count", [1, 3])
    def test_three_cost_no_more_than_one(self, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        person = nadia()
        for number in range(count):
            date_of(circle_of(person, name=f"Circle {number}"), person)
        client = as_person(person)
        with django_assert_num_queries(ALL_CIRCLES):
            client.get("/circles")

    def test_a_new_one_is_opened_where_circles_are_opened(self) -> None:
        response = as_person(nadia()).get("/circles/new")
        assert (response.status_code, response["Location"]) == (302, "/open")


class TestTheNextDate:
    def test_it_stands_first_with_my_answer(self) -> None:
        person, theo = nadia(), somebody("Théo")
        circle = circle_of(person, theo)
        gathering = date_of(circle, theo, place="Chez Odile", title="Ten years")
        say(gathering, theo, now=now())
        said = region(as_person(person), circle, "next")
        assert said.startswith("The next date, ")
        assert "Ten years Chez Odile One person around the table. I’m coming Maybe No" in said
        assert region(as_person(person), circle, "missing") == ""

    def test_answering_from_it_comes_back_to_it(self) -> None:
        person = nadia()
        circle = circle_of(person)
        gathering = date_of(circle, person)
        client = as_person(person)
        client.post(f"/g/{gathering.key}/answer", {"answer": "yes", "next": f"/c/{circle.slug}"})
        content = client.get(f"/c/{circle.slug}").content.decode()
        assert 'value="yes" aria-pressed="true"' in content
        assert f'name="next" value="/c/{circle.slug}"' in content

    def test_without_one_three_slots_say_it_loudly(self) -> None:
        person = nadia()
        circle = circle_of(person)
        client = as_person(person)
        assert region(client, circle, "missing").startswith("No next date One tap fixes the first one.")
        content = client.get(f"/c/{circle.slug}").content.decode()
        assert content.count(f'action="/c/{circle.slug}/dates/new"') == 3
        assert region(client, circle, "next") == ""

    def test_a_tap_on_a_slot_fixes_it(self) -> None:
        person = nadia()
        circle = circle_of(person)
        client = as_person(person)
        fields = form(client.get(f"/c/{circle.slug}"), f"/c/{circle.slug}/dates/new")
        response = client.post(f"/c/{circle.slug}/dates/new", fields)
        gathering = Gathering.objects.get(circle=circle)
        assert (response.status_code, response["Location"]) == (302, f"/g/{gathering.key}")
        assert (f"{gathering.day}", f"{gathering.hour:%H:%M}") == (fields["day"], fields["hour"])
        assert region(client, circle, "missing") == ""

    def test_what_the_rhythm_pencilled_is_confirmed_in_one_tap(self) -> None:
        person = nadia()
        circle = circle_of(person)
        tomorrow = local(now() + DAY, circle.zone).date()
        gatherings.set_rhythm(
            circle=circle,
            by=person,
            now=now(),
            rhythm=Rhythm.WEEKLY,
            anchor=tomorrow,
            hour=time(20, 0),
            place="",
            minutes=90,
        )
        said = region(as_person(person), circle, "missing")
        assert said.startswith("No next date The rhythm has pencilled the first of these in; one tap confirms it.")
        content = as_person(person).get(f"/c/{circle.slug}").content.decode()
        assert content.partition('name="day" value="')[2][:10] == f"{tomorrow}"

    def test_a_rhythm_that_stopped_is_said(self) -> None:
        person = nadia()
        circle = circle_of(person)
        assert "The rhythm has stopped" not in region(as_person(person), circle, "missing")
        series = circle.series
        series.rhythm = Rhythm.WEEKLY
        series.save()
        assert region(as_person(person), circle, "missing").endswith(
            "The rhythm has stopped proposing dates. Look at it"
        )

    def test_at_the_table_the_next_one_is_asked_for(self) -> None:
        person = nadia()
        gathering, _link = gatherings.open_at_table(
            name="Round", by=person, now=now() - timedelta(minutes=5), language="en", zone="Europe/Paris"
        )
        client = as_person(person)
        assert region(client, gathering.circle, "next").startswith("At the table now")
        assert region(client, gathering.circle, "alone") == ""
        drawn = client.get(f"/c/{gathering.circle.slug}").content.decode().partition("round-table")[2]
        assert 'class="seat me"' in drawn.partition("</figure>")[0]
        assert region(client, gathering.circle, "missing").startswith("When do you meet next?")
        following = date_of(gathering.circle, person)
        assert region(client, gathering.circle, "missing") == ""
        assert f"And then: {following.day:%A}" in region(client, gathering.circle, "next")


class TestTheRest:
    def test_what_was_and_who_was_there(self) -> None:
        person, theo = nadia(), somebody("Théo")
        circle = circle_of(person, theo, opened=now() - 90 * DAY)
        for days in (28, 21, 14):
            past_date(circle, person, days, [person, theo])
        unsaid = past_date(circle, person, 7, [])
        client = as_person(person)
        page = words(client.get(f"/c/{circle.slug}"))
        assert "Two members · usually two at the table" in page
        past = region(client, circle, "past")
        assert past.count("Two people there · Le Petit Marché") == 2
        assert past.count("Nobody has said who was there") == 1
        assert region(client, circle, "unrecorded").startswith("Who was there ")
        gatherings.record_attendance(gathering=unsaid, by=person, person_ids=[theo.pk], names=[], now=now())
        assert region(client, circle, "unrecorded") == ""

    def test_newcomers_and_who_welcomes_them(self) -> None:
        person, theo = nadia(), somebody("Théo")
        others = [somebody(f"Member {number}") for number in range(5)]
        circle = circle_of(person, theo, *others, opened=now() - 90 * DAY)
        client = as_person(person)
        assert region(client, circle, "newcomers") == ""
        sami = circles.add_member(circle=circle, person=somebody("Sami"), now=now() - DAY, invited_by=theo)
        circles.add_member(circle=circle, person=somebody("Rose"), now=now(), invited_by=person)
        assert region(client, circle, "newcomers") == (
            "New among us Ro Rose you welcome them A few words Sa Sami Théo welcomes them"
        )
        circles.mark_welcomed(membership_id=sami.pk, by=theo, now=now())
        assert "Théo has welcomed them" in region(client, circle, "newcomers")

    def test_who_welcomes_them_is_not_named_across_a_block(self) -> None:
        person, theo = nadia(), somebody("Théo")
        circle = circle_of(person, theo, *[somebody(f"Member {n}") for n in range(5)], opened=now() - 90 * DAY)
        circles.add_member(circle=circle, person=somebody("Sami"), now=now() - DAY, invited_by=theo)
        people.block(by=theo, person=person, now=now())
        said = region(as_person(person), circle, "newcomers")
        assert said == "New among us Sa Sami somebody welcomes them"

    def test_in_a_circle_that_has_just_begun_everybody_is_new(self) -> None:
        person = nadia()
        circle = circle_of(person, somebody("Théo"), somebody("Rose"))
        assert region(as_person(person), circle, "newcomers") == ""

    def test_a_circle_of_one_is_asked_whom_it_will_be_with(self) -> None:
        person = nadia()
        circle = circle_of(person)
        client = as_person(person)
        assert region(client, circle, "alone").startswith("Whom will you be with? Their addresses")
        assert region(client, circle, "bare").startswith("When it matters Say where")
        circles.add_member(circle=circle, person=somebody("Théo"), now=now())
        assert region(client, circle, "alone") == ""

    def test_whoever_has_proved_no_address_invites_by_a_link(self) -> None:
        person = somebody("Nadia")
        circle = circle_of(person)
        assert region(as_person(person), circle, "alone") == (
            "Whom will you be with? A link, a code to scan, a message to paste: each brings people in at once. Invite"
        )

    def test_an_archived_circle_asks_for_nothing(self) -> None:
        person = nadia()
        circle = circle_of(person, opened=now() - 90 * DAY)
        past_date(circle, person, 7, [])
        Circle.objects.filter(pk=circle.pk).update(archived_at=now())
        client = as_person(person)
        assert (
            region(client, circle, "archived") == "This circle is archived: it asks for nothing, and stays to be read."
        )
        assert [region(client, circle, name) for name in ("missing", "alone", "bare", "unrecorded")] == [""] * 4
        assert region(client, circle, "past") != ""

    @pytest.mark.parametrize("count", [1, 3])
    def test_three_people_cost_no_more_than_one(
        self, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        person, theo = nadia(), somebody("Théo")
        circle = circle_of(person, theo, *[somebody(f"Member {n}") for n in range(8)], opened=now() - 90 * DAY)
        for days in range(7, 7 * (count + 1), 7):
            past_date(circle, person, days, [person, theo])
        gathering = date_of(circle, theo)
        for number in range(count):
            newcomer = somebody(f"New {number}")
            circles.add_member(circle=circle, person=newcomer, now=now(), invited_by=theo)
            say(gathering, newcomer, Reply.MAYBE, now=now())
        client = as_person(person)
        with django_assert_num_queries(ONE_CIRCLE):
            client.get(f"/c/{circle.slug}")

    def test_the_circle_speaks_in_its_own_form_of_address(self) -> None:
        person = nadia("fr")
        circle = circle_of(person)
        client = as_person(person, "fr")
        assert "Avec qui serez-vous" in region(client, circle, "alone")
        circles.change_circle(circle=circle, by=person, now=now(), address_form="tu")
        assert "Avec qui seras-tu" in region(client, circle, "alone")
