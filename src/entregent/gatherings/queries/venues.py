"""The places a circle knows, and when it was last there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from entregent.circles.models import Circle
from entregent.gatherings.models import Venue, VenueWord
from entregent.people.models import Person
from entregent.people.queries import blocked_pairs

MOST = 60


def visible_venue(*, viewer: Person, key: str) -> Venue | None:
    """A place as a member of its circle; None for everybody else, whether it exists or not."""
    rows = Venue.objects.filter(key=key, circle__deleted_at__isnull=True).select_related("circle")
    return rows.filter(circle__memberships__person=viewer, circle__memberships__left_at__isnull=True).first()


def venues_of(circle: Circle, now: datetime, put_away: bool = False) -> QuerySet[Venue]:
    """With `last`, when the circle was last there, and how many `times`; where it was lately first."""
    been = Q(gatherings__fixed_at__isnull=False, gatherings__cancelled_at__isnull=True, gatherings__starts_at__lte=now)
    rows = circle.venues.filter(put_away_at__isnull=not put_away)
    seen = rows.annotate(last=Max("gatherings__day", filter=been), times=Count("gatherings", filter=been))
    return seen.order_by("-times", "name", "pk")[:MOST]


def in_use(circle: Circle) -> list[Venue]:
    """Those one may pick when fixing a date."""
    return list(circle.venues.filter(put_away_at__isnull=True).order_by("name", "pk")[:MOST])


def called(circle: Circle, place: str) -> Venue | None:
    """The place a gathering's words mean, if the circle knows it by that name."""
    return next((venue for venue in in_use(circle) if place and venue.is_called(place)), None)


def words_about(venues: Sequence[Venue], viewer: Person) -> dict[int, list[VenueWord]]:
    """What people thought of each, newest first, as one member may read it."""
    rows = VenueWord.objects.filter(venue__in=venues, person__erased_at__isnull=True)
    found: dict[int, list[VenueWord]] = {venue.pk: [] for venue in venues}
    for row in rows.exclude(person__in=blocked_pairs(viewer) - {viewer.pk}).order_by("-at", "-pk"):
        found[row.venue_id].append(row)
    return found
