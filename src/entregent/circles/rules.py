"""Who may. Nothing before it is needed: in a hidden circle whoever is in can do all that can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from entregent.circles.models import Circle, Membership
from entregent.people.models import Person

UNDO_WINDOW = timedelta(days=30)
LETTERS_CALLED_BACK = timedelta(minutes=2)
INVITATION_LIVES = timedelta(days=60)
LINK_LIVES = timedelta(days=14)


def may_open(person: Person) -> bool:
    """Whether this person may open a circle on this instance (setting `who_may_open`)."""
    if person.is_operator or settings.WHO_MAY_OPEN == "anyone":
        return True
    return settings.WHO_MAY_OPEN == "members" and is_in_some_circle(person)


def strangers_welcome() -> bool:
    return bool(settings.WHO_MAY_OPEN == "anyone")


def is_in_some_circle(person: Person) -> bool:
    return Membership.objects.filter(person=person, left_at__isnull=True, circle__deleted_at__isnull=True).exists()


def may_delete(circle: Circle, person: Person) -> bool:
    """The founder alone, and only while nobody else has answered."""
    others = circle.memberships.exclude(person=circle.opened_by).filter(imported_at__isnull=True)
    return circle.opened_by_id == person.pk and circle.deleted_at is None and not others.exists()


def may_undo(at: datetime, now: datetime) -> bool:
    return now - at <= UNDO_WINDOW
