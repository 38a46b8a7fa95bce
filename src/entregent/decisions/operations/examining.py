"""An objection is examined by others than the two at odds, so that nobody blocks for ever."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.decisions import queries, rules
from entregent.decisions.models import Finding, Voice
from entregent.decisions.operations.proposing import Refused, TooLate, locked
from entregent.people.models import Person


@transaction.atomic
def examine(*, objection: Voice, by: Person, stands: bool, now: datetime) -> None:
    """Whether it points at harm that the proposal would do. Changed until the date by which it is examined."""
    row = locked(objection.proposal)
    current = queries.objection_in(row, objection.pk)
    if current is None or not rules.is_waiting(row):
        raise TooLate
    if not queries.may_examine(current, by):
        raise Refused
    if current.examined_until is None or now >= current.examined_until:
        raise TooLate
    Finding.objects.update_or_create(voice=current, by=by, defaults={"stands": stands, "at": now})
