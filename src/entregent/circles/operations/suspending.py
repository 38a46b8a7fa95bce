"""Keeping somebody out for two weeks, once three members have agreed to it (`decisions`): it ends by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from entregent.activity.models import Event
from entregent.activity.operations import record
from entregent.circles import rules
from entregent.circles.models import Circle, Membership, Suspension
from entregent.circles.operations.circle import end_suspension
from entregent.core.folding import clean_text
from entregent.core.sweeping import row_by_row
from entregent.notices.operations import queue
from entregent.people.models import Person

REASON_LENGTH, SIDE_LENGTH = 400, 1000


@transaction.atomic
def suspend(*, circle: Circle, person: Person, by: Sequence[Person], reason: str, now: datetime) -> Suspension:
    """Out from now on, for two weeks. Whoever agreed, the last one last, may end it before; the person is told why."""
    Membership.objects.filter(circle=circle, person=person, left_at__isnull=True).update(left_at=now)
    held = Suspension.objects.create(
        circle=circle,
        person=person,
        reason=clean_text(reason, REASON_LENGTH),
        in_force_at=now,
        ends_at=now + rules.SUSPENDED_FOR,
    )
    record(
        actor=by[-1],
        about=person,
        verb="suspended",
        kind="suspension",
        object_id=held.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
        before={"by": [one.pk for one in by]},
    )
    queue(
        kind="suspended", dedupe=f"suspended:{held.pk}", now=now, person=person, object_id=held.pk, circle_id=circle.pk
    )
    return held


@transaction.atomic
def say_ones_side(*, suspension: Suspension, side: str, now: datetime) -> None:
    """What the person concerned has to say: every member may read it."""
    said = clean_text(side, SIDE_LENGTH)
    Suspension.objects.filter(pk=suspension.pk).update(side=said, side_at=now if said else None)


def end_suspensions(now: datetime) -> int:
    """Two weeks on, people are back by themselves."""
    over = Suspension.objects.filter(ended_at__isnull=True, ends_at__lte=now)
    with row_by_row() as each:
        return each(over.order_by(F("ends_at")).values_list("pk", flat=True), lambda pk: _end(pk, now) is not None)


@transaction.atomic
def _end(suspension_id: int, now: datetime) -> Event | None:
    ended = end_suspension(suspension_id, now)
    if ended is None:
        return None
    return record(
        actor=None,
        about=ended.person,
        verb="ended",
        kind="suspension",
        object_id=ended.pk,
        circle_id=ended.circle_id,
        now=now,
        open_to_circle=True,
    )
