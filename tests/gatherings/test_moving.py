"""A date changes: a new day asks everybody again, a new place only tells them; it can be moved back in two minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply, Rhythm
from entregent.gatherings.models import Gathering
from entregent.notices.models import Notice
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from tests.cast import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    NOW,
    a_date,
    a_past_date,
    all_mails_leave,
    day_of,
    fresh,
    say,
    seen,
    waiting,
)
from tests.tables import holding

pytestmark = pytest.mark.django_db

SENT = NOW + 10 * MINUTE


@pytest.fixture
def gathering(circle: Circle, anne: Person) -> Gathering:
    return a_date(circle, anne, place="Le Petit Marché", title="Lunch", bring="bread")


def move(
    gathering: Gathering, by: Person, *, days: int = 2, hour: time = NOON, now: datetime = SENT, **words: Any
) -> Gathering:
    when = gatherings.When(day_of(NOW, days), hour, **words)
    return gatherings.move(gathering=gathering, by=by, when=when, seen=seen(gathering.circle), now=now)


def test_another_day_asks_everybody_again(gathering: Gathering, anne: Person, theo: Person) -> None:
    all_mails_leave(SENT)
    say(gathering, anne)
    moved = move(gathering, theo, days=3, hour=time(19, 0), place="Chez Youssef")
    assert (moved.day, moved.hour, moved.starts_at) == (
        date(2026, 11, 27), time(19, 0), datetime(2026, 11, 27, 18, 0, tzinfo=UTC),
    )  # fmt: skip
    assert (moved.place, moved.title, moved.bring, moved.sequence, moved.moved_at) == ("Chez Youssef", "", "", 1, SENT)
    assert moved.answer_until == moved.starts_at - timedelta(minutes=150)
    assert waiting("date-moved") == ["Anne", "Théo"]
    assert (queries.answers(moved), queries.answer_of(moved, anne)) == ([], None)
    say(moved, anne, Reply.NO, now=SENT + MINUTE)
    assert [row.reply for row in queries.answers(moved)] == ["no"]
    assert circle_queries.journal(gathering.circle)[0].verb == "moved"


def test_another_place_only_tells(gathering: Gathering, anne: Person) -> None:
    all_mails_leave(SENT)
    say(gathering, anne)
    moved = move(gathering, anne, place="Chez Youssef", title="Lunch", bring="bread")
    assert (moved.moved_at, moved.sequence, waiting("date-moved")) == (None, 1, ["Anne", "Théo"])
    assert [row.person for row in queries.answers(moved)] == [anne]


def test_moved_before_its_mail_left_the_new_date_is_the_only_one_told(gathering: Gathering, anne: Person) -> None:
    move(gathering, anne, days=3, now=NOW + MINUTE)
    move(fresh(gathering), anne, days=4, now=NOW + MINUTE)
    assert (waiting("date"), waiting("date-moved")) == ([], ["Anne", "Théo"])


def test_one_address_that_refuses_mail_keeps_the_move_from_nobody(gathering: Gathering, anne: Person) -> None:
    Notice.objects.filter(person=anne).update(sent_at=SENT)
    move(gathering, anne, days=3)
    assert (waiting("date"), waiting("date-moved")) == ([], ["Anne", "Théo"])


def test_a_guest_is_told_of_the_move(gathering: Gathering, anne: Person) -> None:
    guest = gatherings.come_as_guest(
        gathering=gathering, written="odile@example.org", name="Odile", brought_by=anne, now=NOW
    )
    move(gathering, anne, days=3)
    assert Notice.objects.filter(kind="date-moved", person=guest).count() == 1


def test_standing_answers_follow_the_day(circle: Circle, anne: Person, theo: Person) -> None:
    gatherings.stand(circle=circle, person=anne, weekday=3, now=NOW)
    gatherings.stand(circle=circle, person=theo, weekday=4, now=NOW)
    gathering = a_date(circle, anne)
    assert [row.person for row in queries.answers(gathering)] == [anne]
    moved = move(gathering, anne, days=3)
    assert [row.person for row in queries.answers(moved)] == [theo]


@pytest.mark.parametrize("what", ["pencilled", "cancelled", "begun", "past"])
def test_only_a_fixed_date_to_come_is_moved(circle: Circle, anne: Person, what: str) -> None:
    now = SENT
    if what == "past":
        gathering = a_past_date(circle, anne)
    elif what == "pencilled":
        gatherings.set_rhythm(
            circle=circle, by=anne, now=NOW, rhythm=Rhythm.WEEKLY, anchor=NOW.date(), hour=NOON, place="", minutes=90
        )
        pencilled = queries.pencilled(circle, NOW)
        assert pencilled is not None
        gathering = pencilled
    else:
        gathering = a_date(circle, anne)
        now = gathering.starts_at if what == "begun" else SENT
        if what == "cancelled":
            gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=SENT)
    before = Gathering.objects.values().get(pk=gathering.pk)
    with pytest.raises(gatherings.TooLate):
        move(fresh(gathering), anne, days=5, now=now)
    assert Gathering.objects.values().get(pk=gathering.pk) == before


def test_a_date_is_not_moved_into_the_past_nor_from_an_older_page(gathering: Gathering, anne: Person) -> None:
    with pytest.raises(gatherings.InThePast):
        move(gathering, anne, days=-1)
    with pytest.raises(gatherings.SomebodyWasFaster):
        gatherings.move(gathering=gathering, by=anne, when=gatherings.When(day_of(NOW, 3), NOON), seen=0, now=SENT)
    assert fresh(gathering).sequence == 0


def test_pencilled_and_cancelled_dates_give_way_and_fixed_ones_do_not(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne)
    other = a_date(circle, anne, days=3)
    with pytest.raises(gatherings.SomebodyWasFaster) as faster:
        move(gathering, anne, days=3)
    assert faster.value.gathering == other
    gatherings.cancel(gathering=other, by=anne, seen=seen(circle), now=SENT)
    assert move(fresh(gathering), anne, days=3).day == other.day
    assert list(circle.gatherings.all()) == [gathering]


# Moving back


def test_moved_back_in_time_everything_is_as_it_was_and_nobody_is_told(
    gathering: Gathering, anne: Person, theo: Person
) -> None:
    all_mails_leave(SENT)
    say(gathering, theo, guests=2)
    before = fresh(gathering)
    moved = move(gathering, anne, days=3, hour=time(19, 0), place="Elsewhere", minutes=30)
    say(moved, anne, now=SENT + MINUTE)
    back = gatherings.move_back(gathering=moved, by=anne, now=SENT + MINUTE)
    for field in (
        "day",
        "hour",
        "zone",
        "place",
        "title",
        "bring",
        "minutes",
        "starts_at",
        "moved_at",
        "mail_leaves_at",
    ):
        assert getattr(back, field) == getattr(before, field), field
    assert [(row.person, row.guests) for row in queries.answers(back)] == [(theo, 2)]
    assert (waiting("date-moved"), back.sequence) == ([], 2)
    assert circle_queries.journal(gathering.circle)[0].verb == "undid"


def test_moved_back_an_answer_changed_meanwhile_is_what_it_was(
    gathering: Gathering, anne: Person, theo: Person
) -> None:
    all_mails_leave(SENT)
    say(gathering, theo, guests=2, word="with my brothers")
    before = queries.answers(gathering)[0]
    moved = move(gathering, anne, days=3)
    say(moved, theo, Reply.NO, guests=0, now=SENT + MINUTE)
    say(moved, theo, Reply.MAYBE, guests=0, now=SENT + MINUTE)
    say(moved, anne, now=SENT + MINUTE)
    gatherings.move_back(gathering=moved, by=anne, now=SENT + MINUTE)
    after = queries.answers(gathering)
    assert [row.person for row in after] == [theo]
    for field in ("reply", "guests", "word", "via", "answered_at", "waiting_since"):
        assert getattr(after[0], field) == getattr(before, field), field


def test_what_was_said_before_a_move_is_kept_no_longer_than_it_can_be_called_back(
    gathering: Gathering, anne: Person, theo: Person
) -> None:
    say(gathering, theo, word="no nuts for me")
    moved = move(gathering, anne, days=3)
    say(moved, theo, word="", now=SENT + MINUTE)
    assert {table for table, _text in holding("no nuts")} == {"gatherings_answer"}
    gatherings.sweep_dates(SENT + rules.MAIL_CALLED_BACK)
    assert holding("no nuts") == set()


def test_what_was_said_before_a_move_is_erased_with_its_author(
    gathering: Gathering, anne: Person, theo: Person
) -> None:
    say(gathering, theo, word="no nuts for me")
    say(move(gathering, anne, days=3), theo, word="", now=SENT + MINUTE)
    erase_all(theo, SENT + MINUTE)
    assert holding("no nuts") == set()


def test_moved_back_before_the_first_mail_left_that_mail_leaves_after_all(gathering: Gathering, anne: Person) -> None:
    Notice.objects.filter(person=anne).update(sent_at=NOW)
    moved = move(gathering, anne, days=3, now=NOW + MINUTE)
    gatherings.call_back(gathering=moved, by=anne, now=NOW + MINUTE)
    assert (waiting("date"), waiting("date-moved")) == (["Théo"], [])
    assert queries.next_gathering(gathering.circle, NOW) == gathering


def test_standing_answers_come_back_with_the_day(circle: Circle, anne: Person) -> None:
    gatherings.stand(circle=circle, person=anne, weekday=3, now=NOW)
    gathering = a_date(circle, anne)
    moved = move(gathering, anne, days=3)
    back = gatherings.move_back(gathering=moved, by=anne, now=SENT)
    assert [row.person for row in queries.answers(back)] == [anne]


def test_a_move_of_words_alone_is_taken_back_too(gathering: Gathering, anne: Person) -> None:
    all_mails_leave(SENT)
    say(gathering, anne)
    moved = move(gathering, anne, place="Chez Youssef")
    gatherings.call_back(gathering=moved, by=anne, now=SENT)
    assert fresh(gathering).place == "Le Petit Marché"
    assert [row.person for row in queries.answers(gathering)] == [anne]


def test_only_who_moved_it_moves_it_back_in_time_and_once(gathering: Gathering, anne: Person, theo: Person) -> None:
    all_mails_leave(SENT)
    moved = move(gathering, anne, days=3)
    late = SENT + rules.MAIL_CALLED_BACK
    for by, now in ((theo, SENT), (anne, late)):
        with pytest.raises(gatherings.TooLate):
            gatherings.move_back(gathering=moved, by=by, now=now)
    gatherings.move_back(gathering=moved, by=anne, now=SENT)
    with pytest.raises(gatherings.TooLate):
        gatherings.call_back(gathering=fresh(gathering), by=anne, now=SENT)
    assert fresh(gathering).day == date(2026, 11, 26)


def test_once_moved_it_is_the_move_that_is_called_back_not_the_date(
    gathering: Gathering, anne: Person, theo: Person
) -> None:
    all_mails_leave(SENT)
    moved = move(gathering, theo, days=3, now=SENT + DAY)
    with pytest.raises(gatherings.TooLate):
        gatherings.call_back(gathering=moved, by=anne, now=SENT + DAY + MINUTE)
    assert queries.next_gathering(gathering.circle, SENT + DAY) == gathering


def test_a_date_never_moved_has_nothing_to_take_back(gathering: Gathering, anne: Person) -> None:
    assert queries.move_to_call_back(gathering, anne, NOW) is None
    with pytest.raises(gatherings.TooLate):
        gatherings.move_back(gathering=gathering, by=anne, now=NOW + HOUR)


def test_a_date_moved_after_its_reminder_reminds_again(gathering: Gathering, anne: Person) -> None:
    Gathering.objects.update(reminded_at=SENT)
    assert move(gathering, anne, days=9).reminded_at is None


def test_a_cancelled_hour_taken_up_again_reminds_again(circle: Circle, gathering: Gathering, anne: Person) -> None:
    Gathering.objects.update(reminded_at=SENT)
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=SENT)
    assert a_date(circle, anne).reminded_at is None
