"""The circles of one person: those in use, those that rest, those they may come back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from entregent.activity.models import Event
from entregent.circles import rules
from entregent.circles.models import Circle, Suspension
from entregent.circles.queries import suspending, undoing
from entregent.core.walltime import local
from entregent.gatherings.models import Gathering, Pause
from entregent.gatherings.queries import pauses_of, upcoming_for
from entregent.people.models import Person
from entregent.polls.models import Poll
from entregent.polls.queries import waiting_for
from entregent.web.polls.asked import until_in_words


@dataclass(frozen=True)
class Band:
    circle: Circle
    next: Gathering | None
    is_now: bool
    today: date
    back_on: date | None = None  # while it takes a break
    poll: str = ""


@dataclass(frozen=True)
class MyCircles:
    bands: list[Band]
    archived: list[Circle]
    left: list[tuple[Circle, Event]]
    deleted: list[Circle]
    may_open: bool
    suspended: list[Suspension]


def my_circles(person: Person, circles: Sequence[Circle], now: datetime) -> MyCircles:
    ahead = {row.circle_id: row for row in upcoming_for(person, now)}
    polls = waiting_for(person, [circle.pk for circle in circles])
    in_use = [circle for circle in circles if circle.archived_at is None]
    pauses = pauses_of(in_use)
    return MyCircles(
        bands=[
            _band(circle, ahead.get(circle.pk), pauses.get(circle.pk), polls.get(circle.pk), now) for circle in in_use
        ],
        archived=[circle for circle in circles if circle.archived_at is not None],
        left=undoing.left_lately(person, now),
        deleted=undoing.deleted_lately(person, now),
        may_open=rules.may_open(person),
        suspended=suspending.suspended_from(person),
    )


def _band(circle: Circle, ahead: Gathering | None, pause: Pause | None, poll: Poll | None, now: datetime) -> Band:
    return Band(
        circle=circle,
        next=ahead,
        is_now=ahead is not None and ahead.starts_at <= now,
        today=local(now, circle.zone).date(),
        back_on=pause.back_on if pause else None,
        poll=until_in_words(poll, now) if poll is not None else "",
    )
