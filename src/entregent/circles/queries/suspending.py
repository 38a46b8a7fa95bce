"""Suspensions as each may see them: those asked for, to the others; those in force, also to whom they concern."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from entregent.circles import rules
from entregent.circles.models import Circle, Suspension, SuspensionVoice
from entregent.circles.queries import live_memberships
from entregent.core.prepared import prepared
from entregent.people.models import Person


def open_one(circle: Circle, person: Person) -> Suspension | None:
    return circle.suspensions.filter(person=person, ended_at__isnull=True).first()


def suspended_lately(circle: Circle, person: Person, now: datetime) -> bool:
    since = now - rules.SUSPENDED_AGAIN_AFTER
    return circle.suspensions.filter(person=person, in_force_at__isnull=False, ended_at__gt=since).exists()


def asked_for(circle: Circle, viewer: Person) -> QuerySet[Suspension]:
    """What waits for more voices; never to whom it would concern."""
    rows = Suspension.objects.filter(circle=circle, in_force_at__isnull=True, ended_at__isnull=True)
    return (
        rows.filter(person__erased_at__isnull=True)
        .exclude(person=viewer)
        .select_related("person")
        .order_by("started_at", "pk")
    )


def visible(*, circle: Circle, viewer: Person, suspension_id: int) -> Suspension | None:
    """One of this circle, as one of its members; somebody whom it would concern learns of it once it is in force."""
    found = circle.suspensions.select_related("person", "circle").filter(pk=suspension_id).first()
    if found is None or (found.person_id == viewer.pk and found.in_force_at is None):
        return None
    return found


def mine(viewer: Person, slug: str) -> Suspension | None:
    """The one that keeps this person out of a circle now."""
    rows = Suspension.objects.filter(person=viewer, circle__slug=slug, circle__deleted_at__isnull=True)
    return rows.filter(in_force_at__isnull=False, ended_at__isnull=True).select_related("circle").first()


def keeping_out(person: Person, circle_id: int) -> Suspension | None:
    rows = Suspension.objects.filter(person=person, circle=circle_id, circle__deleted_at__isnull=True)
    return rows.filter(in_force_at__isnull=False, ended_at__isnull=True).select_related("circle").first()


def suspended_from(person: Person) -> list[Suspension]:
    return _suspended_from(person=person)


@prepared
def _suspended_from(person: Person) -> QuerySet[Suspension]:
    rows = Suspension.objects.filter(person=person, in_force_at__isnull=False, ended_at__isnull=True)
    return rows.filter(circle__deleted_at__isnull=True).select_related("circle").order_by("ends_at")


def by_id(suspension_id: int) -> Suspension | None:
    return Suspension.objects.select_related("circle", "person").filter(pk=suspension_id).first()


def voices(suspension: Suspension) -> list[int]:
    return list(SuspensionVoice.objects.filter(suspension=suspension).order_by("at", "pk").values_list("by", flat=True))


def voices_still_here(suspension: Suspension) -> int:
    """A voice of somebody who has left meanwhile no longer counts."""
    return live_memberships(suspension.circle).filter(person__in=voices(suspension)).count()
