"""The next date, fixed from a page; the rhythm that pencils dates in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.gatherings import queries
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Gathering, Series
from entregent.notices.models import Notice
from entregent.people.models import Person
from tests.cast import a_circle, a_date, seen, somebody
from tests.web.visiting import as_person, once_of, told, visitor, words

pytestmark = pytest.mark.django_db

QUERIES = 12
NOON = time(12, 30)


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia Benali", "nadia@example.org", now=now)


@pytest.fixture
def sami(now: datetime) -> Person:
    return somebody("Sami Ferhat", "sami@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, sami: Person, now: datetime) -> Circle:
    return a_circle(nadia, sami, now=now)


@pytest.fixture
def page(nadia: Person) -> Client:
    return as_person(nadia)


def new(circle: Circle) -> str:
    return f"/c/{circle.slug}/dates/new"


def typed(circle: Circle, day: date, **more: Any) -> dict[str, Any]:
    return {"day": f"{day:%Y-%m-%d}", "hour": "12:30", "seen": seen(circle), "once": "a-sending"} | more


def in_days(now: datetime, days: int) -> date:
    return (now + timedelta(days=days)).date()


def test_one_tap_fixes_the_date_and_leads_to_its_page(circle: Circle, page: Client, now: datetime) -> None:
    series = queries.series_of(circle)
    series.place, series.minutes = "Le Petit Marché", 90
    series.save()
    response = page.post(new(circle), typed(circle, in_days(now, 3)))
    gathering = circle.gatherings.get()
    assert (response.status_code, response["Location"]) == (302, f"/g/{gathering.key}")
    assert (gathering.day, gathering.hour, gathering.place, gathering.minutes, gathering.fixed_by) == (
        in_days(now, 3),
        NOON,
        "Le Petit Marché",
        90,
        circle.opened_by,
    )
    assert sorted(Notice.objects.filter(kind="date").values_list("person__name", flat=True)) == [
        "Nadia Benali",
        "Sami Ferhat",
    ]


def test_what_was_typed_goes_with_it(circle: Circle, page: Client, now: datetime) -> None:
    more = {"place": "Chez Youssef", "minutes": "180", "title": "Ten years", "bring": "a dessert"}
    page.post(new(circle), typed(circle, in_days(now, 3), **more))
    gathering = circle.gatherings.get()
    assert (gathering.place, gathering.minutes, gathering.title, gathering.bring) == (
        "Chez Youssef",
        180,
        "Ten years",
        "a dessert",
    )


def test_a_second_sending_of_the_same_form_has_one_effect(circle: Circle, page: Client, now: datetime) -> None:
    sent = typed(circle, in_days(now, 3), once=once_of(page.get(new(circle))))
    first, second = page.post(new(circle), sent), page.post(new(circle), sent)
    assert (first["Location"], second["Location"]) == (f"/g/{circle.gatherings.get().key}",) * 2
    assert Notice.objects.filter(kind="date").count() == 2


def test_the_form_offers_the_likeliest_slot_and_the_last_place(circle: Circle, nadia: Person, now: datetime) -> None:
    a_date(circle, nadia, days=1, now=now - timedelta(days=8), place="Le Petit Marché")
    asked = as_person(nadia).get(new(circle)).content.decode()
    slot = queries.offered_slots(circle, queries.series_of(circle), now)[0]
    assert f'name="day" value="{slot.day:%Y-%m-%d}"' in asked
    assert 'name="place" value="Le Petit Marché"' in asked
    assert asked.count('<input type="hidden" name="day"') == 3
    assert asked.count('<input type="hidden" name="place" value="Le Petit Marché"') == 3
    assert "Where: Le Petit Marché." in asked


@pytest.mark.parametrize(
    ("smtp", "others", "said"),
    [
        ("smtp://x", True, "One mail goes to 2 people in two minutes; they answer without an account."),
        ("smtp://x", False, "One mail goes to one person in two minutes; they answer without an account."),
        ("", True, "This instance sends no mail: the next page has a text to copy for everybody."),
    ],
)
def test_it_says_who_will_be_written_to(
    circle: Circle, page: Client, sami: Person, settings: Any, smtp: str, others: bool, said: str
) -> None:
    settings.SMTP_URL = smtp
    if not others:
        circles.set_mail(circle=circle, person=sami, level=MailLevel.NONE)
    assert words(page.get(new(circle))).count(said) == 2


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"day": ""}, "day", "This field is required."),
        ({"day": "soon"}, "day", "Enter a valid date."),
        ({"day": "2001-01-01"}, "day", "That day has passed. Choose one to come."),
        ({"day": "2199-12-31"}, "day", "That is more than three years away: is the year right?"),
        ({"day": "9999-12-31"}, "day", "Look at the year again: no calendar here goes that far."),
        ({"hour": "25:00"}, "hour", "Enter a valid time."),
        ({"place": "x" * 201}, "place", "Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_kept(
    circle: Circle, page: Client, now: datetime, fields: dict[str, str], field: str, said: str
) -> None:
    response = page.post(new(circle), typed(circle, in_days(now, 3)) | {"bring": "a dessert"} | fields)
    assert response.status_code == 422
    assert response.context["page"]["form"].errors == {field: [said]}
    assert 'value="a dessert"' in response.content.decode()
    assert circle.gatherings.count() == 0


def test_an_hour_that_has_passed_today_is_refused(circle: Circle, page: Client, now: datetime) -> None:
    circles.change_circle(circle=circle, by=circle.opened_by, now=now, zone="Pacific/Kiritimati")
    today = local(now, "Pacific/Kiritimati").date()
    response = page.post(new(circle), typed(circle, today, hour="00:00"))
    assert response.status_code == 422
    assert response.context["page"]["form"].errors == {"hour": ["That hour has passed. Choose one to come."]}


def last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() - 6) % 7)


def test_an_hour_the_clock_jumps_over_is_refused(circle: Circle, page: Client, now: datetime) -> None:
    response = page.post(new(circle), typed(circle, last_sunday(now.year + 1, 3), hour="02:30"))
    assert response.status_code == 422
    assert response.context["page"]["form"].errors == {
        "hour": ["The clocks jump over that hour that day. Choose one a little earlier or later."]
    }


@pytest.mark.parametrize(("which", "hours"), [("first", 0), ("second", 1)])
def test_an_hour_that_comes_twice_is_asked_about(
    circle: Circle, page: Client, now: datetime, which: str, hours: int
) -> None:
    sent = typed(circle, last_sunday(now.year + 1, 10), hour="02:30")
    asked = page.post(new(circle), sent)
    assert (asked.status_code, list(asked.context["page"]["form"].errors)) == (422, ["which"])
    assert "That hour comes twice that day: which one?" in words(asked)
    assert page.post(new(circle), sent | {"which": which}).status_code == 302
    gathering = circle.gatherings.get()
    assert (gathering.second_time, gathering.starts_at.hour) == (which == "second", hours)


def test_the_second_of_two_reads_who_was_faster(circle: Circle, page: Client, sami: Person, now: datetime) -> None:
    before = typed(circle, in_days(now, 4), place="Chez Youssef")
    faster = a_date(circle, sami, days=3, now=now)
    response = page.post(new(circle), before)
    assert response.status_code == 409
    assert "Sami Ferhat has just fixed" in words(response)
    assert "Nothing else was sent or changed." in words(response)
    assert f'href="/g/{faster.key}"' in response.content.decode()
    assert 'value="Chez Youssef"' in response.content.decode()
    assert list(circle.gatherings.values_list("pk", flat=True)) == [faster.pk]


def test_read_again_the_same_form_fixes_a_second_date(
    circle: Circle, page: Client, sami: Person, now: datetime
) -> None:
    stale = typed(circle, in_days(now, 4))
    a_date(circle, sami, days=3, now=now)
    page.post(new(circle), stale)
    assert page.post(new(circle), typed(circle, in_days(now, 4))).status_code == 302
    assert circle.gatherings.filter(fixed_at__isnull=False).count() == 2


def test_a_page_that_shows_no_version_fixes_nothing(circle: Circle, page: Client, now: datetime) -> None:
    response = page.post(new(circle), typed(circle, in_days(now, 4), seen="x"))
    assert (response.status_code, circle.gatherings.count()) == (409, 0)
    assert "The circle’s dates changed while you were typing." in words(response)


def test_only_members_see_it(circle: Circle, now: datetime) -> None:
    stranger = somebody("Wanda", "wanda@example.org", now=now)
    sent = typed(circle, in_days(now, 3))
    allowed, refused = as_person(circle.opened_by), as_person(stranger)
    assert [one.get(new(circle)).status_code for one in (allowed, refused, visitor())] == [200, 404, 302]
    assert refused.post(new(circle), sent).status_code == 404
    assert circle.gatherings.count() == 0
    assert allowed.post(new(circle), sent).status_code == 302


def test_as_many_queries_with_three_members_as_with_one(
    page: Client, circle: Circle, nadia: Person, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(QUERIES):
        page.get(new(circle))
    for days, name in enumerate(("hugo", "rose", "odile"), 10):
        circles.add_member(circle=circle, person=somebody(name, f"{name}@example.org", now=now), now=now)
        a_date(circle, nadia, days=1, now=now - timedelta(days=days))
    with django_assert_num_queries(QUERIES):
        page.get(new(circle))


RHYTHM = {"rhythm": "weekly", "hour": "19:30", "place": "La Cantine", "minutes": "150"}


def test_a_rhythm_pencils_the_next_date_in(circle: Circle, page: Client, now: datetime) -> None:
    first = in_days(now, 9)
    response = page.post(f"/c/{circle.slug}/rhythm", RHYTHM | {"anchor": f"{first:%Y-%m-%d}"}, follow=True)
    series = queries.series_of(circle)
    assert (series.rhythm, series.anchor, series.hour, series.place, series.minutes) == (
        Rhythm.WEEKLY,
        first,
        time(19, 30),
        "La Cantine",
        150,
    )
    pencilled = circle.gatherings.get()
    assert (pencilled.fixed_at, pencilled.hour, Notice.objects.count()) == (None, time(19, 30), 0)
    assert "The rhythm is saved. In pencil:" in told(response)


def test_a_rhythm_is_taken_back_in_one_tap(circle: Circle, page: Client, now: datetime) -> None:
    url = f"/c/{circle.slug}/rhythm"
    response = page.post(url, RHYTHM | {"anchor": f"{in_days(now, 9):%Y-%m-%d}"}, follow=True)
    way_back = response.content.decode().split('class="told')[1].split("</form>")[0]
    assert f'action="{url}"' in way_back
    page.post(url, {"rhythm": "free", "anchor": "", "hour": "", "place": "", "minutes": "120"})
    assert (queries.series_of(circle).rhythm, circle.gatherings.count()) == (Rhythm.FREE, 0)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"anchor": ""}, {"anchor": ["A rhythm needs a day to count from."]}),
        ({"hour": ""}, {"hour": ["A rhythm needs an hour."]}),
        ({"hour": "noon"}, {"hour": ["Enter a valid time."]}),
        ({"rhythm": "daily"}, {"rhythm": ["Select a valid choice. daily is not one of the available choices."]}),
    ],
)
def test_half_a_rhythm_is_none(
    circle: Circle, page: Client, now: datetime, fields: dict[str, str], errors: dict[str, list[str]]
) -> None:
    sent = RHYTHM | {"anchor": f"{in_days(now, 9):%Y-%m-%d}"} | fields
    response = page.post(f"/c/{circle.slug}/rhythm", sent)
    assert (response.status_code, response.context["page"].form.errors) == (422, errors)
    assert 'value="La Cantine"' in response.content.decode()
    assert Series.objects.get(circle=circle).rhythm == Rhythm.FREE


def test_a_pencilled_date_is_confirmed_or_skipped_from_its_page(circle: Circle, page: Client, now: datetime) -> None:
    page.post(f"/c/{circle.slug}/rhythm", RHYTHM | {"anchor": f"{in_days(now, 9):%Y-%m-%d}"})
    first = circle.gatherings.get()
    asked = page.get(f"/g/{first.key}")
    assert "The circle’s rhythm proposes this date." in words(asked)
    page.post(f"/g/{first.key}/cancel", {"seen": seen(circle)})
    first.refresh_from_db()
    assert first.cancelled_at is not None
    second = Gathering.objects.exclude(pk=first.pk).filter(circle=circle).first()
    day, hour = (second.day, second.hour) if second else (in_days(now, 16), time(19, 30))
    page.post(new(circle), typed(circle, day, hour=f"{hour:%H:%M}", once="another"))
    assert circle.gatherings.get(fixed_at__isnull=False).day == day
