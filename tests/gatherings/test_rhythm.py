"""A rhythm that fixes its dates by itself, asks about odd days, rests, and comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.dates import Slot
from entregent.gatherings.enums import Reply, Rhythm
from entregent.gatherings.models import Gathering, Pause
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOON, NOW, a_date, fresh, seen, verbs, waiting
from tests.notices.post import deliver, why_dropped

pytestmark = pytest.mark.django_db

THURSDAY = date(2026, 11, 26)


def weekly(circle: Circle, now: datetime = NOW, **more: Any) -> None:
    given: dict[str, Any] = {"rhythm": Rhythm.WEEKLY, "anchor": date(2026, 11, 5), "hour": NOON}
    gatherings.set_rhythm(circle=circle, by=circle.opened_by, now=now, **{**given, "place": "", "minutes": 90, **more})


def pencilled(circle: Circle, now: datetime = NOW) -> date | None:
    row = queries.pencilled(circle, now)
    return row.day if row else None


def fixed(circle: Circle) -> list[date]:
    return list(circle.gatherings.filter(queries.fixed()).order_by("day").values_list("day", flat=True))


def test_a_circle_that_chose_so_has_its_dates_fixed_one_at_a_time(circle: Circle, theo: Person) -> None:
    gatherings.stand(circle=circle, person=theo, weekday=3, now=NOW)
    weekly(circle, automatic=True)
    first = Gathering.objects.get()
    assert (fixed(circle), first.fixed_by, waiting("date")) == ([THURSDAY], None, ["Anne", "Théo"])
    assert first.answers.get().reply == Reply.YES
    assert verbs(circle)[:3] == ["fixed-itself", "automatic-on", "set-rhythm"]
    for minutes in range(3):
        gatherings.sweep_dates(NOW + minutes * HOUR)
    assert (fixed(circle), pencilled(circle)) == ([THURSDAY], date(2026, 12, 3))
    gatherings.sweep_dates(first.ends_at)
    assert fixed(circle) == [THURSDAY, date(2026, 12, 3)]
    assert "The circle’s rhythm fixed this date by itself" in deliver(NOW + HOUR)["anne@example.org"].text


def test_a_circle_that_did_not_confirms_each_date(circle: Circle) -> None:
    weekly(circle)
    gatherings.sweep_dates(NOW + HOUR)
    assert (fixed(circle), pencilled(circle), waiting("date")) == ([], THURSDAY, [])
    weekly(circle, automatic=True)
    weekly(circle, automatic=False)
    assert verbs(circle)[:2] == ["automatic-off", "set-rhythm"]
    assert queries.series_of(circle).automatic_since is None


def test_a_cancelled_automatic_date_gives_way_to_the_next(circle: Circle, anne: Person) -> None:
    weekly(circle, automatic=True)
    gatherings.cancel(gathering=Gathering.objects.get(), by=anne, seen=seen(circle), now=NOW + HOUR)
    gatherings.sweep_dates(NOW + 2 * HOUR)
    assert fixed(circle) == [date(2026, 12, 3)]


def test_a_date_moved_to_a_neighbour_still_stands_for_its_week(circle: Circle, anne: Person) -> None:
    weekly(circle)
    gathering = a_date(circle, anne)
    moved = gatherings.When(date(2026, 11, 25), NOON)
    gatherings.move(gathering=gathering, by=anne, when=moved, seen=seen(circle), now=NOW)
    gatherings.sweep_dates(NOW + HOUR)
    assert (fixed(circle), pencilled(circle)) == ([date(2026, 11, 25)], date(2026, 12, 3))


def test_a_date_fixed_beside_the_pencilled_one_takes_its_place(circle: Circle, anne: Person) -> None:
    weekly(circle)
    a_date(circle, anne, days=3)
    gatherings.sweep_dates(NOW + HOUR)
    assert (fixed(circle), pencilled(circle)) == ([date(2026, 11, 27)], date(2026, 12, 3))


def test_a_feast_months_ahead_stops_no_rhythm(circle: Circle, anne: Person) -> None:
    a_date(circle, anne, days=100)
    weekly(circle)
    assert pencilled(circle) == THURSDAY


# Days off


def test_a_date_on_a_holiday_is_asked_about_even_where_dates_are_automatic(circle: Circle) -> None:
    before = datetime(2027, 4, 30, 9, 0, tzinfo=UTC)
    weekly(circle, now=before, automatic=True)
    ascension = queries.pencilled(circle, before)
    assert ascension is not None and (ascension.day, ascension.fixed_at) == (date(2027, 5, 6), None)
    series = queries.series_of(circle)
    assert queries.why_asked(ascension, series) == ("off", "Ascension Day")
    days = [slot.day for slot in queries.offered_slots(circle, series, before)]
    assert days == [date(2027, 5, 5), date(2027, 5, 7), date(2027, 5, 6)]
    weekly(circle, now=before, automatic=True, holidays="none")
    assert fixed(circle) == [date(2027, 5, 6)]


def test_a_circles_own_day_off_is_asked_about_and_taken_out_again(circle: Circle, anne: Person) -> None:
    row = gatherings.add_day_off(circle=circle, by=anne, day=THURSDAY, name=" The  fair ", now=NOW)
    weekly(circle)
    series, gathering = queries.series_of(circle), queries.pencilled(circle, NOW)
    assert gathering is not None
    assert queries.why_asked(gathering, series) == ("off", "The fair")
    assert Slot(date(2026, 11, 25), NOON) in queries.offered_slots(circle, series, NOW)
    gatherings.remove_day_off(circle=circle, by=anne, day_id=row.pk, now=NOW)
    assert gatherings.remove_day_off(circle=circle, by=anne, day_id=row.pk, now=NOW) is None
    assert queries.why_asked(gathering, series) == ("", "")
    with pytest.raises(gatherings.InThePast):
        gatherings.add_day_off(circle=circle, by=anne, day=date(2026, 11, 23), name="", now=NOW)


def test_without_a_rhythm_no_day_off_is_offered(circle: Circle, anne: Person) -> None:
    first = queries.offered_slots(circle, queries.series_of(circle), NOW)[0]
    gatherings.add_day_off(circle=circle, by=anne, day=first.day, name="", now=NOW)
    offered = queries.offered_slots(circle, queries.series_of(circle), NOW)
    assert (len(offered), first in offered) == (3, False)


@pytest.mark.parametrize(
    ("anchor", "hour", "why"), [(date(2027, 3, 28), time(3, 30), "moved"), (date(2027, 10, 31), time(2, 30), "double")]
)
def test_an_hour_the_clock_skips_or_repeats_is_asked_about(circle: Circle, anchor: date, hour: time, why: str) -> None:
    weekly(circle, anchor=anchor, hour=time(2, 30), automatic=True, now=datetime(2027, 1, 1, tzinfo=UTC))
    row = Gathering.objects.get()
    assert (row.day, row.hour, row.fixed_at) == (anchor, hour, None)
    assert queries.why_asked(row, queries.series_of(circle)) == (why, "")


def test_half_past_twelve_stays_half_past_twelve_through_a_year_of_clocks(circle: Circle, anne: Person) -> None:
    weekly(circle, holidays="none")
    now, instants = NOW, set()
    for _week in range(52):
        row = gatherings.pencil_in(circle=circle, now=now)
        assert row is not None and (row.hour, row.derived_instant()) == (NOON, row.starts_at)
        instants.add((row.starts_at.hour, row.starts_at.minute))
        row = a_date(circle, anne, days=(row.day - now.date()).days, now=now)
        now = row.ends_at
    assert instants == {(11, 30), (10, 30)}


# A break


def rest(circle: Circle, back_on: date = date(2027, 1, 4), now: datetime = NOW) -> Pause:
    return gatherings.declare_pause(circle=circle, by=circle.opened_by, back_on=back_on, why="Holidays", now=now)


def test_during_a_break_nothing_is_asked_and_the_pencil_waits_for_the_return(circle: Circle, anne: Person) -> None:
    weekly(circle)
    a_date(circle, anne, days=2)
    rest(circle)
    assert (fixed(circle), pencilled(circle), verbs(circle)[0]) == ([THURSDAY], date(2027, 1, 7), "paused")
    gatherings.record_attendance(
        gathering=fresh(Gathering.objects.get(day=THURSDAY)), by=anne, person_ids=[anne.pk], names=[], now=NOW + 3 * DAY
    )
    for days in range(3, 40):
        gatherings.sweep_dates(NOW + days * DAY)
    assert (waiting("next-missing"), queries.stopped_rhythms(NOW + 30 * DAY)) == ([], [])


def test_the_circle_is_asked_again_on_the_day_by_itself_once(circle: Circle, theo: Person) -> None:
    circles.set_mail(circle=circle, person=theo, level=MailLevel.DATES)
    weekly(circle)
    rest(circle)
    morning = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    gatherings.sweep_dates(morning - HOUR)
    assert waiting("pause-over") == []
    gatherings.sweep_dates(morning)
    gatherings.sweep_dates(morning + HOUR)
    assert (waiting("pause-over"), pencilled(circle, morning), verbs(circle)[0]) == (
        ["Anne"], date(2027, 1, 7), "came-back",
    )  # fmt: skip
    mail = deliver(morning + HOUR)["anne@example.org"]
    assert mail.subject == "Tuesday lunch: we start again"
    assert "The rhythm has pencilled in Thursday 7 January, 12:30." in mail.text
    assert "?day=2027-01-07&hour=12:30" in mail.text


def test_with_automatic_dates_the_return_is_a_date(circle: Circle) -> None:
    rest(circle)
    weekly(circle, automatic=True)
    assert fixed(circle) == []
    gatherings.sweep_dates(datetime(2027, 1, 4, 8, 0, tzinfo=UTC))
    assert (fixed(circle), waiting("pause-over"), waiting("date")) == ([date(2027, 1, 7)], [], ["Anne", "Théo"])


def test_a_break_ends_early_and_is_taken_up_again(circle: Circle, anne: Person) -> None:
    weekly(circle)
    rest(circle)
    assert gatherings.resume(circle=circle, by=anne, now=NOW + HOUR)
    assert (pencilled(circle), queries.pause_of(circle), verbs(circle)[0]) == (THURSDAY, None, "resumed")
    assert not gatherings.resume(circle=circle, by=anne, now=NOW + HOUR)
    rest(circle)
    longer = rest(circle, date(2027, 2, 1))
    assert (queries.pause_of(circle), Pause.objects.count()) == (longer, 2)
    with pytest.raises(gatherings.InThePast):
        rest(circle, NOW.date())


def test_a_mail_of_the_return_is_dropped_once_a_date_is_fixed(circle: Circle, anne: Person) -> None:
    rest(circle)
    morning = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    gatherings.sweep_dates(morning)
    assert waiting("pause-over") == ["Anne", "Théo"]
    a_date(circle, anne, now=morning)
    deliver(morning + HOUR)
    assert why_dropped("pause-over") == dict.fromkeys(["Anne", "Théo"], "the next date is fixed")
