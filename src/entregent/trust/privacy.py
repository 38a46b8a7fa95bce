from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from entregent.people.models import Person
from entregent.people.privacy import Part, register
from entregent.trust.models import Audience, Report

COVERED = frozenset({"trust.Audience.person", "trust.Report.by", "trust.Report.about", "trust.Report.seen_by"})


def _export(person: Person) -> dict[str, Any]:
    """What one reported. What others reported of one was said in private to somebody else: it stays theirs."""
    return {"reports": list(Report.objects.filter(by=person).values("kind", "circle_name", "text", "quote", "made_at"))}


def _erase(person: Person, now: datetime) -> None:
    Audience.objects.filter(person=person).delete()
    Report.objects.filter(Q(by=person) | Q(about=person), seen_at__isnull=False).delete()
    Report.objects.filter(by=person).delete()
    Report.objects.filter(about=person).update(quote="")


register(Part("trust", _export, _erase))
