"""The gatherings that were, newest first."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from tests.cast import a_circle, a_date, a_past_date, somebody
from tests.web.visiting import as_person, words

pytestmark = pytest.mark.django_db

QUERIES = 4
DAY = timedelta(days=1)


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia Benali", "nadia@example.org", now=now)


@pytest.fixture
def sami(now: datetime) -> Person:
    return somebody("Sami Ferhat", "sami@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, sami: Person, now: datetime) -> Circle:
    return a_circle(nadia, sami, name="Les déjeuners", now=now - 60 * DAY)


def test_past_gatherings_say_how_many_were_there(circle: Circle, nadia: Person, sami: Person, now: datetime) -> None:
    unsaid, counted = (a_past_date(circle, nadia, days=days, now=now, place="Le Marché") for days in (14, 7))
    gatherings.record_attendance(gathering=counted, by=nadia, person_ids=[nadia.pk, sami.pk], names=["Odile"], now=now)
    a_date(circle, nadia, days=3, now=now)
    response = as_person(sami).get(f"/c/{circle.slug}/past")
    assert [one.pk for one in response.context["page"]["gatherings"]] == [counted.pk, unsaid.pk]
    read = words(response)
    assert "Three people there · Le Marché" in read
    assert "Nobody has said who was there · Le Marché" in read


def test_a_circle_that_never_met_is_shown_one_way_on(circle: Circle, sami: Person) -> None:
    response = as_person(sami).get(f"/c/{circle.slug}/past")
    assert "This circle has not met yet. Fix the first date" in words(response)
    assert f'href="/c/{circle.slug}/dates/new"' in response.content.decode()


def many(circle: Circle, now: datetime, count: int) -> None:
    rows = []
    for index in range(count):
        at = (now - (index + 1) * DAY).replace(minute=0, second=0, microsecond=0)
        rows.append(
            Gathering(
                circle=circle,
                day=at.date(),
                hour=time(at.hour),
                zone="UTC",
                starts_at=at,
                answer_until=at,
                made_at=at,
                fixed_at=at,
            )
        )
    Gathering.objects.bulk_create(rows)


def test_past_gatherings_come_by_thirty(circle: Circle, nadia: Person, now: datetime) -> None:
    many(circle, now, 31)
    client: Client = as_person(nadia)
    first = client.get(f"/c/{circle.slug}/past")
    assert (len(first.context["page"]["gatherings"]), bool(first.context["page"]["earlier"])) == (30, True)
    second = client.get(f"/c/{circle.slug}/past", {"before": first.context["page"]["earlier"]})
    assert (len(second.context["page"]["gatherings"]), second.context["page"]["earlier"]) == (1, "")
    assert len(client.get(f"/c/{circle.slug}/past?before=yesterday").context["page"]["gatherings"]) == 30


def test_the_past_takes_as_many_queries_with_three_as_with_one(
    circle: Circle, nadia: Person, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_person(nadia)
    many(circle, now, 1)
    with django_assert_num_queries(QUERIES):
        client.get(f"/c/{circle.slug}/past")
    circle.gatherings.all().delete()
    many(circle, now, 3)
    with django_assert_num_queries(QUERIES):
        client.get(f"/c/{circle.slug}/past")


@pytest.mark.parametrize("page", ["past", "notes"])
@pytest.mark.parametrize(
    "before", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_moment_no_calendar_holds_begins_with_the_newest(
    circle: Circle, nadia: Person, page: str, before: str
) -> None:
    assert as_person(nadia).get(f"/c/{circle.slug}/{page}", {"before": before}).status_code == 200
