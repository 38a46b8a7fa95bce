"""Who may. Nothing before it is needed: in a hidden circle whoever is in can do all that can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet

from entregent.circles.enums import WayIn
from entregent.circles.models import Circle, Membership
from entregent.people.models import Person

UNDO_WINDOW = timedelta(days=30)
LETTERS_CALLED_BACK = timedelta(minutes=2)
INVITATION_LIVES = timedelta(days=60)
LINK_LIVES = timedelta(days=14)
LIMITS_FROM = 12  # members: in a smaller circle whoever is in can act
VOUCHES = 2
GATHERINGS = 2
KNOCKS_A_DAY = 3
KNOCK_AGAIN_AFTER = timedelta(days=30)
KNOCK_WAITS = timedelta(days=60)
VOICES = 3
KNOWN_FOR = timedelta(days=7)  # in a circle, before one decides anything there, where others are
SUSPENDED_FOR = timedelta(days=14)
SUSPENDED_AGAIN_AFTER = timedelta(days=14)
MOST_PLACES = 12
CARED_FOR_AGAIN_AFTER = timedelta(days=120)


class NeedsConsent(Exception):
    """Not one person's to do: the circle agrees on it first."""


class NotSettled(Exception):
    """A newcomer of a large open circle would do what settled members do; pages say why, and what is possible."""

    def __init__(self, circle: Circle) -> None:
        super().__init__(circle.slug)
        self.circle = circle


class AtRest(Exception):
    """Its circle is archived: it asks nothing of anybody any more."""

    def __init__(self, circle: Circle) -> None:
        super().__init__(circle.slug)
        self.circle = circle


def limits_newcomers(circle: Circle) -> bool:
    """Strangers may come in, and the circle is large. Never where fewer than two are left who could vouch:
    a circle does not become unusable because its settled members went."""
    if circle.way_in == WayIn.HIDDEN:
        return False
    here = circle.memberships.filter(left_at__isnull=True, imported_at__isnull=True, person__erased_at__isnull=True)
    counts = here.aggregate(size=Count("pk"), settled=Count("settled_at"))
    return bool(counts["size"] >= LIMITS_FROM and counts["settled"] >= VOUCHES)


def agrees_on_the_way_in(circle: Circle) -> bool:
    """Large enough that hidden or public is everybody's to decide; a small circle takes it back at once."""
    here = circle.memberships.filter(left_at__isnull=True, imported_at__isnull=True, person__erased_at__isnull=True)
    return here.count() >= LIMITS_FROM


def may(circle: Circle, person: Person) -> bool:
    """Whether somebody who is in this circle may do what changes rights or is hard to undo.

    Everybody answers, asks and proposes. Whether they are in it at all is what obtaining the circle as them says.
    """
    if circle.way_in == WayIn.HIDDEN:
        return True
    settled = circle.memberships.filter(person=person, left_at__isnull=True, settled_at__isnull=False)
    return settled.exists() or not limits_newcomers(circle)


def allow(circle: Circle, person: Person, *, at_rest: bool = False) -> None:
    """The same, for operations: what is not theirs to do yet is refused; and whatever is done in a circle at rest, but
    for what it says that it may.
    """
    if circle.archived_at is not None and not at_rest:
        raise AtRest(circle)
    if not may(circle, person):
        raise NotSettled(circle)


def settles_at_once(circle: Circle) -> bool:
    """Behind a closed door whoever comes in was chosen by a member."""
    return circle.way_in == WayIn.HIDDEN


def is_suspended(circle: Circle, person: Person) -> bool:
    return circle.suspensions.filter(person=person, ended_at__isnull=True).exists()


def is_removed(circle: Circle, person: Person) -> bool:
    return circle.memberships.filter(person=person, removed_at__isnull=False).exists()


def is_kept_out(circle: Circle, person: Person) -> bool:
    """For two weeks or for good: no way in leads round it."""
    return is_suspended(circle, person) or is_removed(circle, person)


def takes_knocks(circle: Circle) -> bool:
    return circle.way_in == WayIn.REQUEST and circle.deleted_at is None and circle.archived_at is None


def takes_anybody(circle: Circle) -> bool:
    return circle.way_in == WayIn.OPEN and circle.deleted_at is None and circle.archived_at is None


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
    return is_founder(circle, person) and not others_answered(circle, person).exists()


def is_founder(circle: Circle, person: Person) -> bool:
    return circle.opened_by_id == person.pk and circle.deleted_at is None


def others_answered(circle: Circle, founder: Person) -> QuerySet[Membership]:
    return Membership.objects.filter(circle=circle, imported_at__isnull=True).exclude(person=founder)


def may_undo(at: datetime, now: datetime) -> bool:
    return now - at <= UNDO_WINDOW
