from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.activity.models import Event
from entregent.people.models import Person


def record(
    *,
    actor: Person | None,
    verb: str,
    kind: str,
    object_id: int,
    now: datetime,
    circle_id: int | None = None,
    about: Person | None = None,
    open_to_circle: bool = False,
    before: dict[str, Any] | None = None,
) -> Event:
    """Add one line to what happened, in the transaction of the act itself."""
    return Event.objects.create(
        actor=actor,
        about=about,
        verb=verb,
        kind=kind,
        object_id=object_id,
        circle_id=circle_id,
        at=now,
        open_to_circle=open_to_circle,
        before=before or {},
    )


def mark_undone(event: Event, by_event: Event) -> bool:
    """False when somebody undid it already."""
    return bool(Event.objects.filter(pk=event.pk, undone_by__isnull=True).update(undone_by=by_event))
