from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from entregent.circles.enums import MailLevel
from entregent.core import walltime
from entregent.people.models import Person
from entregent.polls.models import Poll

MAIL_CALLED_BACK = timedelta(minutes=2)
FEWEST_SLOTS, MOST_SLOTS = 2, 12
MOST_GUESTS = 3
LINK_LIVES = timedelta(days=45)
TIME_TO_FIX = timedelta(hours=24)
TIME_TO_THINK = timedelta(days=3)
SHORTEST = timedelta(minutes=30)
EVENING, MORNING = time(20, 0), time(8, 30)
LAST_CALL = timedelta(hours=3)
READ_FIRST = timedelta(hours=12)
AGAIN_AFTER = timedelta(hours=12)
LEAD = timedelta(days=3)
ASKED_BY_MAIL = (MailLevel.EVERY,)


def is_waiting(poll: Poll) -> bool:
    """Neither settled by a date nor withdrawn."""
    return poll.fixed_at is None and poll.withdrawn_at is None


def is_open(poll: Poll, now: datetime) -> bool:
    """Whether answers still count."""
    return is_waiting(poll) and now < poll.closes_at


def may_call_back(poll: Poll, person: Person, now: datetime) -> bool:
    """Whoever asked, until its mail leaves."""
    return is_waiting(poll) and poll.asked_by_id == person.pk and now < poll.mail_leaves_at


def usual_deadline(first: datetime, zone: str, now: datetime) -> datetime:
    """The evening three days from now; earlier where the first slot comes sooner, and never once it has come."""
    latest = first - READ_FIRST
    for day in _days_down(walltime.local(now + TIME_TO_THINK, zone).date(), walltime.local(now, zone).date()):
        evening = walltime.instant(day, EVENING, zone, second_time=False)
        if now + LAST_CALL <= evening <= latest:
            return evening
    return now + (first - now) / 2


def reminder(asked_at: datetime, closes_at: datetime, zone: str) -> datetime | None:
    """The morning of the last day, or of the day before; None where that leaves no time to read the first mail."""
    last = walltime.local(closes_at, zone).date()
    for day in (last, last - timedelta(days=1)):
        morning = walltime.instant(day, MORNING, zone, second_time=False)
        if asked_at + READ_FIRST <= morning <= closes_at - LAST_CALL:
            return morning
    return None


def weeks_on(days: Sequence[date], weeks: int, today: date) -> timedelta:
    """By how much to move slots asked anew: whole turns of so many weeks, until the first is a few days ahead."""
    turn = timedelta(weeks=weeks)
    shift = turn
    while min(days) + shift < today + LEAD:
        shift += turn
    return shift


def _days_down(last: date, first: date) -> Sequence[date]:
    return [last - timedelta(days=back) for back in range((last - first).days + 1)]
