"""Two records of a circle that may be one person."""

from __future__ import annotations

from django.db.models import Q

from entregent.circles.models import Circle, Membership
from entregent.circles.queries import PAGE, members, membership
from entregent.core.folding import fold
from entregent.people.models import Person

SAYS_SOMETHING = 3  # letters; shorter words of a name are particles and initials


def is_a_mere_name(circle: Circle, person: Person) -> bool:
    """Known by a name within this circle alone: no address, never signed in, nothing to lose elsewhere."""
    if person.signed_in_at or person.operator_since or person.addresses.exists():
        return False
    return not Membership.objects.filter(person=person).exclude(circle=circle).exists()


def are_one(*, circle: Circle, kept: Person, gone: Person) -> bool:
    """Whether a member may say that these two are one person."""
    both_here = all(membership(circle, one) for one in (kept, gone))
    return kept != gone and both_here and is_a_mere_name(circle, gone)


def who_may_be(*, circle: Circle, viewer: Person, row: Membership, search: str) -> list[Membership]:
    """Whom somebody may be the same as: first those who share a word of the name."""
    others = members(circle=circle, viewer=viewer, search=search).exclude(person=row.person)
    if not is_a_mere_name(circle, row.person):
        others = others.filter(person__addresses__isnull=True, person__signed_in_at__isnull=True)
    words = [word for word in fold(row.shown_name).split() if len(word) >= SAYS_SOMETHING]
    shared = Q(pk__in=[])
    for word in words:
        shared |= Q(name_folded__contains=word) | Q(person__name_folded__contains=word)
    first = list(others.filter(shared)[:PAGE])
    rest = others.exclude(pk__in=[one.pk for one in first])[: PAGE - len(first)]
    return [*first, *rest]
