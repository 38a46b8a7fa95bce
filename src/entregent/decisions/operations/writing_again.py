"""A mail was lost: what is asked of somebody is sent once more, to their address alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.circles.models import Circle
from entregent.circles.queries import circles_of
from entregent.decisions import queries
from entregent.notices.operations import queue
from entregent.people.models import Person
from entregent.people.queries import person_at
from entregent.polls import operations as polls


@transaction.atomic
def write_again(*, circle: Circle, person: Person, now: datetime) -> bool:
    """What waits to be decided, the open poll, the next date: each once a day."""
    asked = queries.awaiting(person, [circle.pk], now)
    waits = [(one.proposal, "proposal-objection" if one.examine else "proposal") for one in asked]
    waits += [(one, "proposal-about") for one in queries.open_in(circle).filter(queries.shown_to(person), about=person)]
    for proposal, kind in waits:
        dedupe = f"{kind}-again:{proposal.pk}:{person.pk}:{now.date()}"
        queue(kind=kind, dedupe=dedupe, now=now, person=person, object_id=proposal.pk, circle_id=circle.pk)
    return polls.write_again(circle=circle, person=person, now=now) or bool(waits)


def write_again_to(*, written: str, now: datetime) -> None:
    """For whoever lost the mail itself: the address's owner gets their links, the asker learns nothing."""
    person = person_at(written)
    if person is None:
        return
    for circle in circles_of(person).filter(archived_at__isnull=True):
        write_again(circle=circle, person=person, now=now)
