"""The story the demonstration tells is believable whenever it is told."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db.models import Q
from django.test import Client
from pytest_django import Settings

from entregent.activity.models import Event
from entregent.circles import queries as circle_queries
from entregent.circles import rules as circle_rules
from entregent.circles.models import Circle, Import
from entregent.circles.queries import door
from entregent.cli.demonstration import choir, dinners, lunches, old_city, open_doors, story, telling
from entregent.cli.demonstration.days import TIME_TO_ANSWER, ZONE, Days, moment
from entregent.cli.demonstration.people import KEEPER, NEWCOMER, REGULAR
from entregent.cli.demonstration.showing import how_to_come_in
from entregent.core import clock
from entregent.core.walltime import instant, local
from entregent.gatherings import queries, rules
from entregent.gatherings.models import Answer, Attendance, Gathering
from entregent.missions import queries as mission_queries
from entregent.missions.operations import still_fits
from entregent.notices.models import Notice
from entregent.notices.operations import mark_sent
from entregent.people.queries import person_at
from entregent.polls import rules as poll_rules
from entregent.polls.queries import slots_of, tallies, waiting_poll
from entregent.polls.reasons import ranked

LONG = (pytest.mark.whole, pytest.mark.once)
MOMENTS = {
    "a Sunday at three in the morning": datetime(2026, 11, 29, 2, 0, tzinfo=UTC),
    "a Thursday before noon, answers closed": datetime(2026, 11, 26, 10, 30, tzinfo=UTC),
    "a Thursday as lunch ends": datetime(2026, 11, 26, 13, 30, tzinfo=UTC),
    "New Year’s Eve, late": datetime(2026, 12, 31, 22, 59, tzinfo=UTC),
    "the night the clocks change": datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
}
FIRST, *LATER = MOMENTS
WOMEN = [8, 7, 8, 7, 4, 4, 4, 3, 4, 4, 4, 6, 7, 8, 5, 2, 2, 2]
EVENTS = {
    (6, 27): 3, (3, 2): 3, (4, 12): 6, (9, 26): 4, (2, 25): 8, (5, 19): 8, (3, 15): 10, (9, 16): 14, (4, 8): 12,
    (6, 10): 5, (2, 23): 4, (4, 7): 6, (11, 21): 3, (8, 3): 3,
}  # fmt: skip


@pytest.fixture
def without_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing mails is most of the time the story takes, and none of what is looked at here."""
    monkeypatch.setattr(telling, "deliver_due", lambda now, transport: 0)


def told(now: datetime) -> dict[str, Circle]:
    story.tell(now, "en", lambda line: None)
    return {circle.slug: circle for circle in Circle.objects.order_by("pk")}


@pytest.mark.whole
def test_whatever_the_moment_a_lunch_can_be_answered_and_something_is_today_or_tomorrow() -> None:
    now = datetime(2026, 1, 1, 0, 7, tzinfo=UTC)
    while now.year == 2026:
        days = Days(now)
        today = local(now, ZONE).date()
        ahead = days.lunches_ahead
        assert moment(days.last_lunch, "14:30") <= now < moment(ahead[0], "14:30"), now
        assert {day.weekday() for day in [days.last_lunch, *ahead]} == {3}, now
        assert moment(ahead[-1], "10:00") > now + TIME_TO_ANSWER, now
        soon = days.aside.day if days.aside else ahead[0]
        assert soon in (today, today + timedelta(days=1)), now
        if days.aside:
            starts_at = instant(days.aside.day, days.aside.hour, ZONE)
            assert rules.answers_close(starts_at, now) > now + TIME_TO_ANSWER, now
            assert time(8) <= days.aside.hour <= time(19), now
        now += timedelta(minutes=97)


