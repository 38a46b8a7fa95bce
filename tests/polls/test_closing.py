"""A date is fixed from a poll; its deadline comes; one reminder; the same slots asked anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.dates import Slot as Offered
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.gatherings.operations import SomebodyWasFaster
from entregent.people.models import Person
from entregent.polls import operations as polls
from entregent.polls import queries, rules
from entregent.polls.models import Poll
from tests.cast import (
    DAY,
    HOUR,
    NOON,
    NOW,
    a_circle,
    a_date,
    a_past_date,
    a_poll,
    all_mails_leave,
    day_of,
    say,
    seen,
    somebody,
    waiting,
)
from tests.polls.stage import fresh, votes

pytestmark = pytest.mark.django_db


def asked(**how: Any) -> tuple:  # type: ignore[type-arg]
    anne, bruno = somebody("Anne", "anne@example.org"), somebody("Bruno", "bruno@example.org")
    circle = a_circle(anne, bruno)
    a_past_date(circle, anne, days=3)
    all_mails_leave(NOW - DAY)
    return a_poll(circle, anne, now=NOW, place="Chez Youssef", **how), anne, bruno


def november(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{moment}+00:00")


def fix(poll: Poll, by: Person, place: int = 0, now: datetime = NOW + HOUR) -> Gathering:
    slot = queries.slots_of(poll)[place]
    return polls.fix(poll=poll, slot=slot, by=by, seen=seen(poll.circle), now=now)


def test_fixing_makes_answers_of_what_was_said_and_tells_everybody() -> None:
    poll, anne, bruno = asked()
    guest = polls.come_as_guest(poll=poll, written="o@ailleurs.example", name="Odile", brought_by=bruno, now=NOW)
    votes(poll, anne, "ymn")
    votes(poll, bruno, "mny")
    votes(poll, guest, "nyy")

    gathering = fix(poll, bruno)

    answers = gathering_queries.answers(gathering)
    assert {row.person.pk: (row.reply, row.via) for row in answers} == {
        anne.pk: (Reply.YES, Via.POLL), bruno.pk: (Reply.MAYBE, Via.POLL), guest.pk: (Reply.NO, Via.POLL),
    }  # fmt: skip
    assert next(row for row in answers if row.person == guest).brought_by == bruno
    assert waiting("date") == ["", "Anne", "Bruno"]
    assert (gathering.place, gathering.day, gathering.hour) == ("Chez Youssef", day_of(NOW, 5), NOON)
    assert (fresh(poll).gathering, fresh(poll).fixed_by) == (gathering, bruno)
    assert waiting("poll") == []
    assert gathering_queries.is_asking(poll.circle, NOW + HOUR) is False


def test_the_second_to_fix_is_told_of_the_first_date() -> None:
    poll, anne, bruno = asked()
    first = fix(poll, anne)
    with pytest.raises(SomebodyWasFaster) as refused:
        fix(poll, bruno, place=1)
    assert refused.value.gathering == first


def test_a_date_called_back_puts_its_poll_on_again() -> None:
    poll, anne, bruno = asked()
    votes(poll, bruno, "yyy")
    gathering = fix(poll, anne)

    polls.call_back(gathering=gathering, by=anne, now=NOW + HOUR)

    assert queries.waiting_poll(poll.circle) == poll
    assert (gathering.answers.count(), waiting("date")) == (0, [])
    assert gathering_queries.is_asking(poll.circle, NOW + HOUR) is True
    assert fix(fresh(poll), bruno, place=1).answers.get(person=bruno).reply == Reply.YES


def test_at_the_deadline_whoever_asked_fixes_the_date_and_is_asked_once() -> None:
    poll, _anne, bruno = asked()
    votes(poll, bruno, "yyy")

    polls.sweep_polls(poll.closes_at - timedelta(seconds=1))
    assert waiting("poll-over") == []
    for _ in range(2):
        polls.sweep_polls(poll.closes_at)

    assert waiting("poll-over") == ["Anne"]
    assert fresh(poll).closed_at == poll.closes_at


@pytest.mark.parametrize("gone", [True, False])
def test_absent_whoever_asked_the_last_comers_do(gone: bool) -> None:
    poll, anne, bruno = asked()
    there = somebody("Chloé", "chloe@example.org")
    circles.add_member(circle=poll.circle, person=there, now=NOW - 5 * DAY)
    last = gathering_queries.last_gathering(poll.circle, NOW)
    assert last is not None
    gatherings.record_attendance(gathering=last, by=bruno, person_ids=[there.pk], names=[], now=NOW)
    if gone:
        circles.leave(circle=poll.circle, person=anne, now=NOW + HOUR)

    polls.sweep_polls(poll.closes_at)

    assert waiting("poll-over") == (["Chloé"] if gone else ["Anne"])


def test_one_reminder_to_those_who_answered_lately_and_not_this_one() -> None:
    poll, anne, bruno = asked()
    circle = poll.circle
    people = {name: somebody(name, f"{name}@example.org") for name in ("engaged", "voted", "longago", "never")}
    for person in people.values():
        circles.add_member(circle=circle, person=person, now=NOW - 90 * DAY)
    old = a_past_date(circle, anne, days=70)
    say(old, people["longago"], now=NOW - 71 * DAY)
    for weeks in (1, 2, 3):
        lately = a_past_date(circle, anne, days=7 * weeks - 5)
        for name in ("engaged", "voted"):
            say(lately, people[name], now=NOW - (7 * weeks - 4) * DAY)
    votes(poll, people["voted"], "yyy")
    assert poll.remind_at is not None

    polls.sweep_polls(poll.remind_at - timedelta(seconds=1))
    assert waiting("poll-reminder") == []
    for _ in range(2):
        polls.sweep_polls(poll.remind_at)

    assert waiting("poll-reminder") == ["engaged"]
    assert bruno.name not in waiting("poll-reminder")


@pytest.mark.parametrize(
    ("asked_at", "closes_at", "reminder"),
    [
        (
            datetime.fromisoformat("2026-11-22T10:00+00:00"),
            datetime.fromisoformat("2026-11-25T19:00+00:00"),
            "25 08:30",
        ),
        (
            datetime.fromisoformat("2026-11-22T10:00+00:00"),
            datetime.fromisoformat("2026-11-25T09:00+00:00"),
            "24 08:30",
        ),
        (datetime.fromisoformat("2026-11-25T06:00+00:00"), datetime.fromisoformat("2026-11-25T19:00+00:00"), None),
    ],
)
def test_when_the_reminder_leaves(asked_at: datetime, closes_at: datetime, reminder: str | None) -> None:
    """The last morning, or the one before; none where it would come on the heels of the question."""
    found = rules.reminder(asked_at, closes_at, "Europe/Paris")
    assert (f"{found:%d} {found.hour + 1:02d}:{found:%M}" if found else None) == reminder


def test_asked_again_by_itself_with_last_times_slots() -> None:
    poll, anne, _bruno = asked(again_weeks=1)
    gathering = fix(poll, anne)
    over = gathering.ends_at + 12 * HOUR

    polls.sweep_polls(over - timedelta(seconds=1))
    assert queries.waiting_poll(poll.circle) is None
    for _ in range(2):
        polls.sweep_polls(over)

    again = queries.waiting_poll(poll.circle)
    assert again is not None and again != poll
    days = [slot.day - timedelta(weeks=1) for slot in queries.slots_of(again)]
    assert days == [slot.day for slot in queries.slots_of(poll)]
    assert (again.asked_by, again.place, again.again_weeks) == (anne, "Chez Youssef", 1)


@pytest.mark.parametrize("why", ["another date", "cancelled"])
def test_not_asked_again_where_it_is_no_use(why: str) -> None:
    poll, anne, bruno = asked(again_weeks=1)
    gathering = fix(poll, anne)
    if why == "another date":
        a_date(poll.circle, bruno, days=20)
    else:
        gatherings.cancel(gathering=gathering, by=bruno, seen=seen(poll.circle), now=NOW + DAY)

    polls.sweep_polls(gathering.ends_at + DAY)

    assert queries.waiting_poll(poll.circle) is None


def test_it_is_asked_again_once_the_date_in_between_is_over() -> None:
    poll, anne, bruno = asked(again_weeks=1)
    gathering = fix(poll, anne)
    between = a_date(poll.circle, bruno, days=20)
    polls.sweep_polls(gathering.ends_at + DAY)
    assert queries.waiting_poll(poll.circle) is None
    polls.sweep_polls(between.ends_at + DAY)
    assert queries.waiting_poll(poll.circle) is not None


def test_where_the_asker_left_one_of_the_last_comers_asks_again() -> None:
    poll, anne, bruno = asked(again_weeks=1)
    gathering = fix(poll, anne)
    circles.leave(circle=poll.circle, person=anne, now=NOW + DAY)
    polls.sweep_polls(gathering.ends_at + DAY)
    again = queries.waiting_poll(poll.circle)
    assert again is not None
    assert again.asked_by == bruno


def test_slots_are_proposed_from_the_past_and_never_twice() -> None:
    poll, _anne, _bruno = asked()
    series = gathering_queries.series_of(poll.circle)
    proposed = queries.proposed_slots(poll.circle, series, NOW)
    assert len(proposed) == len(set(proposed)) == 6
    assert proposed == sorted(proposed)
    assert all(isinstance(one, Offered) and one.day > NOW.date() for one in proposed)
