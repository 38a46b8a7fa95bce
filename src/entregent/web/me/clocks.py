from __future__ import annotations

from django.conf import settings

from entregent.people.models import Person


def zone_of(person: Person) -> str:
    """Whose clock tells what concerns this person alone: theirs, else the instance's."""
    return person.zone or str(settings.DEFAULT_ZONE)
