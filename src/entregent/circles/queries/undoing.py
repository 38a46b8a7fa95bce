"""What can still be taken back, and by whom."""

from __future__ import annotations

from datetime import datetime

from entregent.activity.models import Event
from entregent.circles import rules
from entregent.circles.models import Circle
from entregent.circles.queries import membership
from entregent.people.models import Person


def event_to_undo(*, viewer: Person, slug: str, event_id: int) -> Event | None:
    """A line of the journal as a member, or one's own leaving; None for everybody else."""
    event = Event.objects.filter(pk=event_id, open_to_circle=True).first()
    circle = Circle.objects.filter(slug=slug, deleted_at__isnull=True).first()
    if event is None or circle is None or event.circle_id != circle.pk:
        return None
    left_myself = event.verb == "left" and event.about_id == viewer.pk
    return event if left_myself or membership(circle, viewer) else None


def left_lately(person: Person, now: datetime) -> list[tuple[Circle, Event]]:
    """Circles one may still come back to alone, each with the line of the journal that takes one's leaving back."""
    since = now - rules.UNDO_WINDOW
    events = Event.objects.filter(verb="left", about=person, at__gt=since, undone_by__isnull=True).order_by("at")
    latest = {event.circle_id: event for event in events if event.circle_id}
    gone = Circle.objects.filter(pk__in=latest, deleted_at__isnull=True).filter(
        memberships__person=person, memberships__left_at__isnull=False
    )
    return [(circle, latest[circle.pk]) for circle in gone.order_by("name_folded", "pk")]


def deleted_lately(founder: Person, now: datetime) -> list[Circle]:
    """Circles their founder may still bring back."""
    since = now - rules.UNDO_WINDOW
    return list(Circle.objects.filter(opened_by=founder, deleted_at__gt=since).order_by("name_folded", "pk"))


def undoable(event: Event, person: Person, now: datetime) -> bool:
    """Whether this line of the journal can still be taken back by this person."""
    if event.undone_by_id or not rules.may_undo(event.at, now) or person.erased_at:
        return False
    if event.verb == "left":
        return event.about_id == person.pk
    if event.verb == "suspended":
        return person.pk in event.before.get("by", [])
    if event.verb == "merged" and event.about_id == event.actor_id:
        return event.actor_id == person.pk  # their own two records: nobody else's to take apart
    return event.verb in ("changed", "revoked-link", "added-place", "removed-place", "merged")
