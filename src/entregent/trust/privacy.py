from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.people.models import Person
from entregent.people.privacy import Part, register
from entregent.trust.models import Audience

COVERED = frozenset({"trust.Audience.person"})


def _export(person: Person) -> dict[str, Any]:
    return {}


def _erase(person: Person, now: datetime) -> None:
    Audience.objects.filter(person=person).delete()


register(Part("trust", _export, _erase))
