from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.notices.models import Notice
from entregent.people.models import Person, SignIn
from entregent.people.privacy import Part, register

COVERED = frozenset({"notices.Notice.person"})


def _export(person: Person) -> dict[str, Any]:
    rows = Notice.objects.filter(person=person).order_by("made_at")
    return {"mails": [{"kind": row.kind, "sent": row.sent_at, "not_sent": row.why} for row in rows]}


def _erase(person: Person, now: datetime) -> None:
    Notice.objects.filter(person=person).delete()
    lookups = person.addresses.values_list("lookup", flat=True)
    asked = SignIn.objects.filter(lookup__in=list(lookups)).values("pk")
    Notice.objects.filter(kind="sign-in-code", object_id__in=asked).delete()


register(Part("notices", _export, _erase))