@pytest.mark.django_db
@pytest.mark.parametrize("when", [FIRST, *(pytest.param(when, marks=LONG) for when in LATER)])
def test_the_story_holds_together_whenever_it_is_told(when: str, without_mails: None) -> None:
    now = MOMENTS[when]
    circles = told(now)
    doors = [open_doors.WALKS, open_doors.READERS]
    assert list(circles) == [dinners.SLUG, lunches.SLUG, *doors, choir.SLUG, old_city.SLUG]
    assert [circle_queries.live_memberships(circle).count() for circle in circles.values()] == [7, 130, 15, 2, 6, 19]
    keeper = person_at(KEEPER[1])
    assert keeper is not None
    assert {circle.slug for circle in circle_queries.circles_of(keeper)} == set(circles)

    table = circles[lunches.SLUG]
    ahead = queries.next_gathering(table, now)
    assert ahead is not None
    assert ahead.day - local(now, ZONE).date() <= timedelta(days=1)
    last = table.gatherings.filter(fixed_at__isnull=False).order_by("starts_at").last()
    assert last is not None
    assert rules.is_open(last, now)
    assert {row.reply for row in last.answers.all()} == {"yes", "maybe", "no"}
    assert not last.answers.filter(person=person_at(REGULAR[1])).exists()

    long = table.gatherings.get(title="The long table of the year")
    assert (long.answers.filter(reply="yes").count(), queries.plans.has_plan(long)) == (34, False)
    assert now < long.ends_at < now + timedelta(hours=24)

    poll = waiting_poll(table)
    assert poll is not None
    assert poll_rules.is_open(poll, now)
    best, *others = ranked(tallies(poll, slots_of(poll)))
    assert (best.yes, best.maybe, best.no, len(others)) == (14, 2, 1, 3)
    assert not poll.ballots.filter(person=person_at(REGULAR[1])).exists()

    in_play = mission_queries.in_play(table, keeper)
    assert 4 <= len(in_play) <= 12
    assert any(card.holder == keeper for card in in_play)
    assert all(still_fits(draw) == "" for draw in mission_queries.last_draws(table, 9))

    without_date = circles[dinners.SLUG]
    assert queries.next_gathering(without_date, now) is None
    assert queries.unrecorded(without_date, now) == queries.last_gathering(without_date, now)
    assert nothing_but_dates_to_come(now)

    at_rest = circles[choir.SLUG]
    pause, pencil = queries.pause_of(at_rest), queries.pencilled(at_rest, now)
    assert pause is not None
    assert pencil is not None
    assert timedelta(weeks=2) < pause.back_on - local(now, ZONE).date() < timedelta(weeks=4)
    assert (pencil.day - pause.back_on, queries.next_gathering(at_rest, now)) == (timedelta(days=1), None)
    held = at_rest.gatherings.filter(starts_at__lt=now)
    assert {(row.fixed_by, row.attendances.count()) for row in held} == {(None, 5)}
    assert held.count() == choir.REHEARSALS

    assert circle_rules.limits_newcomers(circles[open_doors.WALKS])
    assert [row.person.name for row in door.at_the_door(circles[open_doors.READERS], keeper)] == ["Violette Anselme"]


def nothing_but_dates_to_come(now: datetime) -> bool:
    return not (
        Gathering.objects.filter(Q(fixed_at__gt=now) | Q(recorded_at__gt=now)).exists()
        or Answer.objects.filter(answered_at__gt=now).exists()
        or Attendance.objects.filter(Q(at__gt=now) | Q(gathering__starts_at__gt=now)).exists()
        or Event.objects.filter(at__gt=now).exists()
        or Notice.objects.filter(made_at__gt=now).exists()
    )


@pytest.mark.whole
@pytest.mark.once
@pytest.mark.django_db
def test_a_living_core_comes_nearly_each_week_and_many_rarely(without_mails: None) -> None:
    now = MOMENTS["a Sunday at three in the morning"]
    table = told(now)[lunches.SLUG]
    seats = Counter(Attendance.objects.filter(gathering__circle=table).values_list("person_id", flat=True))
    held = table.gatherings.filter(starts_at__lt=now).count()
    assert held >= 40
    assert sum(times > 0.6 * held for times in seats.values()) == 11
    assert sum(times < 0.1 * held for times in seats.values()) >= 30
    newcomers = circle_queries.newcomers(table, now)
    assert [row.shown_name for row in newcomers] == ["Ludivine Sabatier", NEWCOMER[0], "Maïwenn Carrel"]
    keeper = person_at(KEEPER[1])
    assert keeper is not None
    assert [row.shown_name for row in circle_queries.to_welcome(keeper, now, 3)] == [NEWCOMER[0]]


