"""A circle that meets, is asked to agree on something, and what its people say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.circles.models import Circle
from entregent.decisions import operations as decisions
from entregent.decisions import queries
from entregent.decisions.models import Proposal, Voice
from entregent.gatherings import operations as gatherings
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, a_circle, a_past_date, somebody

NAMES = ("Anne", "Bruno", "Chloé", "David", "Emma", "Farid", "Gilda", "Hugo", "Irène", "Jules", "Karim", "Lise")


def people(count: int) -> list[Person]:
    return [somebody(name, f"{name.lower()[:3]}{count}@example.org") for name in NAMES[:count]]


def company(count: int = 4, **more: Any) -> tuple[Circle, list[Person]]:
    """So many people in one circle since a month, nobody having noted yet who came."""
    everybody = people(count)
    return a_circle(*everybody, now=NOW - 30 * DAY, **more), everybody


def came(circle: Circle, present: list[Person], *, days: int = 7, now: datetime = NOW) -> Gathering:
    """A gathering so many days ago, and who was there."""
    held = a_past_date(circle, circle.opened_by, days=days, now=now)
    ids = [person.pk for person in present]
    gatherings.record_attendance(
        gathering=held, by=circle.opened_by, person_ids=ids, names=[], now=now - days * DAY + HOUR * 6
    )
    return held


def propose(circle: Circle, by: Person, *, kind: str = "agreement", now: datetime = NOW, **more: Any) -> Proposal:
    payload = more.pop("payload", {"title": "A round of names"} if kind == "agreement" else {})
    return decisions.propose(circle=circle, kind=kind, by=by, now=now, payload=payload, **more)


def consent(proposal: Proposal, *persons: Person, now: datetime = NOW) -> None:
    for person in persons:
        decisions.consent(proposal=proposal, person=person, now=now)


def objects(proposal: Proposal, person: Person, reason: str = "It costs too much.", now: datetime = NOW) -> Voice:
    return decisions.object_to(proposal=proposal, person=person, reason=reason, now=now)


def fresh(proposal: Proposal) -> Proposal:
    found = queries.by_id(proposal.pk)
    assert found is not None
    return found


def outcome(proposal: Proposal) -> str:
    return str(fresh(proposal).outcome)


def electors(proposal: Proposal) -> list[str]:
    return sorted(proposal.electors.values_list("person__name", flat=True))
