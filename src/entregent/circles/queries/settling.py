"""How many are here, and who vouches for whom."""

from __future__ import annotations

from django.db.models import Count, Q

from entregent.circles.models import Circle, Vouch
from entregent.circles.queries import live_memberships
from entregent.people.models import Person


def how_many(circle: Circle) -> tuple[int, int]:
    """Members, and those of them who are not merely named by a file."""
    found = live_memberships(circle).aggregate(all=Count("pk"), confirmed=Count("pk", filter=Q(imported_at=None)))
    return found["all"], found["confirmed"]


def vouched_by(circle: Circle, person: Person) -> set[int]:
    """Ids of those this person vouches for."""
    return set(Vouch.objects.filter(circle=circle, by=person).values_list("person_id", flat=True))


def vouches_for(circle: Circle, person: Person) -> int:
    return Vouch.objects.filter(circle=circle, person=person).count()
