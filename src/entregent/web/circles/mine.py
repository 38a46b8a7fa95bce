"""The circles of one person: those in use, those that rest, those they may come back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from entregent.activity.models import Event
from entregent.circles import queries, rules
from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import upcoming_for
from entregent.people.models import Person


@dataclass(frozen=True)
class Band:
    circle: Circle
    next: Gathering | None
    is_now: bool
    today: date


@dataclass(frozen=True)
class MyCircles:
    bands: list[Band]
    archived: list[Circle]
    left: list[tuple[Circle, Event]]
    deleted: list[Circle]
    may_open: bool


def my_circles(person: Person, circles: Sequence[Circle], now: datetime) -> MyCircles:
    ahead = {row.circle_id: row for row in upcoming_for(person, now)}
    return MyCircles(
        bands=[_band(circle, ahead.get(circle.pk), now) for circle in circles if circle.archived_at is None],
        archived=[circle for circle in circles if circle.archived_at is not None],
        left=queries.left_lately(person, now),
        deleted=queries.deleted_lately(person, now),
        may_open=rules.may_open(person),
    )


def _band(circle: Circle, ahead: Gathering | None, now: datetime) -> Band:
    return Band(circle, ahead, ahead is not None and ahead.starts_at <= now, local(now, circle.zone).date())