@pytest.mark.whole
@pytest.mark.once
@pytest.mark.django_db
def test_old_city_has_the_published_totals(without_mails: None) -> None:
    circle = told(MOMENTS["New Year’s Eve, late"])[old_city.SLUG]
    women = circle.memberships.filter(imported_at__isnull=False).order_by("pk")
    assert [row.person.attendances.count() for row in women] == WOMEN
    gatherings = circle.gatherings.all()
    assert {(row.day.month, row.day.day): row.attendances.count() for row in gatherings} == EVENTS
    assert {row.day.year for row in gatherings} == {1936}
    assert circle.archived_at is not None
    assert circle.archived_because == "A published example of 1936, to look at: nobody will meet again."
    assert queries.next_gathering(circle, MOMENTS["New Year’s Eve, late"]) is None


@pytest.mark.whole
@pytest.mark.once
@pytest.mark.django_db
def test_everything_before_the_circle_came_here_came_in_by_an_import(without_mails: None) -> None:
    circles = told(MOMENTS["a Sunday at three in the morning"])
    brought = Import.objects.order_by("pk").values_list("circle__slug", "what", "file_name")
    assert list(brought) == [
        (lunches.SLUG, "members", "members.csv"),
        (lunches.SLUG, "gatherings", "lunches.csv"),
        (old_city.SLUG, "gatherings", "old_city.csv"),
    ]
    before = circles[lunches.SLUG].gatherings.filter(imported_at__isnull=False)
    assert {row.fixed_by_id for row in before} == {None}
    assert date(2026, 8, 13) not in {row.day for row in before}


@pytest.mark.whole
@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_fiction_is_said_in_the_circle_s_own_name(language: str, without_mails: None) -> None:
    story.tell(MOMENTS["a Sunday at three in the morning"], language, lambda line: None)
    words = {"fr": "(personnes fictives)", "en": "(fictional people)"}[language]
    told_of_today = (lunches.SLUG, dinners.SLUG, open_doors.WALKS, open_doors.READERS, choir.SLUG)
    names = Circle.objects.filter(slug__in=told_of_today).values_list("name", flat=True)
    assert [name.endswith(words) for name in names] == [True] * 5


@pytest.mark.whole
@pytest.mark.once
@pytest.mark.django_db
def test_three_doors_open_again_and_again_and_a_mail_is_there_to_read(
    without_mails: None, settings: Settings, client: Client
) -> None:
    now = clock.now()
    settings.DEMO = True
    table = told(now)[lunches.SLUG]
    last = table.gatherings.filter(fixed_at__isnull=False).order_by("starts_at").last()
    assert last is not None
    mail = Notice.objects.get(kind="date", object_id=last.pk, person=person_at(REGULAR[1]))
    mark_sent(mail, now, kept_in_outbox=True)

    said = how_to_come_in(story.doors(now))

    assert re.findall(r"/outbox/(\d+)", said) == [str(mail.pk)]
    assert client.get(f"/outbox/{mail.pk}").status_code == 200
    assert re.findall(r"^  (\d)\. ", said, re.MULTILINE) == ["1", "2", "3", "4", "5", "6"]
    links = re.findall(r"/s/\S+", said)
    for link, name in zip(links * 2, ["Anne-Lise", "Théo", "Sami"] * 2, strict=True):
        assert client.get(link).status_code == 200
        assert client.post(link).status_code == 302
        assert f"{name}" in client.get("/today").content.decode()
        assert client.get(f"/c/{lunches.SLUG}").status_code == 200
        client.logout()
