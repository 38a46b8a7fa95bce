"""Who vouches for whom."""

from __future__ import annotations

from entregent.circles.models import Circle, Vouch
from entregent.people.models import Person


def vouched_by(circle: Circle, person: Person) -> set[int]:
    """Ids of those this person vouches for."""
    return set(Vouch.objects.filter(circle=circle, by=person).values_list("person_id", flat=True))


def vouches_for(circle: Circle, person: Person) -> int:
    return Vouch.objects.filter(circle=circle, person=person).count()
