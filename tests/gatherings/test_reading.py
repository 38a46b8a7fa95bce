"""What the pages of gatherings read: next, last, upcoming, past; in as many queries for three as for one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply, Rhythm
from entregent.gatherings.models import Gathering
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from tests.cast import DAY, HOUR, NOON, NOW, a_circle, a_date, a_past_date, say, seen, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(anne: Person) -> Circle:
    return a_circle(anne)


def record(gathering: Gathering, by: Person, *people: Person) -> None:
    gatherings.record_attendance(
        gathering=gathering, by=by, person_ids=[each.pk for each in people], names=[], now=gathering.ends_at
    )


def weekly(circle: Circle, now: datetime = NOW, place: str = "") -> None:
    gatherings.set_rhythm(
        circle=circle, by=circle.opened_by, now=now, rhythm=Rhythm.WEEKLY, anchor=now.date(), hour=NOON, place=place,
        minutes=90,
    )  # fmt: skip


# One gathering


def test_a_gathering_is_seen_by_members_of_its_circle_alone(circle: Circle, anne: Person) -> None:
    gathering, theo = a_date(circle, anne), somebody("Théo")
    assert queries.visible_gathering(viewer=anne, key=gathering.key) == gathering
    assert queries.visible_gathering(viewer=anne, key="absent") is None
    assert queries.visible_gathering(viewer=theo, key=gathering.key) is None
    circles.add_member(circle=circle, person=theo, now=NOW)
    circles.leave(circle=circle, person=theo, now=NOW)
    assert queries.visible_gathering(viewer=theo, key=gathering.key) is None
    Circle.objects.filter(pk=circle.pk).update(deleted_at=NOW)
    assert queries.visible_gathering(viewer=anne, key=gathering.key) is None
    assert queries.gathering_of_link(gathering.pk) is None


def test_the_journal_speaks_of_gatherings_of_its_own_circle(circle: Circle, anne: Person) -> None:
    mine, other = a_date(circle, anne), a_date(a_circle(anne), anne)
    assert queries.by_id(circle, [mine.pk, other.pk, 0]) == {mine.pk: mine}


# Next and last


def test_the_next_date_counts_until_it_is_over(circle: Circle, anne: Person) -> None:
    first, second = a_date(circle, anne), a_date(circle, anne, days=9)
    assert queries.next_gathering(circle, first.ends_at - timedelta(seconds=1)) == first
    assert queries.next_gathering(circle, first.ends_at) == second
    assert queries.next_to_come(circle, first.starts_at) == second
    assert queries.next_to_come(circle, NOW, besides=first) == second
    assert queries.next_to_come(circle, NOW, besides=second) == first
    assert queries.following_gathering(first) == second
    assert queries.following_gathering(second) is None
    assert queries.next_gathering(circle, second.ends_at) is None


def test_the_last_gathering_is_the_last_one_over(circle: Circle, anne: Person) -> None:
    older, last = a_past_date(circle, anne, days=14), a_past_date(circle, anne)
    gatherings.cancel(
        gathering=a_date(circle, anne, days=1, now=NOW - 3 * DAY), by=anne, seen=seen(circle), now=NOW - 3 * DAY
    )
    assert queries.last_gathering(circle, NOW) == last
    assert queries.last_gathering(circle, last.ends_at - HOUR) == older
    assert queries.unrecorded(circle, NOW) == last
    assert queries.unrecorded(circle, last.ends_at + 14 * DAY + HOUR) is None
    record(last, anne, anne)
    assert queries.unrecorded(circle, NOW) is None
    assert list(queries.past_gatherings(circle, NOW)) == [last, older]


def test_a_new_circle_has_neither(circle: Circle, anne: Person) -> None:
    assert (queries.next_gathering(circle, NOW), queries.last_gathering(circle, NOW)) == (None, None)
    assert (queries.unrecorded(circle, NOW), queries.usual_size(circle, NOW)) == (None, None)
    assert queries.usual_place(circle, queries.series_of(circle), NOW) == ""


def test_circles_meet_where_they_said_else_where_they_met_last(circle: Circle, anne: Person) -> None:
    a_past_date(circle, anne, place="Chez Youssef")
    assert queries.usual_place(circle, queries.series_of(circle), NOW) == "Chez Youssef"
    weekly(circle, place="Le Petit Marché")
    assert queries.usual_place(circle, queries.series_of(circle), NOW) == "Le Petit Marché"


def test_stopped_rhythms_are_those_of_circles_in_use(circle: Circle, anne: Person) -> None:
    archived, free = a_circle(anne, name="Ancient"), a_circle(anne, name="Free")
    for each in (circle, archived):
        weekly(each)
    Circle.objects.filter(pk=archived.pk).update(archived_at=NOW)
    assert queries.stopped_rhythms(NOW) == []
    assert queries.stopped_rhythms(NOW + 30 * DAY) == [circle]
    assert free.pk


def test_how_a_circle_usually_sits_down(circle: Circle, anne: Person) -> None:
    crowd = [somebody(f"Person {number}") for number in range(6)]
    for person in crowd:
        circles.add_member(circle=circle, person=person, now=NOW - 90 * DAY)
    for week, size in enumerate((3, 5, 6, 1), 1):
        assert queries.usual_size(circle, NOW) is None or week > 3
        record(a_past_date(circle, anne, days=7 * week), anne, *crowd[:size])
    habit = queries.usual_size(circle, NOW)
    assert habit is not None
    assert (habit.low, habit.high, habit.gatherings) == (3, 6, 4)


def test_regulars_are_those_of_the_last_gatherings_before(circle: Circle, anne: Person) -> None:
    theo, ines = somebody("Théo"), somebody("Inès")
    for person in (theo, ines):
        circles.add_member(circle=circle, person=person, now=NOW - 90 * DAY)
    record(a_past_date(circle, anne, days=63), anne, ines)
    for week in range(1, 8):
        record(a_past_date(circle, anne, days=7 * week), anne, theo)
    gathering = a_date(circle, anne)
    assert queries.regulars(circle, gathering) == {theo.pk}
    wanda = somebody("Wanda")
    circles.add_member(circle=circle, person=wanda, now=NOW)
    for person in (theo, wanda):
        say(gathering, person, Reply.YES)
    assert [one.has_been for one in queries.seated([gathering], anne)[gathering.pk]] == [True, False]


def test_the_mail_of_a_date_goes_to_so_many(circle: Circle) -> None:
    circles.add_member(circle=circle, person=somebody("No address"), now=NOW)
    circles.add_member(circle=circle, person=somebody("Théo", "theo@example.org"), now=NOW)
    assert queries.told_of_dates(circle, NOW) == 2


# Today


def test_upcoming_is_the_next_date_of_each_of_ones_circles_soonest_first(circle: Circle, anne: Person) -> None:
    other = a_circle(anne, name="Other")
    later, sooner = a_date(circle, anne, days=5), a_date(other, anne, days=3)
    a_date(circle, anne, days=12)
    a_date(a_circle(somebody("Théo"), name="Not mine"), anne)
    gone = a_circle(anne, name="Gone")
    a_date(gone, anne)
    circles.delete_circle(circle=gone, by=anne, now=NOW)
    assert queries.upcoming_for(anne, NOW) == [sooner, later]
    assert queries.upcoming_for(anne, sooner.ends_at) == [later]


@pytest.mark.parametrize("count", [1, 3])
def test_upcoming_is_one_query(anne: Person, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        a_date(a_circle(anne, name=f"Circle {number}"), anne)
    with django_assert_num_queries(1):
        assert len([row.circle.name for row in queries.upcoming_for(anne, NOW)]) == count


# Tables


@pytest.mark.parametrize("count", [1, 3])
def test_tables_are_read_in_two_queries(anne: Person, count: int, django_assert_num_queries: Any) -> None:
    dates = []
    for number in range(count):
        circle = a_circle(anne, name=f"Circle {number}")
        dates.append(a_date(circle, anne))
        for guest in range(count):
            person = somebody(f"Person {guest}")
            circles.add_member(circle=circle, person=person, now=NOW)
            say(dates[-1], person)
    with django_assert_num_queries(2):
        assert [len(table) for table in queries.seated(dates, anne).values()] == [count] * count


def test_a_table_shows_answers_of_the_present_date_and_hides_blocks(circle: Circle, anne: Person) -> None:
    boris, theo = somebody("Boris"), somebody("Théo")
    for person in (boris, theo):
        circles.add_member(circle=circle, person=person, now=NOW)
    gathering = a_date(circle, anne)
    for person in (anne, boris, theo):
        say(gathering, person, Reply.YES, guests=1)
    people.block(by=boris, person=anne, now=NOW)
    erase_all(theo, NOW)
    assert [(seat.name, seat.reply, seat.guests) for seat in queries.seated([gathering], anne)[gathering.pk]] == [
        ("Anne", "yes", 1),
        ("", "yes", 1),
    ]
    assert [seat.name for seat in queries.seated([gathering], boris)[gathering.pk]] == ["", "Boris"]


def test_who_was_there_by_name_and_the_erased_keep_their_seat(circle: Circle, anne: Person) -> None:
    boris, theo = somebody("Boris"), somebody("Théo")
    for person in (boris, theo):
        circles.add_member(circle=circle, person=person, now=NOW - 30 * DAY)
    gathering = a_past_date(circle, anne)
    record(gathering, anne, anne, boris, theo)
    erase_all(theo, NOW)
    people.block(by=anne, person=boris, now=NOW)
    assert [seat.name for seat in queries.were_there(gathering, anne)] == ["Anne", "", ""]
    assert [seat.name for seat in queries.were_there(gathering, boris)] == ["", "Boris", ""]


@pytest.mark.parametrize("count", [1, 3])
def test_who_was_there_is_read_in_three_queries(
    circle: Circle, anne: Person, count: int, django_assert_num_queries: Any
) -> None:
    crowd = [somebody(f"Person {number}") for number in range(count)]
    for person in crowd:
        circles.add_member(circle=circle, person=person, now=NOW - 30 * DAY)
    gathering = a_past_date(circle, anne)
    record(gathering, anne, *crowd)
    with django_assert_num_queries(3):
        assert len(queries.were_there(gathering, anne)) == count


# What was


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_is_one_query_with_how_many_were_there(
    circle: Circle, anne: Person, count: int, django_assert_num_queries: Any
) -> None:
    for week in range(1, count + 1):
        record(a_past_date(circle, anne, days=7 * week), anne, anne)
    with django_assert_num_queries(1):
        page = queries.past_page(circle, NOW, None)
        assert [row.there for row in page] == [1] * count  # type: ignore[attr-defined]


def test_what_was_is_read_page_by_page(circle: Circle, anne: Person) -> None:
    rows = [a_past_date(circle, anne, days=7 * week) for week in (1, 2, 3)]
    first = queries.past_page(circle, NOW, None, most=2)
    assert first == rows
    assert queries.past_page(circle, NOW, first[1].starts_at, most=2) == [rows[2]]


def test_a_date_of_last_year_in_summer_keeps_its_clock(circle: Circle, anne: Person) -> None:
    summer = a_date(circle, anne, now=NOW - 140 * DAY)
    assert (summer.day, summer.hour, summer.starts_at.hour) == (date(2026, 7, 9), time(12, 30), 10)
