"""A date moved, cancelled, called back, restored: each takes effect at once, and can be taken back."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from entregent.circles.models import Circle
from entregent.core import clock
from entregent.gatherings.models import Gathering
from entregent.notices.models import Notice
from entregent.people.models import Person
from tests.cast import a_circle, a_date, a_past_date, say, seen, somebody
from tests.web.visiting import as_person, told, words

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia Benali", "nadia@example.org", now=now)


@pytest.fixture
def sami(now: datetime) -> Person:
    return somebody("Sami Ferhat", "sami@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, sami: Person, now: datetime) -> Circle:
    return a_circle(nadia, sami, now=now - 60 * DAY)


@pytest.fixture
def gathering(circle: Circle, nadia: Person, now: datetime) -> Gathering:
    return a_date(circle, nadia, days=3, now=now - HOUR, place="Chez Youssef")


@pytest.fixture
def page(sami: Person) -> Client:
    return as_person(sami)


def moved(gathering: Gathering, days: int = 1, **more: Any) -> dict[str, Any]:
    fields = {
        "day": f"{gathering.day + days * DAY:%Y-%m-%d}",
        "hour": "19:00",
        "place": "La Cantine",
        "minutes": "150",
        "title": "Ten years",
        "bring": "a dessert",
        "seen": seen(gathering.circle),
        "once": "a-move",
    }
    return fields | more


def waiting(kind: str) -> int:
    return Notice.objects.filter(kind=kind, dropped_at=None, sent_at=None).count()


def undo_of(response: Any) -> tuple[str, dict[str, str]]:
    """Where the way back of the last message leads, and what it sends."""
    form = response.content.decode().split('class="told')[1].split("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    found = re.search(r'action="([^"]+)"', form)
    assert found
    return found[1], fields


def test_the_form_starts_with_the_date_as_it_is(gathering: Gathering, page: Client) -> None:
    asked = page.get(f"/g/{gathering.key}/move").content.decode()
    assert f'name="day" value="{gathering.day:%Y-%m-%d}"' in asked
    assert 'name="hour" value="12:30"' in asked
    assert 'name="place" value="Chez Youssef"' in asked


def test_any_member_moves_it_and_everybody_is_told_in_two_minutes(gathering: Gathering, page: Client) -> None:
    day = gathering.day + DAY
    response = page.post(f"/g/{gathering.key}/move", moved(gathering), follow=True)
    gathering.refresh_from_db()
    assert (gathering.day, gathering.hour, gathering.place, gathering.minutes, gathering.title, gathering.bring) == (
        day,
        time(19),
        "La Cantine",
        150,
        "Ten years",
        "a dessert",
    )
    assert told(response).startswith("Now: ")
    assert "Call it back" in words(response)
    assert waiting("date-moved") == 2


def test_sent_twice_it_moves_once(gathering: Gathering, page: Client) -> None:
    sent = moved(gathering)
    for _sending in range(2):
        assert page.post(f"/g/{gathering.key}/move", sent)["Location"] == f"/g/{gathering.key}"
    gathering.refresh_from_db()
    assert (gathering.sequence, waiting("date-moved")) == (1, 2)


def test_called_back_the_date_and_its_answers_are_as_they_were(
    gathering: Gathering, page: Client, nadia: Person, now: datetime
) -> None:
    say(gathering, nadia, now=now - HOUR)
    page.post(f"/g/{gathering.key}/move", moved(gathering))
    assert "Nobody has said yes yet." in words(page.get(f"/g/{gathering.key}"))
    response = page.post(f"/g/{gathering.key}/call-back", follow=True)
    assert told(response).endswith("Called back: no mail leaves.")
    assert "One person around the table." in words(response)
    gathering.refresh_from_db()
    assert (gathering.hour, gathering.place, waiting("date-moved")) == (time(12, 30), "Chez Youssef", 0)


def test_only_who_announced_it_is_offered_to_call_it_back(circle: Circle, nadia: Person, sami: Person) -> None:
    fresh = a_date(circle, nadia, days=2, now=clock.now())
    allowed, refused = as_person(nadia), as_person(sami)
    offered = ["Call it back" in words(one.get(f"/g/{fresh.key}")) for one in (allowed, refused)]
    assert offered == [True, False]
    late = refused.post(f"/g/{fresh.key}/call-back", follow=True)
    assert told(late) == "Too late to call it back: the mail has left. You can still move or cancel the date."
    allowed.post(f"/g/{fresh.key}/call-back")
    fresh.refresh_from_db()
    assert (fresh.fixed_at, waiting("date")) == (None, 0)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"day": "2001-01-01"}, {"day": ["That day has passed. Choose one to come."]}),
        ({"hour": ""}, {"hour": ["This field is required."]}),
    ],
)
def test_what_cannot_be_is_kept_and_said(
    gathering: Gathering, page: Client, fields: dict[str, str], errors: dict[str, list[str]]
) -> None:
    response = page.post(f"/g/{gathering.key}/move", moved(gathering) | fields)
    assert (response.status_code, response.context["page"]["form"].errors) == (422, errors)
    assert 'value="La Cantine"' in response.content.decode()
    gathering.refresh_from_db()
    assert gathering.sequence == 0


def test_onto_another_fixed_date_nothing_moves(
    gathering: Gathering, circle: Circle, nadia: Person, page: Client
) -> None:
    other = a_date(circle, nadia, days=5, hour=time(19), now=clock.now())
    sent = moved(gathering, day=f"{other.day:%Y-%m-%d}")
    response = page.post(f"/g/{gathering.key}/move", sent)
    assert response.status_code == 409
    assert "Nadia Benali has just fixed" in words(response)
    gathering.refresh_from_db()
    assert gathering.sequence == 0


def test_what_is_over_or_cancelled_is_not_moved(circle: Circle, nadia: Person, page: Client, now: datetime) -> None:
    over = a_past_date(circle, nadia, days=7, now=now)
    for response in (
        page.get(f"/g/{over.key}/move", follow=True),
        page.post(f"/g/{over.key}/move", moved(over, days=12), follow=True),
    ):
        assert told(response) == "Only a date that is fixed and to come can be moved: nothing was changed."


def test_cancelled_and_taken_back_in_one_tap(gathering: Gathering, page: Client, nadia: Person, now: datetime) -> None:
    say(gathering, nadia, now=now)
    Notice.objects.filter(kind="date").update(sent_at=now)
    cancelled = page.post(f"/g/{gathering.key}/cancel", {"seen": seen(gathering.circle)}, follow=True)
    assert told(cancelled).startswith("Cancelled.")
    assert "This gathering does not take place." in words(cancelled)
    assert waiting("date-cancelled") == 2
    url, fields = undo_of(cancelled)
    restored = page.post(url, fields, follow=True)
    assert told(restored) == "It takes place after all."
    assert "One person around the table." in words(restored)
    assert (waiting("date-cancelled"), waiting("date")) == (0, 0)


@pytest.mark.parametrize("act", ["cancel", "restore"])
def test_from_an_older_page_nothing_is_done(gathering: Gathering, page: Client, act: str) -> None:
    before = Gathering.objects.values().get(pk=gathering.pk)
    response = page.post(f"/g/{gathering.key}/{act}", {"seen": "0"}, follow=True)
    assert told(response).startswith("Something changed while you were looking, so nothing was done.")
    assert Gathering.objects.values().get(pk=gathering.pk) == before


def test_a_cancelled_date_leads_to_the_next_one(
    gathering: Gathering, circle: Circle, nadia: Person, page: Client
) -> None:
    page.post(f"/g/{gathering.key}/cancel", {"seen": seen(circle)})
    assert "Fix another date" in words(page.get(f"/g/{gathering.key}"))
    other = a_date(circle, nadia, days=9, now=clock.now())
    assert f'href="/g/{other.key}"' in page.get(f"/g/{gathering.key}").content.decode()


@pytest.mark.parametrize("path", ["call-back", "move", "cancel", "restore"])
def test_strangers_change_nothing(gathering: Gathering, now: datetime, path: str) -> None:
    stranger = as_person(somebody("Wanda", "wanda@example.org", now=now))
    assert stranger.post(f"/g/{gathering.key}/{path}", moved(gathering)).status_code == 404
