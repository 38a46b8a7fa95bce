"""What a circle does not keep: invitations nobody took up, circles nobody wants, and the people only they held."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from entregent.circles import rules
from entregent.circles.models import Circle, Invitation
from entregent.core.sweeping import row_by_row
from entregent.people.models import Person
from entregent.people.privacy import erase_all, is_held


@transaction.atomic
def forget_unanswered(now: datetime) -> int:
    """Invitations nobody took up in sixty days: deleted, and their person erased when nothing else holds them."""
    limit = now - rules.INVITATION_LIVES
    old = Invitation.objects.filter(made_at__lt=limit, accepted_at__isnull=True)
    count = 0
    for invitation in old.exclude(declined_at__gte=limit).select_related("person"):
        invitation.delete()
        erase_unheld(invitation.person, now)
        count += 1
    return count


def purge_deleted(now: datetime) -> int:
    """Circles deleted more than thirty days ago; their journal's lines stay, as ids of nothing."""
    old = list(Circle.objects.filter(deleted_at__lt=now - rules.UNDO_WINDOW))
    with row_by_row() as each:
        return each(old, lambda circle: _purge(circle, now))


@transaction.atomic
def _purge(circle: Circle, now: datetime) -> bool:
    known_by_it = Q(invitations__circle=circle) | Q(memberships__circle=circle)
    people = list(Person.objects.filter(known_by_it).distinct())
    circle.delete()
    for person in people:
        erase_unheld(person, now)
    return True


def erase_unheld(person: Person, now: datetime) -> None:
    if person.erased_at is None and not is_held(person):
        erase_all(person, now)
