from __future__ import annotations

from datetime import datetime

from entregent.circles.models import Circle
from entregent.gatherings.models import Upload
from entregent.people.models import Person


def upload_of(circle: Circle, person: Person, key: str, now: datetime) -> Upload | None:
    """A file somebody brought to a circle, while it waits; nobody else's."""
    rows = Upload.objects.filter(circle=circle, by=person, key=key, expires_at__gt=now)
    return rows.select_related("circle").first()
