"""The one gate to labelled objects: label and blocks, each condition on its own line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from entregent.circles.models import Circle, Membership
from entregent.people.models import Person
from entregent.people.queries import apart_from, blocked_pairs
from entregent.trust.enums import Reach
from entregent.trust.models import Audience, Labelled, Opening, Report

T = TypeVar("T", bound=Labelled)


def readable(rows: QuerySet[T], viewer: Person, kind: str) -> QuerySet[T]:
    """Of rows whose circle the viewer is in, those they may read."""
    in_audience = Exists(Audience.objects.filter(kind=kind, object_id=OuterRef("pk"), person=viewer))
    beyond_the_table = ~Q(reach=Reach.TABLE)
    return rows.filter(beyond_the_table | Q(author=viewer) | in_audience).exclude(apart_from(viewer, "author"))


def reaching(rows: QuerySet[T], viewer: Person, kind: str, only: Circle | None = None) -> QuerySet[T]:
    """Of rows of circles the viewer is not in, those opened to one of theirs (or to `only`), or to anyone."""
    here = Membership.objects.filter(person=viewer, left_at__isnull=True).values("circle")
    opened = Opening.objects.filter(kind=kind, object_id=OuterRef("pk"), circle__in=here)
    if only is not None:
        opened = opened.filter(circle=only)
    to_circles = Q(reach=Reach.CIRCLES) & Exists(opened)
    return rows.filter(to_circles | Q(reach=Reach.ANYONE)).exclude(author__in=blocked_pairs(viewer))


def circles_open_to(kind: str, object_ids: Sequence[int]) -> dict[int, list[Circle]]:
    """The circles beside its own that each object was opened to."""
    rows = Opening.objects.filter(kind=kind, object_id__in=object_ids, circle__deleted_at__isnull=True)
    found: dict[int, list[Circle]] = {object_id: [] for object_id in object_ids}
    for row in rows.select_related("circle").order_by("circle__name_folded", "pk"):
        found[row.object_id].append(row.circle)
    return found


def readers_of_reports(about: Person | None) -> list[Person]:
    """Whoever runs the instance; nobody reads what is reported of themselves."""
    operators = Person.objects.filter(operator_since__isnull=False, erased_at__isnull=True)
    return list(operators.exclude(pk=about.pk if about else 0).order_by("pk"))


def reports_for(operator: Person) -> QuerySet[Report]:
    """What this operator may read, what waits first; nothing for anybody else."""
    rows = Report.objects.select_related("by", "about", "seen_by").order_by(F("seen_at").desc(nulls_first=True), "-pk")
    if not operator.is_operator:
        return rows.none()
    return rows.exclude(about=operator)


def reports_waiting(operator: Person) -> int:
    return reports_for(operator).filter(seen_at__isnull=True).count() if operator.is_operator else 0


def reports_by(person: Person) -> QuerySet[Report]:
    """One's own, without a word of what became of others'."""
    return Report.objects.filter(by=person).order_by("-pk")
