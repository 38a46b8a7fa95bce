from __future__ import annotations

from collections.abc import Iterable

from entregent.people.models import Person
from entregent.trust.models import Audience


def freeze_audience(*, kind: str, object_id: int, people: Iterable[Person]) -> None:
    rows = [Audience(kind=kind, object_id=object_id, person=person) for person in people]
    Audience.objects.bulk_create(rows, ignore_conflicts=True)
