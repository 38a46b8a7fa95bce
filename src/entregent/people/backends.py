from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from entregent.people.models import Person


class PersonBackend(BaseBackend):
    """Finds whose session this is. Proof of identity happens before (a mailed code, a link), never here."""

    def get_user(self, user_id: int) -> Person | None:
        return Person.objects.filter(pk=user_id, erased_at__isnull=True).first()
