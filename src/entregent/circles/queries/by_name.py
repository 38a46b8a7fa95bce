"""People a file brought in by name alone: nobody can be written to before somebody gives their address."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from entregent.circles.models import Circle, Membership
from entregent.circles.queries import PAGE, live_memberships


def _rows(circle: Circle) -> QuerySet[Membership]:
    return live_memberships(circle).filter(imported_at__isnull=False, person__addresses__isnull=True)


def how_many(circle: Circle) -> int:
    return _rows(circle).count()


def page(circle: Circle, after: str) -> list[Membership]:
    """Thirty in the order of their names, and one more where there are more; `after` is the last row's number."""
    rows = _rows(circle).order_by("sort_name", "pk")
    last = circle.memberships.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
    if last is not None:
        rows = rows.filter(Q(sort_name__gt=last.sort_name) | Q(sort_name=last.sort_name, pk__gt=last.pk))
    return list(rows[: PAGE + 1])


def among(circle: Circle, ids: list[int]) -> list[Membership]:
    return list(_rows(circle).filter(pk__in=ids[: PAGE + 1]).order_by("sort_name", "pk"))
