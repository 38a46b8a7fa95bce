"""A circle is asked; the slots change; the question is withdrawn and taken up again."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import MailLevel
from entregent.core.walltime import DoubleHour, ImpossibleHour
from entregent.gatherings import operations as gatherings
from entregent.gatherings.dates import Slot as Offered
from entregent.gatherings.operations import InThePast, SomebodyWasFaster, TooFar, TooLate
from entregent.notices.models import Notice
from entregent.polls import operations as polls
from entregent.polls import queries
from entregent.polls.models import Poll, Vote
from entregent.polls.operations import AlreadyAsking, BadSlots, TooSoon
from tests.cast import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    NOW,
    a_circle,
    a_past_date,
    a_poll,
    all_mails_leave,
    day_of,
    somebody,
    verbs,
    waiting,
)
from tests.polls.stage import fresh, numbers, votes

pytestmark = pytest.mark.django_db


def three() -> tuple:  # type: ignore[type-arg]
    people = [somebody(name, f"{name.lower()}@example.org") for name in ("Anne", "Bruno", "Chloé")]
    return a_circle(*people), *people


def test_a_poll_asks_whoever_wants_every_mail_and_nobody_else() -> None:
    circle, anne, _bruno, chloé = three()
    circles.set_mail(circle=circle, person=chloé, level=MailLevel.DATES)
    circles.add_member(circle=circle, person=somebody("Yvonne"), now=NOW)

    poll = a_poll(circle, anne, now=NOW)

    assert waiting("poll") == ["Anne", "Bruno"]
    assert [row.due_at for row in Notice.objects.filter(kind="poll")] == [NOW + 2 * MINUTE] * 2
    assert [slot.day for slot in queries.slots_of(poll)] == [day_of(NOW, 5), day_of(NOW, 6), day_of(NOW, 9)]
    assert verbs(circle)[0] == "asked"


def test_the_absence_of_a_date_is_quiet_while_a_poll_is_out_and_a_day_longer() -> None:
    circle, anne, *_ = three()
    a_past_date(circle, anne, days=1)
    a_poll(circle, anne, now=NOW, until=3)

    gatherings.sweep_dates(NOW + 2 * DAY)
    gatherings.sweep_dates(NOW + 4 * DAY - MINUTE)
    assert Notice.objects.filter(kind="next-missing").count() == 0

    votes_missing = Notice.objects.filter(kind="next-missing")
    gatherings.sweep_dates(NOW + 4 * DAY)
    assert votes_missing.count() == 0  # nobody was there: nobody to ask
    assert circle.gatherings.get().next_asked_at == NOW + 4 * DAY


def test_one_question_at_a_time_until_its_time_has_passed() -> None:
    circle, anne, bruno, _ = three()
    first = a_poll(circle, anne, now=NOW, until=3)

    with pytest.raises(AlreadyAsking) as refused:
        a_poll(circle, bruno, now=NOW + DAY)
    assert refused.value.poll == first

    second = a_poll(circle, bruno, now=NOW + 4 * DAY)
    assert fresh(first).withdrawn_by == bruno
    assert queries.waiting_poll(circle) == second


@pytest.mark.parametrize(
    ("slots", "until", "refusal"),
    [
        ([(5, NOON)], 3 * DAY, BadSlots),
        ([(day, NOON) for day in range(5, 18)], 3 * DAY, BadSlots),
        ([(-1, NOON), (5, NOON)], 3 * DAY, InThePast),
        ([(5, NOON), (4 * 366, NOON)], 3 * DAY, TooFar),
        ([(5, NOON), (6, NOON)], 4 * 366 * DAY, TooFar),
        ([(5, NOON), (6, NOON)], 10 * MINUTE, TooSoon),
        ([(5, NOON), (6, NOON)], 6 * DAY, TooSoon),
        ([(5, NOON), (6, NOON)], 5 * DAY, None),
        ([(day, NOON) for day in range(5, 17)], 3 * DAY, None),
    ],
)
def test_what_cannot_be_asked(slots: list[tuple[int, time]], until: timedelta, refusal: type[Exception] | None) -> None:
    circle, anne, *_ = three()
    offered = [Offered(day_of(NOW, day), hour) for day, hour in slots]
    asked = {"circle": circle, "by": anne, "slots": offered, "closes_at": NOW + until, "now": NOW}
    if refusal is None:
        assert len(queries.slots_of(polls.ask(**asked))) == len(slots)
        return
    with pytest.raises(refusal):
        polls.ask(**asked)
    assert Notice.objects.filter(kind="poll").count() == 0


@pytest.mark.parametrize(
    ("slot", "refusal"),
    [(Offered(date(2027, 3, 28), time(2, 30)), ImpossibleHour), (Offered(date(2027, 10, 31), time(2, 30)), DoubleHour)],
)
def test_hours_the_clock_skips_or_shows_twice_are_not_asked(slot: Offered, refusal: type[Exception]) -> None:
    circle, anne, *_ = three()
    with pytest.raises(refusal):
        polls.ask(circle=circle, by=anne, slots=[Offered(day_of(NOW, 5), NOON), slot], closes_at=NOW + 3 * DAY, now=NOW)


def test_changed_slots_keep_answers_and_tell_those_they_concern() -> None:
    circle, anne, bruno, chloé = three()
    poll = a_poll(circle, anne, now=NOW)
    votes(poll, bruno, "yny")
    votes(poll, chloé, "nyn")
    first, second, third = queries.slots_of(poll)
    kept = [Offered(one.day, one.hour) for one in (first, second)]

    fewer = polls.change(poll=poll, by=anne, slots=kept, closes_at=poll.closes_at, seen=0, now=NOW + HOUR)

    assert waiting("poll-changed") == ["Bruno"]  # who could come to the one taken out
    assert numbers(fewer) == [(1, 0, 1), (1, 0, 1)]

    new = [*kept, Offered(third.day, third.hour), Offered(day_of(NOW, 12), NOON)]
    more = polls.change(poll=fewer, by=anne, slots=new, closes_at=poll.closes_at, seen=1, now=NOW + 2 * HOUR)

    assert waiting("poll-changed") == ["Bruno", "Chloé"]  # both have something new to say
    assert numbers(more) == [(1, 0, 1), (1, 0, 1), (1, 0, 1), (0, 0, 0)]  # what was said of the third came back
    with pytest.raises(SomebodyWasFaster):
        polls.change(poll=more, by=bruno, slots=kept, closes_at=poll.closes_at, seen=1, now=NOW + 2 * HOUR)


def test_withdrawn_before_its_mail_left_nobody_is_told_and_it_can_be_taken_up() -> None:
    circle, anne, *_ = three()
    poll = a_poll(circle, anne, now=NOW)

    polls.withdraw(poll=poll, by=anne, now=NOW + MINUTE)
    assert (waiting("poll"), waiting("poll-withdrawn")) == ([], [])

    polls.restore(poll=poll, by=anne, now=NOW + MINUTE)
    assert waiting("poll") == ["Anne", "Bruno", "Chloé"]
    assert queries.waiting_poll(circle) == poll


def test_withdrawn_later_whoever_read_it_is_told() -> None:
    circle, anne, bruno, _ = three()
    poll = a_poll(circle, anne, now=NOW)
    all_mails_leave(NOW + 5 * MINUTE)

    polls.withdraw(poll=poll, by=bruno, now=NOW + DAY)

    assert waiting("poll-withdrawn") == ["Anne", "Chloé"]
    with pytest.raises(TooLate):
        polls.withdraw(poll=poll, by=anne, now=NOW + DAY)
    polls.restore(poll=poll, by=bruno, now=NOW + DAY)
    assert (waiting("poll-withdrawn"), waiting("poll")) == ([], ["Bruno"])


def test_taking_a_slot_out_may_be_what_completes_it() -> None:
    anne, bruno = somebody("Anne", "anne@example.org"), somebody("Bruno", "bruno@example.org")
    poll = a_poll(a_circle(anne, bruno), anne)
    votes(poll, anne, "yyn")
    votes(poll, bruno, "yyn")
    third = list(poll.slots.order_by("starts_at"))[2]
    Vote.objects.filter(slot=third, ballot__person=bruno).delete()
    Poll.objects.update(complete_at=None)
    Notice.objects.all().delete()
    left = [Offered(slot.day, slot.hour) for slot in queries.slots_of(fresh(poll))[:2]]
    polls.change(poll=fresh(poll), by=bruno, slots=left, closes_at=poll.closes_at, seen=fresh(poll).version, now=NOW)
    assert waiting("poll-complete") == ["Anne"]
