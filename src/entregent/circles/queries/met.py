"""People known from a circle one is or was in."""

from __future__ import annotations

from entregent.circles.models import Membership
from entregent.circles.queries import or_own
from entregent.people.models import Person


def person_met(*, viewer: Person, key: str) -> Person | None:
    """Somebody of a circle the viewer is or was in; None for everybody else, whether they exist or not."""
    met = Person.objects.filter(key=key, erased_at__isnull=True).exclude(pk=viewer.pk)
    return met.filter(memberships__circle__memberships__person=viewer).distinct().first()


def names_met(viewer: Person, person_ids: list[int]) -> dict[int, str]:
    """What the viewer knows each of these people as: their own name, else the one a common circle typed."""
    common = Membership.objects.filter(person__in=person_ids, circle__memberships__person=viewer)
    rows = common.select_related("person").distinct().order_by("pk")
    known = sorted(rows, key=lambda row: (row.imported_at is None, bool(row.name)))
    return or_own(person_ids, {row.person_id: row.shown_name for row in known})
