"""When a proposal passes, and who says so."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from entregent.core import walltime
from entregent.decisions.models import Proposal

LAST_GATHERINGS = 4
FEWEST, MOST = 2, 8  # people whose consent is needed
SHORTEST, LONGEST = timedelta(hours=20), timedelta(days=60)
USUAL_DAYS = 7
EVENING, MORNING = time(20, 0), time(8, 30)
EXAMINED_WITHIN = timedelta(days=4)
AGAIN = timedelta(days=3)  # left to speak of what was amended
LAST_CALL = timedelta(hours=3)
READ_FIRST = timedelta(hours=12)
MAIL_CALLED_BACK = timedelta(minutes=2)
LINK_LIVES = timedelta(days=45)
MOST_OPEN, MOST_OF_ONE = 6, 3  # of one kind in a circle, and of one person, at once


def needed(electors: int) -> int:
    """Half of those who came lately, rounded up: at least two, and never more than eight."""
    return min(MOST, max(FEWEST, (electors + 1) // 2))


def is_waiting(proposal: Proposal) -> bool:
    return proposal.settled_at is None


def is_open(proposal: Proposal, now: datetime) -> bool:
    """Whether voices still count."""
    return is_waiting(proposal) and now < proposal.closes_at


def usual_deadline(now: datetime, zone: str, days: int = USUAL_DAYS) -> datetime:
    """An evening, so many days from now, by the circle's clock."""
    day = walltime.local(now, zone).date() + timedelta(days=days)
    return walltime.instant(day, EVENING, zone, second_time=False)


def reminder(proposal: Proposal, now: datetime) -> bool:
    """Whether it is the morning of the last day, or later, with time to have read the first mail."""
    last = walltime.local(proposal.closes_at, proposal.circle.zone).date()
    morning = walltime.instant(last, MORNING, proposal.circle.zone, second_time=False)
    asked = proposal.revised_at or proposal.opened_at
    return max(morning, asked + READ_FIRST) <= now <= proposal.closes_at - LAST_CALL
