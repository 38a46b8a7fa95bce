"""How a circle is doing, from its own tables: counts of people, never their names, and no rank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, Subquery

from entregent.circles.models import Circle, Membership
from entregent.core.prepared import prepared
from entregent.facilitation.models import Trend
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Attendance, Gathering

if TYPE_CHECKING:
    from django.db.models import QuerySet

YEAR, SEASON = timedelta(days=365), timedelta(days=90)
A_DAY, A_WEEK, MEANWHILE = timedelta(days=1), timedelta(days=7), timedelta(minutes=2)
LAST, ENOUGH, ALMOST = 8, 6, 0.75
FEWEST = 2  # of one person alone nothing is said


@dataclass(frozen=True)
class Health:
    """`core` came to almost each of the last gatherings; `once` came a single time, last at `once_until`.

    `change`, in percent, from the first of the last `over` gatherings to the last; 0 where there is no sign of one.
    """

    core: int
    once: int
    once_until: datetime | None
    change: int = 0
    over: int = 0


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
    change, over = rows[0]["change"] or 0, rows[0]["over"] or 0
    return Health(core if core >= FEWEST else 0, len(once), max(once, default=None), change, over)


@prepared
def _people(circle: Circle, now: datetime) -> QuerySet[Attendance, Any]:
    """Who is here and came within the year: how often, how often lately, when last."""
    recorded = Gathering.objects.filter(gathering_queries.fixed(), circle=circle, recorded_at__isnull=False)
    recent = recorded.filter(starts_at__lte=now, starts_at__gt=now - YEAR).order_by("-starts_at")
    last = Gathering.objects.filter(pk__in=recent.values("pk")[:LAST])
    here = Membership.objects.filter(circle=circle, person=OuterRef("person"), left_at__isnull=True)
    trend = Trend.objects.filter(circle=circle)
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
            change=Subquery(trend.values("change")),
            over=Subquery(trend.values("gatherings")),
        )
    )


def to_look_at(now: datetime) -> list[Circle]:
    """Circles where somebody has said who was there since their trend was last looked at, or while it was; and, once a
    day, those where somebody did this week: a tick corrected leaves no trace of its own."""
    rows = Gathering.objects.filter(circle=OuterRef("pk"), recorded_at__isnull=False)
    latest = rows.order_by("-recorded_at").values("recorded_at")[:1]
    circles = Circle.objects.filter(deleted_at__isnull=True, archived_at__isnull=True).annotate(latest=Subquery(latest))
    new = Q(trend__isnull=True) | Q(trend__seen_at__lte=F("latest") + MEANWHILE)
    corrected = Q(trend__seen_at__lte=now - A_DAY, latest__gt=now - A_WEEK)
    return list(circles.filter(new | corrected, latest__isnull=False))


def came(circle: Circle, now: datetime) -> tuple[list[int], int]:
    """How many came to each gathering recorded within the year, in order; and how many different people in all."""
    recorded = Gathering.objects.filter(gathering_queries.fixed(), circle=circle, recorded_at__isnull=False)
    year = recorded.filter(starts_at__lte=now, starts_at__gt=now - YEAR)
    counts = year.annotate(came=Count("attendances")).order_by("starts_at", "pk").values_list("came", flat=True)
    return list(counts), Attendance.objects.filter(gathering__in=year).values("person").distinct().count()
