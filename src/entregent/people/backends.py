from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from entregent.core.prepared import prepared
from entregent.people.models import Person, Session

ENTERED = "entered"


class PersonBackend(BaseBackend):
    """Finds whose session this is. Proof of identity happens before (a mailed code, a link), never here."""

    def get_user(self, user_id: int) -> Person | None:
        return _in_use.first(person=user_id)


@prepared
def _in_use(person: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=person, erased_at__isnull=True, merged_into__isnull=True)


class SessionStore(InDatabase):
    """Django's sessions in the database, each with whose it is: one query lists a person's, one ends them."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        owner = data.get("_auth_user_id")
        entered = data.get(ENTERED) or {}
        row.person_id = int(owner) if owner else None
        row.key, row.way = entered.get("key", ""), entered.get("way", "")
        row.device = entered.get("device", "")[:60]
        row.started_at = parse_datetime(entered.get("at", ""))
        return row
