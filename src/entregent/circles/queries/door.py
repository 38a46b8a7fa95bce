"""A circle as somebody who is not in it may see it, and who stands at its door."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet

from entregent.circles import rules
from entregent.circles.enums import MailLevel, WayIn
from entregent.circles.models import Circle, Knock, Membership
from entregent.circles.queries import live_memberships
from entregent.core.prepared import prepared
from entregent.people.models import Person
from entregent.people.queries import blocked_pairs

TOLD = 3  # members a knock writes to
LISTED = 30


def _outside() -> QuerySet[Circle]:
    return Circle.objects.filter(deleted_at__isnull=True, archived_at__isnull=True)


def public_circle(slug: str) -> Circle | None:
    """What an address outside leads to: an open circle, or one that may be asked. Hidden and absent look the same."""
    return _outside().filter(slug=slug, way_in__in=[WayIn.OPEN, WayIn.REQUEST]).first()


def open_circles() -> list[Circle]:
    """What the instance shows of itself on its first page, where it shows anything (setting `show_open_circles`)."""
    if not settings.SHOW_OPEN_CIRCLES:
        return []
    return list(_outside().filter(way_in=WayIn.OPEN).order_by("name_folded", "pk")[:LISTED])


def is_listed(circle: Circle) -> bool:
    """Whether search engines may know of it."""
    return bool(settings.SHOW_OPEN_CIRCLES and rules.takes_anybody(circle))


def _waiting() -> QuerySet[Knock]:
    here = Knock.objects.filter(let_in_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True)
    return here.filter(person__erased_at__isnull=True).select_related("person", "answered_by")


def at_the_door(circle: Circle, viewer: Person) -> QuerySet[Knock]:
    rows = _waiting().filter(circle=circle).exclude(person__in=blocked_pairs(viewer))
    return rows.order_by("made_at", "pk")


def declined_at_the_door(circle: Circle, viewer: Person, now: datetime) -> list[Knock]:
    """Lately, newest first: any of them may still be let in."""
    rows = Knock.objects.filter(circle=circle, declined_at__gt=now - rules.KNOCK_AGAIN_AFTER)
    seen = rows.filter(person__erased_at__isnull=True).exclude(person__in=blocked_pairs(viewer))
    return list(seen.select_related("person", "answered_by").order_by("-declined_at", "pk")[:LISTED])


def waiting_knock(circle: Circle, person: Person) -> Knock | None:
    return _waiting().filter(circle=circle, person=person).first()


def declined_lately(circle: Circle, person: Person, now: datetime) -> bool:
    since = now - rules.KNOCK_AGAIN_AFTER
    return Knock.objects.filter(circle=circle, person=person, declined_at__gt=since).exists()


def knocks_today(person: Person, now: datetime) -> int:
    return Knock.objects.filter(person=person, made_at__gt=now - timedelta(days=1)).count()


def knock(knock_id: int) -> Knock | None:
    rows = Knock.objects.filter(pk=knock_id, circle__deleted_at__isnull=True)
    return rows.select_related("circle", "person", "answered_by").first()


def who_answers(circle: Circle, asker: Person) -> list[Person]:
    """A few settled members who read every mail, those last seen here first."""
    rows = live_memberships(circle).filter(settled_at__isnull=False, imported_at__isnull=True, mail=MailLevel.EVERY)
    reached = rows.filter(person__addresses__isnull=False).exclude(person__in=blocked_pairs(asker))
    first = reached.order_by(F("person__signed_in_at").desc(nulls_last=True), "pk").distinct()
    return [row.person for row in first[:TOLD]]


def waiting_for_me(person: Person) -> list[Knock]:
    """At the doors of the circles somebody is settled in, oldest first."""
    return _waiting_for_me(person=person)


@prepared
def _waiting_for_me(person: Person) -> QuerySet[Knock]:
    mine = Membership.objects.filter(person=person, left_at__isnull=True, settled_at__isnull=False)
    rows = _waiting().filter(circle__in=mine.values("circle"), circle__way_in=WayIn.REQUEST)
    seen = rows.filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True)
    seen = seen.exclude(person__blocks__person=person).exclude(person__blocked_by__by=person)
    return seen.select_related("circle").order_by("made_at", "pk")[:LISTED]
