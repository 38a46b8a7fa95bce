"""How a circle is doing: counts, never names; nothing of one person alone."""

from __future__ import annotations

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.facilitation.operations import look_at_trends
from entregent.facilitation.queries.health import Health, health
from entregent.gatherings.operations import record_attendance
from entregent.people.models import Person
from entregent.web.facilitation.health import health_in_words
from tests.cast import HOUR, NOW, a_past_date
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


def a_circle_of_twelve_weeks(counts: list[int]) -> Circle:
    """So many of its twelve people each week, oldest first."""
    circle, found = friends(*(f"P{number}" for number in range(12)))
    for weeks_ago, count in zip(range(len(counts), 0, -1), counts, strict=True):
        met(circle, weeks_ago, *found[:count])
    return circle


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([12, 12, 11, 11, 10, 9, 8, 6, 5, 4, 3, 3], "Fewer people come than twelve gatherings ago: about 70% fewer."),
        ([3, 3, 4, 5, 6, 8, 9, 10, 11, 11, 12, 12], "More than twice as many people come as twelve gatherings ago."),
        ([7, 7, 8, 7, 8, 9, 8, 9, 10, 10, 11, 11], "More people come than twelve gatherings ago: about 50% more."),
        ([7, 6, 8, 7, 6, 7, 8, 6, 7, 7, 6, 8], ""),
        ([12, 9, 6, 3, 2], ""),
    ],
    ids=["fading", "doubled", "growing", "as ever", "too early"],
)
def test_more_or_fewer_is_said_once_there_is_no_doubt_of_it(counts: list[int], said: str) -> None:
    circle = a_circle_of_twelve_weeks(counts)
    assert "gatherings ago" not in health_in_words(circle, NOW)
    assert look_at_trends(NOW) == 1
    assert " ".join(re.findall(r"[^.]*gatherings ago[^.]*\.", health_in_words(circle, NOW))).strip() == said


def test_it_is_looked_at_again_once_somebody_says_who_was_there() -> None:
    circle = a_circle_of_twelve_weeks([12, 12, 11, 11, 10, 9, 8, 6, 5, 4, 3, 3])
    assert (look_at_trends(NOW), look_at_trends(NOW), look_at_trends(NOW + HOUR)) == (1, 1, 1)
    assert look_at_trends(NOW + HOUR) == 0
    latest = circle.gatherings.order_by("-starts_at")[0]
    everybody = list(circle.memberships.values_list("person", flat=True))
    record_attendance(gathering=latest, by=circle.opened_by, person_ids=everybody, names=[], now=NOW + 2 * HOUR)
    assert look_at_trends(NOW + 3 * HOUR) == 1
    circles.archive_circle(circle=circle, because="", by=circle.opened_by, now=NOW + 4 * HOUR)
    assert look_at_trends(NOW + 5 * HOUR) == 0
