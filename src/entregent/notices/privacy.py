from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.notices.models import Notice
from entregent.people.models import Person
from entregent.people.privacy import Part, register

COVERED = frozenset({"notices.Notice.person"})


def _export(person: Person) -> dict[str, Any]:
    rows = Notice.objects.filter(person=person).order_by("made_at")
    return {"mails": [{"kind": row.kind, "sent": row.sent_at, "not_sent": row.why} for row in rows]}


def _erase(person: Person, now: datetime) -> None:
    Notice.objects.filter(person=person).delete()
    Notice.objects.filter(to_written__in=[row.written for row in person.addresses.all()]).delete()


register(Part("notices", _export, _erase))
