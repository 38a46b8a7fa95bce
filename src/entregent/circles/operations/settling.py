"""How a newcomer of a large open circle becomes settled: by coming twice, or by the word of two settled members."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from entregent.activity.models import Event
from entregent.activity.operations import record
from entregent.circles import queries, rules
from entregent.circles.enums import Settled
from entregent.circles.models import Circle, Membership, Vouch
from entregent.circles.operations.circle import Refused
from entregent.people.models import Person


def keep_settled(*, circle: Circle, attended: Mapping[int, int], now: datetime) -> None:
    """Put `settled_at` right for these people, by how many gatherings each has attended so far."""
    came = [pk for pk, times in attended.items() if times >= rules.GATHERINGS]
    rows = circle.memberships.filter(imported_at__isnull=True)
    rows.filter(person__in=came, settled_at__isnull=True).update(settled_at=now, settled_because=Settled.ATTENDED)
    rows.filter(person__in=came, settled_because=Settled.VOUCHED).update(settled_because=Settled.ATTENDED)
    fewer = rows.filter(person__in=attended.keys() - set(came), settled_because=Settled.ATTENDED)
    for row in fewer:
        _settle_by_word(row, now)


def _settle_by_word(row: Membership, now: datetime) -> None:
    """Settled if two members vouch for them, and only then."""
    vouched = Vouch.objects.filter(circle=row.circle_id, person=row.person_id).count() >= rules.VOUCHES
    row.settled_at = (row.settled_at or now) if vouched else None
    row.settled_because = Settled.VOUCHED if vouched else Settled.START
    row.save(update_fields=["settled_at", "settled_because"])


@transaction.atomic
def vouch(*, circle: Circle, person: Person, by: Person, now: datetime) -> Event | None:
    """One settled member's word for a newcomer; None when it was given before, or is not needed."""
    rules.allow(circle, by)
    row = queries.live_memberships(circle).select_for_update(of=("self",), no_key=True).filter(person=person).first()
    if row is None or person.pk == by.pk:
        raise Refused
    given, made = Vouch.objects.get_or_create(circle=circle, person=person, by=by, defaults={"at": now})
    if not made:
        return None
    if row.settled_at is None:
        _settle_by_word(row, now)
    return record(verb="vouched", kind="vouch", open_to_circle=True, **_line(given, now))


def _line(given: Vouch, now: datetime) -> dict[str, Any]:
    return {"actor": given.by, "about": given.person, "object_id": given.pk, "circle_id": given.circle_id, "now": now}


@transaction.atomic
def take_back_vouch(*, circle: Circle, person: Person, by: Person, now: datetime) -> bool:
    """Their own word alone; whoever came twice meanwhile stays settled."""
    rows = queries.live_memberships(circle).select_for_update(of=("self",), no_key=True)
    row = rows.filter(person=person).first()
    given = Vouch.objects.filter(circle=circle, person=person, by=by).first()
    if row is None or given is None:
        return False
    record(verb="took-back-vouch", kind="vouch", open_to_circle=True, **_line(given, now))
    given.delete()
    if row.settled_because == Settled.VOUCHED:
        _settle_by_word(row, now)
    return True
