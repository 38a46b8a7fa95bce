"""Suspensions as each may see them: those of a circle, to its members; those in force, also to whom they concern."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from entregent.activity.queries import last_event
from entregent.circles import rules
from entregent.circles.models import Circle, Suspension
from entregent.core.prepared import prepared
from entregent.people.models import Person


def suspended_lately(circle: Circle, person: Person, now: datetime) -> bool:
    since = now - rules.SUSPENDED_AGAIN_AFTER
    return circle.suspensions.filter(person=person, ended_at__gt=since).exists()


def in_circle(circle: Circle, suspension_id: int) -> Suspension | None:
    return circle.suspensions.select_related("person", "circle").filter(pk=suspension_id).first()


def since(circle: Circle, person: Person, at: datetime) -> Suspension | None:
    """The one that came into force at that very moment."""
    return circle.suspensions.filter(person=person, in_force_at=at).first()


def mine(viewer: Person, slug: str) -> Suspension | None:
    """The one that keeps this person out of a circle now."""
    rows = Suspension.objects.filter(person=viewer, circle__slug=slug, circle__deleted_at__isnull=True)
    return rows.filter(ended_at__isnull=True).select_related("circle").first()


def keeping_out(person: Person, circle_id: int) -> Suspension | None:
    rows = Suspension.objects.filter(person=person, circle=circle_id, circle__deleted_at__isnull=True)
    return rows.filter(ended_at__isnull=True).select_related("circle").first()


def suspended_from(person: Person) -> list[Suspension]:
    return _suspended_from(person=person)


@prepared
def _suspended_from(person: Person) -> QuerySet[Suspension]:
    rows = Suspension.objects.filter(person=person, ended_at__isnull=True)
    return rows.filter(circle__deleted_at__isnull=True).select_related("circle").order_by("ends_at")


def by_id(suspension_id: int) -> Suspension | None:
    return Suspension.objects.select_related("circle", "person").filter(pk=suspension_id).first()


def voices(suspension: Suspension) -> list[int]:
    """Ids of those who agreed, as the journal keeps them."""
    event = last_event("suspension", suspension.pk, "suspended")
    return list(event.before.get("by", [])) if event else []
