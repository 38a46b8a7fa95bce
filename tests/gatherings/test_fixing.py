"""A date is pencilled in by a rhythm, offered in three slots, and fixed by a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.core.walltime import DoubleHour, ImpossibleHour
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries, rules
from entregent.gatherings.dates import Slot
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Gathering, Series
from entregent.notices.models import Notice
from entregent.people.models import Person
from tests.cast import DAY, HOUR, MINUTE, NOON, NOW, a_date, day_of, fresh, seen, somebody, verbs, waiting

pytestmark = pytest.mark.django_db

SENT = NOW + 10 * MINUTE


def rhythm(circle: Circle, kind: Rhythm = Rhythm.WEEKLY, now: datetime = NOW, **more: Any) -> Series:
    given: dict[str, Any] = {"anchor": date(2026, 11, 5), "hour": NOON, "place": "Le Petit Marché", "minutes": 90}
    return gatherings.set_rhythm(circle=circle, by=circle.opened_by, now=now, rhythm=kind, **{**given, **more})


# Fixing


def test_fixing_a_date_tells_everybody_once_in_two_minutes(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne, place=" Chez Youssef ", title="The last of the year", bring="nothing", minutes=60)
    assert (gathering.day, gathering.hour, gathering.zone, gathering.starts_at) == (
        date(2026, 11, 26), NOON, "Europe/Paris", datetime(2026, 11, 26, 11, 30, tzinfo=UTC),
    )  # fmt: skip
    assert (gathering.place, gathering.title, gathering.bring, gathering.minutes, gathering.fixed_by) == (
        "Chez Youssef", "The last of the year", "nothing", 60, anne,
    )  # fmt: skip
    assert (gathering.fixed_at, gathering.mail_leaves_at) == (NOW, NOW + rules.MAIL_CALLED_BACK)
    assert gathering.answer_until == gathering.starts_at - timedelta(minutes=150)
    assert gathering.ends_at == gathering.starts_at + HOUR
    assert waiting("date") == ["Anne", "Théo"]
    assert set(Notice.objects.values_list("due_at", flat=True)) == {NOW + rules.MAIL_CALLED_BACK}
    assert queries.next_gathering(circle, NOW) == gathering
    assert verbs(circle)[0] == "fixed"


def test_only_those_who_want_dates_and_have_an_address_are_told(circle: Circle, anne: Person, theo: Person) -> None:
    circles.set_mail(circle=circle, person=theo, level=MailLevel.NONE)
    circles.add_member(circle=circle, person=somebody("Known at the table"), now=NOW)
    a_date(circle, anne)
    assert waiting("date") == ["Anne"]


def test_the_second_of_two_is_told_which_date_it_is(circle: Circle, anne: Person, theo: Person) -> None:
    page = seen(circle)
    first = a_date(circle, anne)
    with pytest.raises(gatherings.SomebodyWasFaster) as faster:
        gatherings.fix_date(
            circle=circle, by=theo, when=gatherings.When(day_of(NOW, 3), NOON), seen=page, now=NOW + MINUTE
        )
    assert faster.value.gathering == first
    assert Gathering.objects.get() == first
    assert waiting("date") == ["Anne", "Théo"]


def test_the_same_date_twice_is_one_date(circle: Circle, anne: Person, theo: Person) -> None:
    first = a_date(circle, anne)
    with pytest.raises(gatherings.SomebodyWasFaster) as faster:
        a_date(circle, theo)
    assert faster.value.gathering == first
    assert (Gathering.objects.get().fixed_by, seen(circle)) == (anne, 1)


@pytest.mark.parametrize("hour", [time(10, 0), time(9, 0)])
def test_a_date_to_come_is_to_come(circle: Circle, anne: Person, hour: time) -> None:
    with pytest.raises(gatherings.InThePast):
        a_date(circle, anne, days=0, hour=hour)
    assert seen(circle) == 0


def test_impossible_and_double_hours_are_refused_or_asked_about(circle: Circle, anne: Person) -> None:
    def fix(day: date, second_time: bool | None = None) -> Gathering:
        when = gatherings.When(day, time(2, 30), second_time=second_time)
        return gatherings.fix_date(circle=circle, by=anne, when=when, seen=seen(circle), now=NOW)

    with pytest.raises(ImpossibleHour):
        fix(date(2027, 3, 28))
    with pytest.raises(DoubleHour):
        fix(date(2027, 10, 31))
    gathering = fix(date(2027, 10, 31), second_time=True)
    assert gathering.starts_at == gathering.derived_instant() == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_a_date_fixed_late_can_be_answered_until_it_begins(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne, days=0, hour=time(11, 0))
    assert gathering.answer_until == gathering.starts_at


def test_a_circle_without_a_series_yet_gets_one(anne: Person) -> None:
    circle = circles.open_circle(name="New", by=anne, now=NOW, language="en", zone="Europe/Paris")
    assert not Series.objects.exists()
    assert seen(circle) == 0
    a_date(circle, anne)
    assert Series.objects.get(circle=circle).version == 1


# Pencil


def test_a_rhythm_only_pencils_a_date_in(circle: Circle) -> None:
    rhythm(circle)
    pencilled = queries.pencilled(circle, NOW)
    assert pencilled is not None
    assert (pencilled.day, pencilled.hour, pencilled.place, pencilled.minutes, pencilled.fixed_at) == (
        date(2026, 11, 26), NOON, "Le Petit Marché", 90, None,
    )  # fmt: skip
    assert queries.next_gathering(circle, NOW) is None
    assert waiting("date") == []
    assert gatherings.pencil_in(circle=circle, now=NOW) == pencilled
    assert verbs(circle)[0] == "set-rhythm"


def test_confirming_what_is_pencilled_makes_it_count(circle: Circle, anne: Person) -> None:
    rhythm(circle)
    pencilled = queries.pencilled(circle, NOW)
    gathering = a_date(circle, anne)
    assert gathering == pencilled
    assert (gathering.place, queries.pencilled(circle, NOW)) == ("Le Petit Marché", None)
    following = gatherings.pencil_in(circle=circle, now=NOW)
    assert following is not None and following.day == date(2026, 12, 3)


def test_another_rhythm_takes_its_pencil_marks_and_leaves_what_people_fixed(circle: Circle, anne: Person) -> None:
    rhythm(circle)
    fixed = a_date(circle, anne, days=3, hour=time(19, 0))
    rhythm(circle, Rhythm.MONTHLY_DATE, anchor=date(2026, 11, 7), hour=time(20, 0))
    days = list(circle.gatherings.order_by("starts_at").values_list("day", "hour", "fixed_at"))
    assert days == [(fixed.day, time(19, 0), NOW), (date(2026, 12, 7), time(20, 0), None)]
    rhythm(circle, Rhythm.FREE)
    assert list(circle.gatherings.all()) == [fixed]


@pytest.mark.parametrize("given", [{"kind": Rhythm.FREE}, {"anchor": None}, {"hour": None}])
def test_a_rhythm_that_says_no_day_pencils_nothing(circle: Circle, given: dict[str, Any]) -> None:
    rhythm(circle, **given)
    assert queries.pencilled(circle, NOW) is None


def test_an_archived_circle_pencils_nothing(circle: Circle) -> None:
    rhythm(circle)
    circle.gatherings.all().delete()
    circle.archived_at = NOW
    assert gatherings.pencil_in(circle=circle, now=NOW) is None


def test_a_rhythm_goes_on_after_what_was_struck_out_or_cannot_be(circle: Circle, anne: Person) -> None:
    before = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)
    rhythm(circle, anchor=date(2027, 3, 21), hour=time(2, 30), now=before)
    pencilled = queries.pencilled(circle, before)
    assert pencilled is not None and pencilled.day == date(2027, 3, 21)
    gatherings.cancel(gathering=pencilled, by=anne, seen=seen(circle), now=before)
    assert waiting("date-cancelled") == []
    following = gatherings.pencil_in(circle=circle, now=before)
    assert following is not None and (following.day, following.hour) == (date(2027, 3, 28), time(3, 30))
    assert queries.why_asked(following, queries.series_of(circle)) == ("moved", "")  # the clock skips 02:30


def test_a_rhythm_struck_out_six_times_over_rests(circle: Circle, anne: Person) -> None:
    rhythm(circle)
    for _ in range(6):
        pencilled = gatherings.pencil_in(circle=circle, now=NOW)
        assert pencilled is not None
        gatherings.cancel(gathering=pencilled, by=anne, seen=seen(circle), now=NOW)
    assert gatherings.pencil_in(circle=circle, now=NOW) is None


def test_what_was_struck_out_and_restored_is_pencilled_again_without_a_word(circle: Circle, anne: Person) -> None:
    rhythm(circle)
    pencilled = queries.pencilled(circle, NOW)
    assert pencilled is not None
    gatherings.cancel(gathering=pencilled, by=anne, seen=seen(circle), now=NOW)
    assert queries.pencilled(circle, NOW) is None
    gatherings.restore(gathering=fresh(pencilled), by=anne, seen=seen(circle), now=NOW)
    assert queries.pencilled(circle, NOW) == pencilled
    assert waiting("date") == []


def test_lunch_stays_at_half_past_twelve_when_clocks_change(circle: Circle, anne: Person) -> None:
    spring = datetime(2027, 3, 23, 9, 0, tzinfo=UTC)
    rhythm(circle, now=spring)
    first = queries.pencilled(circle, spring)
    assert first is not None
    when = gatherings.When(first.day, first.hour)
    gatherings.fix_date(circle=circle, by=anne, when=when, seen=seen(circle), now=spring)
    second = gatherings.pencil_in(circle=circle, now=spring)
    assert second is not None
    assert [(row.day, row.hour, row.starts_at.hour) for row in (first, second)] == [
        (date(2027, 3, 25), NOON, 11), (date(2027, 4, 1), NOON, 10),
    ]  # fmt: skip


def test_a_watchdog_sees_a_rhythm_that_produces_no_date(circle: Circle, anne: Person) -> None:
    series = queries.series_of(circle)
    assert not queries.rhythm_has_stopped(circle, series, NOW)
    series = rhythm(circle)
    assert not queries.rhythm_has_stopped(circle, series, NOW)
    assert queries.rhythm_has_stopped(circle, series, NOW + 30 * DAY)
    a_date(circle, anne, days=31)
    assert not queries.rhythm_has_stopped(circle, series, NOW + 30 * DAY)
    circle.archived_at = NOW
    assert not queries.rhythm_has_stopped(circle, series, NOW + 90 * DAY)


# Offering


def test_three_slots_are_offered_the_pencilled_one_first(circle: Circle, anne: Person) -> None:
    assert queries.offered_slots(circle, queries.series_of(circle), NOW)[0] == Slot(date(2026, 11, 26), NOON)
    series = rhythm(circle, hour=time(13, 0))
    offered = queries.offered_slots(circle, series, NOW)
    assert offered[0] == Slot(date(2026, 11, 26), time(13, 0))
    assert len(set(offered)) == 3


def test_a_cancelled_slot_is_not_offered_again(circle: Circle, anne: Person) -> None:
    series = queries.series_of(circle)
    slot = queries.offered_slots(circle, series, NOW)[0]
    gathering = gatherings.fix_date(
        circle=circle, by=anne, when=gatherings.When(slot.day, slot.hour), seen=seen(circle), now=NOW
    )
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=NOW)
    assert slot not in queries.offered_slots(circle, series, NOW)
