"""A circle's breaks and days off, automatic dates, and when mails reach one: said on a page, taken back in one tap."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from entregent.circles.models import Circle, Membership
from entregent.core import clock
from entregent.core.walltime import local
from entregent.gatherings import queries
from entregent.gatherings.enums import Rhythm
from entregent.notices.quiet import habits_of
from entregent.people.enums import Purpose
from entregent.people.models import Person
from entregent.people.operations import ensure_link
from entregent.people.queries import token_of
from tests.cast import ZONE, a_circle, a_date, somebody
from tests.web.visiting import as_person, told, undo, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> date:
    return local(clock.now(), ZONE).date()


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia Benali", "nadia@example.org")


@pytest.fixture
def circle(nadia: Person) -> Circle:
    return a_circle(nadia, somebody("Sami Ferhat", "sami@example.org"))


@pytest.fixture
def page(nadia: Person) -> Client:
    return as_person(nadia)


def written(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def test_a_break_is_said_on_the_circle_changed_and_taken_back(circle: Circle, page: Client, today: date) -> None:
    home, first, later = f"/c/{circle.slug}", today + timedelta(days=20), today + timedelta(days=30)
    page.post(f"{home}/pause", {"back_on": written(first), "why": "Holidays"})
    assert "A break · Holidays" in words(page.get(home))
    page.post(f"{home}/pause", {"back_on": written(later), "why": ""})
    undo(page, home)
    assert "A break · Holidays" in words(page.get(home))
    pause = queries.pause_of(circle)
    assert pause is not None
    assert (pause.back_on, pause.why) == (first, "Holidays")
    page.post(f"{home}/resume")
    assert queries.pause_of(circle) is None
    undo(page, home)
    again = queries.pause_of(circle)
    assert again is not None
    assert (again.back_on, again.why) == (first, "Holidays")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Choose a day to come: the circle is asked again on it."),
        (400, "That is more than a year away: is the year right?"),
    ],
)
def test_a_break_that_cannot_be_is_refused_beside_its_field_alone(
    circle: Circle, page: Client, today: date, days: int, said: str
) -> None:
    sent = {"back_on": written(today + timedelta(days=days)), "why": "Holidays"}
    response = page.post(f"/c/{circle.slug}/pause", sent)
    assert response.status_code == 422
    assert response.context["page"].pause_form.errors == {"back_on": [said]}
    assert not response.context["page"].form.errors
    assert not response.context["page"].day_form.errors
    assert 'value="Holidays"' in response.content.decode()
    assert queries.pause_of(circle) is None


def test_a_day_off_is_added_taken_out_and_put_back(circle: Circle, page: Client, today: date) -> None:
    rhythm, fair = f"/c/{circle.slug}/rhythm", today + timedelta(days=9)
    page.post(f"/c/{circle.slug}/days-off", {"day": written(fair), "name": "The village fair"})
    (row,) = queries.days_off_of(circle, today)
    assert (row.day, row.name) == (fair, "The village fair")
    assert "The village fair" in words(page.get(rhythm))
    page.post(f"/c/{circle.slug}/days-off/{row.pk}/remove")
    assert queries.days_off_of(circle, today) == []
    undo(page, rhythm)
    assert [(row.day, row.name) for row in queries.days_off_of(circle, today)] == [(fair, "The village fair")]
    response = page.post(f"/c/{circle.slug}/days-off", {"day": written(today - timedelta(days=1)), "name": ""})
    assert response.status_code == 422
    assert response.context["page"].day_form.errors == {"day": ["That day has passed. Choose one to come."]}


def test_automatic_dates_say_what_they_fixed_and_stop_in_one_tap(circle: Circle, page: Client, now: datetime) -> None:
    first = local(now, ZONE).date() + timedelta(days=3)
    sent = {"rhythm": "weekly", "anchor": written(first), "hour": "12:30", "place": "", "minutes": "120"}
    response = page.post(f"/c/{circle.slug}/rhythm", sent | {"counts": "rhythm", "holidays": "none"}, follow=True)
    assert told(response).startswith("The rhythm is saved. It has fixed ")
    fixed = queries.next_gathering(circle, now)
    assert fixed is not None
    assert (fixed.day, fixed.fixed_by) == (first, None)
    page.post(f"/c/{circle.slug}/rhythm", sent | {"rhythm": "free", "counts": "rhythm", "holidays": "none"})
    series = queries.series_of(circle)
    assert (series.rhythm, series.automatic_since) == (Rhythm.FREE, None)


def test_quiet_hours_are_kept_and_taken_back(nadia: Person, page: Client) -> None:
    page.post("/me/mails/hours", {"quiet_from": "20:00", "quiet_until": "08:30", "digest_day": "5"})
    kept = habits_of(nadia)
    assert (kept.quiet_from, kept.quiet_until, kept.digest_day) == (time(20), time(8, 30), 5)
    undo(page, "/me/mails/hours")
    back = habits_of(nadia)
    assert (back.quiet_from, back.quiet_until, back.digest_day) == (None, None, 1)
    assert page.post("/me/mails/hours", {"quiet_from": "25:00", "digest_day": "31"}).status_code == 422
    assert habits_of(nadia).digest_day == 1


def test_the_same_hour_twice_is_asked_about(nadia: Person, page: Client) -> None:
    sent = {"quiet_from": "00:00", "quiet_until": "00:00", "digest_day": "5"}
    refused = page.post("/me/mails/hours", sent)
    assert (refused.status_code, habits_of(nadia).digest_day) == (422, 1)
    assert "The same hour twice. For mails at any hour, leave both empty." in words(refused)
    assert page.post("/me/mails/hours", sent | {"quiet_from": "", "quiet_until": ""}).status_code == 302


def test_a_break_is_said_from_the_mail_and_taken_back(
    circle: Circle, nadia: Person, now: datetime, today: date
) -> None:
    link = ensure_link(
        person=nadia, purpose=Purpose.NEXT_DATE, kind="circle", object_id=circle.pk, now=now, lives=timedelta(days=9)
    )
    path = f"/l/{token_of(link)}/break"
    read = words(visitor().get(path))
    assert "You say it as Nadia Benali , for the whole circle" in read
    assert f'value="{written(today + timedelta(weeks=4))}"' in visitor().get(path).content.decode()
    assert visitor().post(path, {"back_on": written(today), "why": "Fair"}).status_code == 422
    for _twice in range(2):
        visitor().post(path, {"back_on": written(today + timedelta(days=20)), "why": "Holidays"})
    pause = queries.pause_of(circle)
    assert pause is not None
    assert (pause.back_on, pause.why, pause.declared_by) == (today + timedelta(days=20), "Holidays", nadia)
    assert "A break until" in words(visitor().get(path))
    visitor().post(path, {"act": "resume"})
    assert queries.pause_of(circle) is None


def test_a_break_of_ones_own_is_said_and_ended(circle: Circle, nadia: Person, page: Client, today: date) -> None:
    a_date(circle, nadia)
    until = today + timedelta(days=12)
    assert page.post("/me/mails/rest", {"until": written(today), "circle": ""}).status_code == 422
    page.post("/me/mails/rest", {"until": written(until), "circle": circle.slug})
    mine = Membership.objects.filter(circle=circle, person=nadia)
    assert mine.get().rests_until == until
    undo(page, "/me/mails/hours")
    assert mine.get().rests_until is None
    stranger = as_person(somebody("Wanda", "wanda@example.org"))
    assert stranger.post("/me/mails/rest", {"until": written(until), "circle": circle.slug}).status_code == 422
