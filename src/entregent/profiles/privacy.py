from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from entregent.people.models import Person
from entregent.people.privacy import Part, register
from entregent.profiles import queries
from entregent.profiles.models import Photo, Profile, Shown, Skill

COVERED = frozenset(
    {"profiles.Profile.person", "profiles.Skill.person", "profiles.Photo.person", "profiles.Shown.person"}
)


def _export(person: Person) -> dict[str, Any]:
    photo = queries.own_photo(person)
    return {
        "profile": list(Profile.objects.filter(person=person).values("trade", "sector", "town", "about", "telephone")),
        "skills": list(Skill.objects.filter(person=person).order_by("pk").values("field", "text")),
        "shown_to": list(Shown.objects.filter(person=person).values("field", "circle__name")),
        "photo_jpeg_base64": base64.b64encode(photo).decode() if photo else "",
    }


def _erase(person: Person, now: datetime) -> None:
    for model in (Shown, Photo, Skill, Profile):
        model.objects.filter(person=person).delete()


register(Part("profiles", _export, _erase))
