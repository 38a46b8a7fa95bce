"""A date is called back while its mail waits, cancelled, and restored; each person reads what they have not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply, Rhythm, Via
from entregent.gatherings.models import Gathering, Series
from entregent.notices.models import Notice
from entregent.people.models import Person
from tests.cast import DAY, HOUR, MINUTE, NOON, NOW, a_date, all_mails_leave, fresh, say, seen, verbs, waiting

pytestmark = pytest.mark.django_db

SENT = NOW + 10 * MINUTE


def rhythm(circle: Circle, kind: Rhythm = Rhythm.WEEKLY, now: datetime = NOW, **more: Any) -> Series:
    given: dict[str, Any] = {"anchor": date(2026, 11, 5), "hour": NOON, "place": "Le Petit Marché", "minutes": 90}
    return gatherings.set_rhythm(circle=circle, by=circle.opened_by, now=now, rhythm=kind, **{**given, **more})


# Calling back


def test_within_two_minutes_the_date_goes_back_to_pencil_and_no_mail_leaves(circle: Circle, anne: Person) -> None:
    gatherings.stand(circle=circle, person=anne, weekday=None, now=NOW)
    gathering = a_date(circle, anne)
    say(gathering, circle.memberships.get(person__name="Théo").person)
    gatherings.call_back(gathering=gathering, by=anne, now=NOW + MINUTE)
    assert queries.next_gathering(circle, NOW) is None
    assert queries.pencilled(circle, NOW) == gathering
    assert waiting("date") == []
    assert [(row.person.name, row.via) for row in queries.answers(gathering)] == [("Théo", Via.PAGE)]
    assert (seen(circle), verbs(circle)[0]) == (2, "called-back")


def test_fixed_again_in_the_same_second_everybody_is_told_again(circle: Circle, anne: Person) -> None:
    gatherings.call_back(gathering=a_date(circle, anne), by=anne, now=NOW)
    again = a_date(circle, anne)
    assert waiting("date") == ["Anne", "Théo"]
    assert Gathering.objects.get() == again


def too_late(circle: Circle, gathering: Gathering, anne: Person, theo: Person) -> list[Callable[[], None]]:
    return [
        lambda: gatherings.call_back_date(gathering=gathering, by=theo, now=NOW + MINUTE),
        lambda: gatherings.call_back_date(gathering=gathering, by=anne, now=NOW + rules.MAIL_CALLED_BACK),
    ]


def test_only_who_fixed_it_calls_it_back_and_in_time(circle: Circle, anne: Person, theo: Person) -> None:
    gathering = a_date(circle, anne)
    for attempt in too_late(circle, gathering, anne, theo):
        with pytest.raises(gatherings.TooLate):
            attempt()
    assert (seen(circle), waiting("date")) == (1, ["Anne", "Théo"])


def test_from_two_pages_one_calls_back_once(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne)
    stale = fresh(gathering)
    gatherings.call_back_date(gathering=gathering, by=anne, now=NOW)
    with pytest.raises(gatherings.TooLate):
        gatherings.call_back_date(gathering=stale, by=anne, now=NOW)
    with pytest.raises(gatherings.TooLate):
        gatherings.call_back_date(gathering=fresh(gathering), by=anne, now=NOW)
    assert seen(circle) == 2


# Cancelling and restoring


def test_a_cancelled_date_is_told_and_the_next_one_is_missing(circle: Circle, anne: Person, theo: Person) -> None:
    gathering = a_date(circle, anne)
    all_mails_leave(SENT)
    gatherings.cancel(gathering=gathering, by=theo, seen=seen(circle), now=SENT)
    gathering = fresh(gathering)
    assert (gathering.cancelled_at, gathering.cancelled_by, gathering.sequence) == (SENT, theo, 1)
    assert queries.next_gathering(circle, SENT) is None
    assert waiting("date-cancelled") == ["Anne", "Théo"]
    assert verbs(circle)[0] == "cancelled"
    with pytest.raises(gatherings.TooLate):
        say(gathering, anne, now=SENT)


def test_cancelled_before_its_mail_left_the_date_is_told_to_nobody(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne)
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=NOW + MINUTE)
    assert waiting("date") == []
    assert unwanted("date-cancelled", NOW + 5 * MINUTE) == {"was never told of the date"}


def unwanted(kind: str, now: datetime) -> set[str]:
    from entregent.notices.registry import kind_of

    rows = Notice.objects.filter(kind=kind, sent_at=None, dropped_at=None)
    return {kind_of(row).wanted(row, now) for row in rows}


def test_one_address_that_refuses_mail_keeps_the_cancellation_from_nobody(
    circle: Circle, anne: Person, theo: Person
) -> None:
    gathering = a_date(circle, anne)
    Notice.objects.filter(person=anne).update(sent_at=SENT)  # Théo's is being retried
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=SENT)
    assert (waiting("date"), waiting("date-cancelled")) == ([], ["Anne", "Théo"])


def test_a_guest_is_told_too(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne)
    guest = gatherings.come_as_guest(
        gathering=gathering, written="odile@example.org", name="Odile", brought_by=anne, now=NOW
    )
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=SENT)
    assert Notice.objects.filter(kind="date-cancelled", person=guest).count() == 1


def test_a_cancellation_taken_back_in_time_is_told_to_nobody(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne)
    all_mails_leave(SENT)
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=SENT)
    gatherings.restore(gathering=fresh(gathering), by=anne, seen=seen(circle), now=SENT + MINUTE)
    assert queries.next_gathering(circle, SENT) == gathering
    assert (waiting("date"), waiting("date-cancelled")) == ([], [])
    assert fresh(gathering).sequence == 2


def test_restored_when_the_first_mail_never_left_everybody_is_told_at_last(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne)
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=NOW + MINUTE)
    gatherings.restore(gathering=fresh(gathering), by=anne, seen=seen(circle), now=NOW + MINUTE)
    assert (waiting("date"), waiting("date-cancelled")) == (["Anne", "Théo"], [])


def test_restored_after_the_cancellation_was_read_everybody_is_told_again(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne)
    all_mails_leave(SENT)
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=SENT)
    all_mails_leave(SENT + 5 * MINUTE)
    gatherings.restore(gathering=fresh(gathering), by=anne, seen=seen(circle), now=SENT + HOUR)
    assert (waiting("date"), unwanted("date", SENT + 2 * HOUR)) == (["Anne", "Théo"], {""})


def test_answers_outlive_a_cancellation_taken_back(circle: Circle, anne: Person, theo: Person) -> None:
    gathering = a_date(circle, anne)
    say(gathering, theo, Reply.MAYBE)
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=NOW)
    gatherings.restore(gathering=fresh(gathering), by=anne, seen=seen(circle), now=NOW)
    assert [(row.person, row.reply) for row in queries.answers(gathering)] == [(theo, "maybe")]


def test_a_cancelled_date_fixed_anew_asks_everybody_afresh(circle: Circle, anne: Person, theo: Person) -> None:
    gathering = a_date(circle, anne)
    say(gathering, theo)
    all_mails_leave(SENT)
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=SENT)
    all_mails_leave(SENT + 5 * MINUTE)
    again = a_date(circle, theo, now=SENT + HOUR, days=2)
    assert again == gathering
    assert (again.cancelled_at, again.fixed_by, queries.answers(again)) == (None, theo, [])
    assert again.sequence == 2
    assert waiting("date") == ["Anne", "Théo"]


@pytest.mark.parametrize("act", ["cancel", "restore"])
def test_from_an_older_page_nothing_is_cancelled_or_restored(circle: Circle, anne: Person, act: str) -> None:
    gathering = a_date(circle, anne)
    page = seen(circle) - 1
    with pytest.raises(gatherings.SomebodyWasFaster):
        getattr(gatherings, act)(gathering=gathering, by=anne, seen=page, now=SENT)
    assert fresh(gathering).cancelled_at is None


def test_what_has_begun_or_is_cancelled_is_not_cancelled(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne)
    for now in (gathering.starts_at, gathering.starts_at + DAY):
        with pytest.raises(gatherings.TooLate):
            gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=now)
    with pytest.raises(gatherings.TooLate):
        gatherings.restore(gathering=gathering, by=anne, seen=seen(circle), now=NOW)
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=NOW)
    with pytest.raises(gatherings.TooLate):
        gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=NOW)
    with pytest.raises(gatherings.TooLate):
        gatherings.restore(gathering=fresh(gathering), by=anne, seen=seen(circle), now=gathering.starts_at)
    assert seen(circle) == 2
