"""Whom one member has taken on to write to, and who must not be asked about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from entregent.circles import rules
from entregent.circles.models import Care, Circle
from entregent.core.prepared import prepared
from entregent.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet


def cares_of(person: Person) -> list[Care]:
    return _cares_of(person=person)


@prepared
def _cares_of(person: Person) -> QuerySet[Care]:
    rows = Care.objects.filter(by=person, done_at__isnull=True, person__erased_at__isnull=True)
    mine = rows.filter(circle__memberships__person=person, circle__memberships__left_at__isnull=True)
    return mine.filter(circle__deleted_at__isnull=True).select_related("circle", "person").order_by("at", "pk")


def care_of(care_id: int, by: Person) -> Care | None:
    return Care.objects.select_related("circle", "person").filter(pk=care_id, by=by).first()


def care(care_id: int) -> Care | None:
    return Care.objects.select_related("circle", "person", "by").filter(pk=care_id).first()


def cared_for(circle: Circle, now: datetime) -> QuerySet[Care, int]:
    """Ids of those somebody has taken on, or wrote to not long ago: part of a larger question."""
    since = now - rules.CARED_FOR_AGAIN_AFTER
    return Care.objects.filter(circle=circle, at__gt=since).values_list("person_id", flat=True)
