from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.activity.models import Event
from entregent.people.models import Person
from entregent.people.privacy import Part, register

COVERED = frozenset({"activity.Event.actor", "activity.Event.about"})


def _export(person: Person) -> dict[str, Any]:
    rows = Event.objects.filter(actor=person).order_by("at")
    return {"events": [{"at": row.at, "verb": row.verb, "kind": row.kind} for row in rows]}


def _erase(person: Person, now: datetime) -> None:
    """Events hold ids alone: they now point at the tombstone, and the journal reads "a former member"."""


register(Part("activity", _export, _erase))
