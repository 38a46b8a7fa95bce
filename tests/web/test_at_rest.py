"""A circle at rest asks nothing more: what it was is read and taken away, and nobody starts it again alone."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.circles.operations.archiving import archive_circle
from entregent.circles.queries import token_of
from entregent.core.clock import now
from entregent.notices.models import Notice
from entregent.people.models import Person
from entregent.polls import operations as polls
from tests.cast import a_circle, a_poll, somebody
from tests.web.visiting import as_person, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne() -> Person:
    return somebody("Anne", "anne@example.org", language="en")


@pytest.fixture
def circle(anne: Person) -> Circle:
    return a_circle(anne, somebody("Theo", "theo@example.org"), name="Tuesday lunch", now=now())


PAGES = ("invite", "rhythm", "dates/new", "settings", "polls/new", "bring")


@pytest.mark.parametrize("page", PAGES)
def test_what_it_could_be_asked_by_is_a_page_that_says_why(circle: Circle, anne: Person, page: str) -> None:
    client, path = as_person(anne), f"/c/{circle.slug}/{page}"
    assert client.get(path).status_code == 200
    archive_circle(circle=circle, because="", by=anne, now=now())
    refused = client.get(path)
    assert refused.status_code == 409
    assert "“Tuesday lunch” is archived: it asks nothing of anybody any more. Nothing was changed." in words(refused)


def test_it_is_taken_away_as_ever(circle: Circle, anne: Person) -> None:
    archive_circle(circle=circle, because="", by=anne, now=now())
    assert as_person(anne).post(f"/c/{circle.slug}/take-away")["Content-Type"] == "application/zip"


def test_a_poll_withdrawn_is_not_taken_up_again_and_nobody_is_written_to(circle: Circle, anne: Person) -> None:
    poll = a_poll(circle, anne)
    polls.withdraw(poll=poll, by=anne, now=now())
    client = as_person(anne)
    assert "Take it up again" in words(client.get(f"/p/{poll.key}"))
    archive_circle(circle=circle, because="", by=anne, now=now())
    waiting = Notice.objects.filter(sent_at=None, dropped_at=None).count()
    assert "Take it up again" not in words(client.get(f"/p/{poll.key}"))
    assert client.post(f"/p/{poll.key}/restore").status_code == 409
    poll.refresh_from_db()
    assert poll.withdrawn_at is not None
    assert Notice.objects.filter(sent_at=None, dropped_at=None).count() == waiting


def test_its_links_lead_in_no_more_and_say_so_at_once(circle: Circle, anne: Person) -> None:
    link = circles.make_link(circle=circle, by=anne, now=now())
    visitor = as_person(somebody("Gaston", "gaston@example.org"))
    assert visitor.get(f"/j/{token_of(link)}").status_code == 200
    archive_circle(circle=circle, because="", by=anne, now=now())
    assert visitor.get(f"/j/{token_of(link)}").status_code == 404
