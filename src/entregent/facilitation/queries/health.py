"""How a circle is doing, from its own tables: counts of people, never their names, and no rank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, Subquery

from entregent.circles.models import Circle, Membership
from entregent.core.prepared import prepared
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Attendance, Gathering

if TYPE_CHECKING:
    from django.db.models import QuerySet

YEAR, SEASON = timedelta(days=365), timedelta(days=90)
LAST, ENOUGH, ALMOST = 8, 6, 0.75
FEWEST = 2  # of one person alone nothing is said


@dataclass(frozen=True)
class Health:
    """`core` came to almost each of the last gatherings; `once` came a single time, last at `once_until`."""

    core: int
    once: int
    once_until: datetime | None


def health(circle: Circle, now: datetime) -> Health | None:
    """In one query. None before six gatherings have been recorded within the year."""
    rows = _people(circle=circle, now=now)
    held = rows[0]["held"] if rows else 0
    if held < ENOUGH:
        return None
    core = sum(row["lately"] >= ceil(ALMOST * held) for row in rows)
    once = [row["last"] for row in rows if row["times"] == 1 and row["last"] < now - SEASON]
    if len(once) < FEWEST:
        once = []
    return Health(core if core >= FEWEST else 0, len(once), max(once, default=None))


@prepared
def _people(circle: Circle, now: datetime) -> QuerySet[Attendance, Any]:
    """Who is here and came within the year: how often, how often lately, when last."""
    recorded = Gathering.objects.filter(gathering_queries.fixed(), circle=circle, recorded_at__isnull=False)
    recent = recorded.filter(starts_at__lte=now, starts_at__gt=now - YEAR).order_by("-starts_at")
    last = Gathering.objects.filter(pk__in=recent.values("pk")[:LAST])
    here = Membership.objects.filter(circle=circle, person=OuterRef("person"), left_at__isnull=True)
    counted = last.order_by().values("circle").annotate(count=Count("pk"))
    return (
        Attendance.objects.filter(gathering__in=recent.order_by(), person__erased_at__isnull=True)
        .filter(Exists(here))
        .values("person")
        .annotate(
            times=Count("pk"),
            lately=Count("pk", filter=Q(gathering__in=last)),
            last=Max("gathering__starts_at"),
            held=Subquery(counted.values("count"), output_field=IntegerField()),
        )
    )
