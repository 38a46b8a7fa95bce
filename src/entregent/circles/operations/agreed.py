"""What a circle does only once it has agreed on it: part with somebody, let them come back, open or close its door,
become one with another.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from entregent.activity.operations import record
from entregent.circles import queries
from entregent.circles.models import Circle, Membership, Suspension
from entregent.circles.operations.circle import come_along
from entregent.people.models import Person


@transaction.atomic
def remove_member(*, circle: Circle, person: Person, now: datetime) -> None:
    """Out, and not back in by any door. What they wrote stays; two weeks out are over with it."""
    Membership.objects.filter(circle=circle, person=person).update(
        left_at=Coalesce("left_at", Value(now)), removed_at=now
    )
    Suspension.objects.filter(circle=circle, person=person, ended_at__isnull=True).update(ended_at=now)
    record(
        actor=None,
        about=person,
        verb="removed",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )


@transaction.atomic
def let_come_back(*, circle: Circle, person: Person, now: datetime) -> None:
    """They may be invited, or ask, like anybody else."""
    Membership.objects.filter(circle=circle, person=person).update(removed_at=None)
    record(
        actor=None,
        about=person,
        verb="may-come-back",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )


@transaction.atomic
def set_way_in(*, circle: Circle, way_in: str, now: datetime) -> None:
    """How people come into a large circle; what is left is to propose the contrary."""
    Circle.objects.filter(pk=circle.pk).update(way_in=way_in)
    circle.way_in = way_in
    record(
        actor=None,
        verb="set-way-in",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )


@transaction.atomic
def take_in(*, circle: Circle, coming: Circle, agreed_at: datetime, now: datetime) -> list[Person]:
    """Whoever was in another circle when it agreed to it, and still is, comes in. Answers who is new.

    Whoever is suspended there comes along when their two weeks are over.
    """
    rows = queries.live_memberships(coming).filter(imported_at__isnull=True, joined_at__lte=agreed_at)
    came = [come_along(row, circle, now) for row in rows.select_related("person").order_by("pk")]
    Circle.objects.filter(pk=coming.pk).update(became=circle)
    record(
        actor=None,
        verb="took-in",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
    return [person for person in came if person is not None]
