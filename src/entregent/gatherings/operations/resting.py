"""A break of one's own: no mail, and no yes in one's place, before a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.core import walltime
from entregent.gatherings import queries
from entregent.gatherings.enums import Via
from entregent.gatherings.models import Answer
from entregent.gatherings.operations.fixing import InThePast, answer_for_standing
from entregent.people.models import Person


@transaction.atomic
def rest(*, person: Person, until: date | None, now: datetime, circle: Circle | None = None) -> list[Circle]:
    """Of one circle or of all; None ends it. Standing answers are taken back for that time, and given again after."""
    found = circles.rest(person=person, until=until, circle=circle)
    for each in found:
        if until is not None and until <= walltime.local(now, each.zone).date():
            raise InThePast
        ahead = each.gatherings.filter(queries.fixed(), answer_until__gt=now)
        if until is not None:
            Answer.objects.filter(gathering__in=ahead.filter(day__lt=until), person=person, via=Via.STANDING).delete()
        for gathering in ahead if until is None else ahead.filter(day__gte=until):
            answer_for_standing(gathering, now)
    return found
