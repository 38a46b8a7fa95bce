"""The day itself: a circle that starts from the table, who was there, the next date asked for, the clock put right."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, InviteLink, Membership
from entregent.core import walltime
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply, Rhythm
from entregent.gatherings.models import Gathering
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from tests.cast import DAY, HOUR, MINUTE, NOON, NOW, ZONE, a_date, a_past_date, say, seen, somebody

pytestmark = pytest.mark.django_db


def there(gathering: Gathering) -> list[str]:
    return [row.person.name for row in queries.attendance(gathering)]


def record(gathering: Gathering, by: Person, *people: Person, names: tuple[str, ...] = (), now: datetime = NOW) -> None:
    gatherings.record_attendance(
        gathering=gathering, by=by, person_ids=[each.pk for each in people], names=list(names), now=now
    )


# From the table


def test_a_circle_starts_from_the_table_with_who_is_there(anne: Person, theo: Person) -> None:
    gathering, link = gatherings.open_at_table(name="Lunch", by=anne, now=NOW, language="en", zone=ZONE)
    assert (gathering.day, gathering.hour, gathering.starts_at, gathering.recorded_by) == (
        date(2026, 11, 24), time(10, 0), NOW, anne,
    )  # fmt: skip
    assert (link.gathering_id, link.expires_at) == (gathering.pk, NOW + timedelta(hours=6))
    row = gatherings.arrive(link=link, person=theo, now=NOW + MINUTE)
    assert (row.invited_by, there(gathering)) == (anne, ["Anne", "Théo"])
    gatherings.arrive(link=link, person=theo, now=NOW + HOUR)
    assert there(gathering) == ["Anne", "Théo"]
    assert InviteLink.objects.get().uses == 1
    assert queries.last_gathering(gathering.circle, NOW + DAY) == gathering
    assert queries.unrecorded(gathering.circle, NOW + DAY) is None
    assert Notice.objects.count() == 0


def test_in_the_hour_that_comes_twice_the_table_knows_which(anne: Person) -> None:
    second = datetime(2026, 10, 25, 1, 30, 20, tzinfo=UTC)
    gathering, _ = gatherings.open_at_table(name="Night", by=anne, now=second, language="en", zone=ZONE)
    assert (gathering.hour, gathering.second_time) == (time(2, 30), True)
    assert gathering.derived_instant() == gathering.starts_at == second.replace(second=0)


def test_a_link_that_is_no_tables_brings_to_the_circle_alone(circle: Circle, anne: Person) -> None:
    link = circles.make_link(circle=circle, by=anne, now=NOW)
    ines = somebody("Inès")
    gatherings.arrive(link=link, person=ines, now=NOW)
    assert circle_queries.membership(circle, ines) is not None
    assert not ines.attendances.exists()


def test_the_code_of_a_table_is_one_until_it_is_used_up(circle: Circle, anne: Person, theo: Person) -> None:
    gathering = a_date(circle, anne, days=0, hour=time(10, 30))
    first = gatherings.table_link(gathering=gathering, by=anne, now=NOW)
    assert gatherings.table_link(gathering=gathering, by=theo, now=NOW + MINUTE) == first
    InviteLink.objects.filter(pk=first.pk).update(uses=first.most_uses)
    assert gatherings.table_link(gathering=gathering, by=theo, now=NOW + MINUTE) != first


def test_the_code_lies_on_the_table_from_an_hour_before(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne, days=0, hour=time(11, 0))
    with pytest.raises(gatherings.NotYet):
        gatherings.table_link(gathering=gathering, by=anne, now=gathering.starts_at - HOUR - MINUTE)
    assert gatherings.table_link(gathering=gathering, by=anne, now=gathering.starts_at - HOUR).expires_at


def test_who_arrives_without_a_name_gives_one_and_nobody_is_renamed(circle: Circle, anne: Person) -> None:
    link = circles.make_link(circle=circle, by=anne, now=NOW)
    for person in (somebody(), somebody("Max")):
        gatherings.arrive(link=link, person=person, now=NOW, name="Rose")
    assert set(circle.memberships.values_list("person__name", flat=True)) == {"Anne", "Théo", "Rose", "Max"}


# Who was there


def test_one_person_says_for_all_and_corrects(circle: Circle, anne: Person, theo: Person) -> None:
    gathering = a_past_date(circle, anne)
    assert queries.unrecorded(circle, NOW) == gathering
    record(gathering, theo, anne, theo)
    record(gathering, anne, anne, names=("Odile", " ", "odile"), now=NOW + HOUR)
    assert there(gathering) == ["Anne", "Odile"]
    gathering.refresh_from_db()
    assert (gathering.recorded_at, gathering.recorded_by) == (NOW + HOUR, anne)
    assert [row.said_by for row in queries.attendance(gathering)] == [theo, anne]
    assert queries.unrecorded(circle, NOW) is None


def test_nobody_was_at_what_has_not_begun(circle: Circle, anne: Person) -> None:
    with pytest.raises(gatherings.NotYet):
        record(a_date(circle, anne), anne, anne)


def test_people_of_elsewhere_were_not_there(circle: Circle, anne: Person, theo: Person) -> None:
    gathering = a_past_date(circle, anne)
    guest = gatherings.come_as_guest(
        gathering=gathering, written="odile@example.org", name="Odile", brought_by=anne, now=NOW - 8 * DAY
    )
    circles.leave(circle=circle, person=theo, now=NOW - DAY)
    gone = somebody("Gone")
    circles.add_member(circle=circle, person=gone, now=NOW - 20 * DAY)
    erase_all(gone, NOW)
    record(gathering, anne, anne, theo, guest, gone, somebody("Stranger"))
    assert [row.person for row in queries.attendance(gathering)] == [anne, theo, guest]


def test_a_name_is_somebody_of_this_circle_or_somebody_new_without_mail(circle: Circle, anne: Person) -> None:
    typed = somebody()
    circles.add_member(circle=circle, person=typed, now=NOW, name="Inès Haddad")
    gathering = a_past_date(circle, anne)
    record(gathering, anne, names=("THEO", "ines haddad", "Odile de La Tour"))
    known = [row.person for row in queries.attendance(gathering)]
    assert {circle.memberships.get(person__name="Théo").person, typed} < set(known)
    odile = circle.memberships.get(person__name="Odile de La Tour")
    assert (odile.mail, odile.invited_by, len(known)) == (MailLevel.NONE, None, 3)
    record(a_past_date(circle, anne, days=14), anne, names=("Odile de la tour",))
    assert odile.person.attendances.count() == 2


def test_a_name_without_letters_is_nobody_known(circle: Circle, anne: Person) -> None:
    nameless = somebody()
    circles.add_member(circle=circle, person=nameless, now=NOW)
    gathering = a_past_date(circle, anne)
    record(gathering, anne, names=("🙂",))
    assert there(gathering) == ["🙂"]
    assert not nameless.attendances.exists()


def test_whom_a_block_hides_stays_where_others_saw_them(circle: Circle, anne: Person, theo: Person) -> None:
    gathering = a_past_date(circle, anne)
    record(gathering, theo, anne, theo)
    people.block(by=anne, person=theo, now=NOW)
    record(gathering, anne, anne)
    assert there(gathering) == ["Anne", "Théo"]


def test_a_name_typed_across_a_block_is_somebody_new(circle: Circle, anne: Person, theo: Person) -> None:
    gathering = a_date(circle, anne)
    now = gathering.starts_at
    known = [
        gatherings.mark_by_name(gathering=gathering, by=by, name=name, now=now)
        for by, name in ((anne, "Lou"), (theo, "lou"))
    ]
    assert known[0] is not None
    people.block(by=anne, person=known[0], now=now)
    unknown = gatherings.mark_by_name(gathering=gathering, by=anne, name="Lou", now=now)
    assert (known[1] == known[0], unknown == known[0], there(gathering)) == (True, False, ["Lou", "Lou"])


def test_somebody_erased_stays_as_a_number(circle: Circle, anne: Person, theo: Person) -> None:
    gathering = a_past_date(circle, anne)
    record(gathering, anne, anne, theo)
    erase_all(theo, NOW)
    assert there(gathering) == ["Anne", ""]
    record(gathering, anne, anne)
    assert there(gathering) == ["Anne", ""]


def test_who_was_at_the_table_is_who_was_said_to_be_else_who_said_yes(
    circle: Circle, anne: Person, theo: Person
) -> None:
    gathering = a_past_date(circle, anne)
    say(gathering, anne, now=NOW - 9 * DAY)
    say(gathering, theo, Reply.MAYBE, now=NOW - 9 * DAY)
    assert queries.people_at(gathering) == [anne]
    record(gathering, anne, theo)
    assert queries.people_at(gathering) == [theo]


# The next date always exists


def test_a_day_after_a_gathering_without_a_next_one_the_last_comers_are_asked_once(
    circle: Circle, anne: Person, theo: Person
) -> None:
    gathering = a_past_date(circle, anne, days=1)
    record(gathering, anne, anne, theo, names=("Odile",))
    circles.set_mail(circle=circle, person=theo, level=MailLevel.DATES)
    due = gathering.ends_at + rules.NEXT_ASKED_AFTER
    assert gatherings.sweep_dates(due - MINUTE) == 0
    assert gatherings.sweep_dates(due) == 1
    assert gatherings.sweep_dates(due + DAY) == 0
    rows = Notice.objects.filter(kind="next-missing")
    assert [(row.person, row.due_at, row.object_id) for row in rows] == [(anne, due, gathering.pk)]


def test_a_date_called_off_that_leaves_none_is_asked_for_anew(circle: Circle, anne: Person) -> None:
    gathering = a_past_date(circle, anne, days=1)
    record(gathering, anne, anne)
    due = gathering.ends_at + rules.NEXT_ASKED_AFTER
    gatherings.sweep_dates(due)
    off = a_date(circle, anne, days=5, now=due + HOUR)
    assert gatherings.sweep_dates(due + DAY) == 0
    gatherings.cancel(gathering=off, by=anne, seen=seen(circle), now=due + DAY)
    assert [gatherings.sweep_dates(due + days * DAY) for days in (1, 2)] == [1, 0]
    rows = Notice.objects.filter(kind="next-missing").order_by("pk")
    assert [(row.person, row.due_at) for row in rows] == [(anne, due), (anne, due + DAY)]


@pytest.mark.parametrize("case", ["a next date", "long ago", "archived", "deleted", "never met"])
def test_nobody_is_asked_needlessly(circle: Circle, anne: Person, case: str) -> None:
    gathering = None if case == "never met" else a_past_date(circle, anne, days=30 if case == "long ago" else 2)
    if gathering:
        record(gathering, anne, anne)
    if case == "a next date":
        a_date(circle, anne)
    Circle.objects.filter(pk=circle.pk).update(
        archived_at=NOW if case == "archived" else None, deleted_at=NOW if case == "deleted" else None
    )
    assert gatherings.sweep_dates(NOW) == 0
    assert not Notice.objects.filter(kind="next-missing").exists()


def test_a_pencil_mark_is_no_date_and_a_cancelled_one_neither(circle: Circle, anne: Person) -> None:
    record(a_past_date(circle, anne, days=2), anne, anne)
    gatherings.set_rhythm(
        circle=circle, by=anne, now=NOW - HOUR, rhythm=Rhythm.WEEKLY, anchor=NOW.date(), hour=NOON, place="", minutes=90
    )
    gatherings.cancel(gathering=a_date(circle, anne), by=anne, seen=seen(circle), now=NOW)
    assert gatherings.sweep_dates(NOW) == 1
    assert Notice.objects.filter(kind="next-missing").count() == 1


def test_the_sweep_pencils_in_what_rhythms_say_once(circle: Circle, anne: Person) -> None:
    gatherings.set_rhythm(
        circle=circle, by=anne, now=NOW, rhythm=Rhythm.WEEKLY, anchor=NOW.date(), hour=NOON, place="", minutes=90
    )
    later = NOW + 8 * DAY
    assert [gatherings.sweep_dates(later), gatherings.sweep_dates(later + MINUTE)] == [1, 0]
    pencilled = queries.pencilled(circle, later)
    assert pencilled is not None and pencilled.day == date(2026, 12, 8)


@pytest.mark.parametrize("count", [1, 3])
def test_circles_at_rest_are_swept_in_as_many_queries_each_and_none_writes(
    anne: Person, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        circles.open_circle(name=f"Circle {number}", by=anne, now=NOW, language="en", zone=ZONE)
    with django_assert_num_queries(7 + count) as done:
        gatherings.sweep_dates(NOW + DAY)
    assert {query["sql"].split()[0] for query in done.captured_queries} == {"SELECT"}


# The clock


def test_when_a_zone_changes_its_rules_the_hour_stays_and_the_instant_follows(
    circle: Circle, anne: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathering, past = a_date(circle, anne), a_past_date(circle, anne)
    assert gatherings.recompute_instants(NOW) == []
    with monkeypatch.context() as patched:
        patched.setattr(walltime, "zone_of", lambda name: ZoneInfo("Europe/London"))
        assert gatherings.recompute_instants(NOW) == [gathering]
    moved = Gathering.objects.get(pk=gathering.pk)
    assert (moved.hour, moved.starts_at - gathering.starts_at, moved.answer_until - gathering.answer_until) == (
        NOON, HOUR, HOUR,
    )  # fmt: skip
    assert Gathering.objects.get(pk=past.pk).starts_at == past.starts_at


@pytest.mark.parametrize("change", [{"zone": "Mars/Olympus"}, {"day": date(2027, 3, 28), "hour": time(2, 30)}])
def test_what_no_longer_exists_on_the_clock_is_told_and_left(
    circle: Circle, anne: Person, change: dict[str, Any]
) -> None:
    gathering = a_date(circle, anne)
    Gathering.objects.filter(pk=gathering.pk).update(**change)
    assert gatherings.recompute_instants(NOW) == [gathering]
    assert Gathering.objects.get(pk=gathering.pk).starts_at == gathering.starts_at


def test_memberships_made_at_a_table_are_settled(anne: Person) -> None:
    gathering, link = gatherings.open_at_table_by_name(
        name="Lunch", own_name="Rose", network="192.0.2.1", now=NOW, language="en", zone=ZONE
    )
    gatherings.arrive_by_name(link=link, name="Max", now=NOW, language="en")
    assert there(gathering) == ["Rose", "Max"]
    assert set(Membership.objects.values_list("settled_at", flat=True)) == {NOW}
    with pytest.raises(circles.Refused):
        gatherings.arrive_by_name(
            link=circles.make_link(circle=gathering.circle, by=anne, now=NOW), name="X", now=NOW, language="en"
        )
