from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.notices.models import Habits, Notice
from entregent.notices.operations import waiting
from entregent.people.models import Person, SignIn
from entregent.people.privacy import Part, register
from entregent.people.privacy.merging import Ledger

COVERED = frozenset({"notices.Notice.person", "notices.Habits.person"})


def _export(person: Person) -> dict[str, Any]:
    rows = Notice.objects.filter(person=person).order_by("made_at")
    habits = Habits.objects.filter(person=person)
    return {
        "habits": list(habits.values("quiet_from", "quiet_until", "digest_day")),
        "mails": [{"kind": row.kind, "sent": row.sent_at, "not_sent": row.why} for row in rows],
    }


def _erase(person: Person, now: datetime) -> None:
    Notice.objects.filter(person=person).delete()
    Habits.objects.filter(person=person).delete()
    lookups = person.addresses.values_list("lookup", flat=True)
    asked = SignIn.objects.filter(lookup__in=list(lookups)).values("pk")
    Notice.objects.filter(kind="sign-in-code", object_id__in=asked).delete()


def _merge(ledger: Ledger) -> None:
    """Nobody is written to twice about one thing."""
    for row in Notice.objects.filter(waiting(), person=ledger.gone):
        if Notice.objects.filter(person=ledger.kept, kind=row.kind, object_id=row.object_id).exists():
            ledger.set_aside(row)


register(Part("notices", _export, _erase, merge=_merge))
