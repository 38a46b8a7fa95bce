from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.people import operations as people
from entregent.people.models import Person

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def date_of(name: str, founder: Person, *guests: Person) -> Gathering:
    circle = circles.open_circle(name=name, by=founder, now=NOW, language="fr", zone="Europe/Paris")
    for guest in guests:
        circles.add_member(circle=circle, person=guest, now=NOW, name=f"{name} : {guest.pk}")
    when = gatherings.When(date(2026, 12, 3), time(12, 30))
    return gatherings.fix_date(circle=circle, by=founder, when=when, seen=0, now=NOW)


def answer(gathering: Gathering, person: Person, reply: Reply, guests: int = 0) -> None:
    gatherings.answer(gathering=gathering, person=person, reply=reply, via=Via.PAGE, now=NOW, guests=guests)


def test_each_table_has_its_own_people_under_the_names_it_knows() -> None:
    nadia, theo, unnamed = (Person.objects.make(NOW, name=name) for name in ("Nadia", "Théo", ""))
    lunch, dinner = date_of("Déjeuner", nadia, unnamed), date_of("Dîner", nadia, theo, unnamed)
    answer(lunch, unnamed, Reply.YES, guests=2)
    answer(dinner, nadia, Reply.NO)
    answer(dinner, unnamed, Reply.MAYBE)
    assert queries.seated([lunch, dinner], nadia) == {
        lunch.pk: [queries.Seated(unnamed.pk, f"Déjeuner : {unnamed.pk}", "yes", 2)],
        dinner.pk: [
            queries.Seated(nadia.pk, "Nadia", "no", 0),
            queries.Seated(unnamed.pk, f"Dîner : {unnamed.pk}", "maybe", 0),
        ],
    }


def test_somebody_blocked_has_a_seat_and_no_name() -> None:
    nadia, theo = (Person.objects.make(NOW, name=name) for name in ("Nadia", "Théo"))
    lunch = date_of("Déjeuner", nadia, theo)
    answer(lunch, theo, Reply.YES)
    people.block(by=theo, person=nadia, now=NOW)
    assert queries.seated([lunch], nadia) == {lunch.pk: [queries.Seated(0, "", "yes", 0, hidden=True)]}
    assert [one.name for one in queries.seated([lunch], theo)[lunch.pk]] == ["Théo"]


@pytest.mark.parametrize("tables", [1, 3])
def test_three_tables_cost_no_more_than_one(tables: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    nadia = Person.objects.make(NOW, name="Nadia")
    dates = [date_of(f"Cercle {number}", nadia) for number in range(tables)]
    for one in dates:
        answer(one, nadia, Reply.YES)
    with django_assert_num_queries(2):
        queries.seated(dates, nadia)


def test_standing_answers_of_circles_one_is_still_in() -> None:
    nadia = Person.objects.make(NOW, name="Nadia")
    kept, left, stopped = (open_circle(name, nadia) for name in ("Gardé", "Quitté", "Arrêté"))
    for circle in (kept, left, stopped):
        gatherings.stand(circle=circle, person=nadia, weekday=3, now=NOW)
    circles.leave(circle=left, person=nadia, now=NOW)
    gatherings.stop_standing(circle=stopped, person=nadia, now=NOW)
    assert [(row.circle, row.weekday) for row in queries.standing_answers_of(nadia)] == [(kept, 3)]


def open_circle(name: str, founder: Person) -> Circle:
    return circles.open_circle(name=name, by=founder, now=NOW, language="fr", zone="Europe/Paris")


def test_a_visitor_starts_at_the_table_under_their_name() -> None:
    gathering, link = gatherings.open_at_table_by_name(
        name="Vendredi", own_name="Odile", network="192.0.2.1", now=NOW, language="fr", zone="Europe/Paris"
    )
    assert [row.person.name for row in queries.attendance(gathering)] == ["Odile"]
    assert (gathering.circle.name, link.gathering_id) == ("Vendredi", gathering.pk)
