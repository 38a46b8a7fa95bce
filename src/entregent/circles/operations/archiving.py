from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.activity.operations import record
from entregent.circles.models import Circle
from entregent.circles.operations.circle import Refused
from entregent.core.folding import clean_line
from entregent.people.models import Person

BECAUSE_LENGTH = 200


@transaction.atomic
def archive_circle(*, circle: Circle, because: str, by: Person, now: datetime) -> None:
    """Keep a circle to look at: from now on it asks nothing of anybody, and says why."""
    said = clean_line(because, BECAUSE_LENGTH)
    live = Circle.objects.filter(pk=circle.pk, archived_at__isnull=True, deleted_at__isnull=True)
    if not live.update(archived_at=now, archived_because=said):
        raise Refused
    circle.refresh_from_db(fields=["archived_at", "archived_because"])
    record(
        actor=by, verb="archived", kind="circle", object_id=circle.pk, circle_id=circle.pk, now=now, open_to_circle=True
    )
