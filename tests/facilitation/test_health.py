"""How a circle is doing: counts, never names; nothing of one person alone."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.facilitation.queries.health import Health, health
from entregent.gatherings.operations import record_attendance
from entregent.people.models import Person
from entregent.web.facilitation.health import health_in_words
from tests.cast import NOW, a_past_date
from tests.facilitation.stage import friends

pytestmark = pytest.mark.django_db


def met(circle: Circle, weeks_ago: int, *there: Person, days: int = 0) -> None:
    held = a_past_date(circle, there[0], days=days or 7 * weeks_ago)
    record_attendance(gathering=held, by=there[0], person_ids=[one.pk for one in there], names=[], now=NOW)


def a_year() -> tuple[Circle, list[Person]]:
    """Anne and Bruno come each week, Chloe every other one; Eve and Fay came once in the spring."""
    circle, found = friends("Anne", "Bruno", "Chloe", "Eve", "Fay")
    anne, bruno, chloe, eve, fay = found
    met(circle, 0, anne, eve, fay, days=230)
    for week in range(1, 9):
        met(circle, week, *([anne, bruno, chloe] if week % 2 else [anne, bruno]))
    return circle, found


def test_the_core_and_those_who_came_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    circle, _found = a_year()
    with django_assert_num_queries(1):
        found = health(circle, NOW)
    assert found is not None
    assert (found.core, found.once) == (2, 2)
    assert health_in_words(circle, NOW) == (
        "Two people come almost every time. Two came once, but not since the spring."
    )


def test_of_one_person_alone_nothing_is_said() -> None:
    circle, (_anne, bruno, _chloe, eve, _fay) = a_year()
    for person in (bruno, eve):
        circles.leave(circle=circle, person=person, now=NOW)
    assert health(circle, NOW) == Health(0, 0, None)


def test_nothing_is_said_before_six_gatherings() -> None:
    circle, (anne, bruno, *_) = friends()
    assert health(circle, NOW) is None
    for week in range(1, 6):
        met(circle, week, anne, bruno)
    assert (health(circle, NOW), health_in_words(circle, NOW)) == (None, "")
