"""A break the circle declares: nothing is asked until the day it comes back, when it is asked again by itself."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from entregent.activity.operations import record
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.circles.queries import wants_mail
from entregent.circles.rules import allow
from entregent.core import walltime
from entregent.core.folding import clean_line
from entregent.core.sweeping import row_by_row
from entregent.gatherings import queries, rules
from entregent.gatherings.models import DayOff, Pause
from entregent.gatherings.operations.fixing import InThePast
from entregent.gatherings.operations.rhythm import erase_pencil, pencil_in
from entregent.gatherings.operations.series import locked_series
from entregent.notices.operations import queue_many
from entregent.people.models import Person

WHY_LENGTH, NAME_LENGTH = 120, 80


@transaction.atomic
def declare_pause(*, circle: Circle, by: Person, back_on: date, why: str, now: datetime) -> Pause:
    """No date is asked for until that day. What people fixed stays; what was in pencil waits until then."""
    allow(circle, by)
    locked_series(circle, now)
    if back_on <= walltime.local(now, circle.zone).date():
        raise InThePast
    pause, _ = Pause.objects.update_or_create(
        circle=circle,
        ended_at=None,
        defaults={"back_on": back_on, "why": clean_line(why, WHY_LENGTH), "declared_at": now, "declared_by": by},
    )
    erase_pencil(circle, now)
    record(
        actor=by, verb="paused", kind="circle", object_id=circle.pk, circle_id=circle.pk, now=now, open_to_circle=True
    )
    pencil_in(circle=circle, now=now)
    return pause


@transaction.atomic
def resume(*, circle: Circle, by: Person, now: datetime) -> bool:
    """Start again before the day that was said; False when the circle rests no longer."""
    allow(circle, by)
    locked_series(circle, now)
    if not Pause.objects.filter(circle=circle, ended_at__isnull=True).update(ended_at=now, ended_by=by):
        return False
    erase_pencil(circle, now)
    record(
        actor=by, verb="resumed", kind="circle", object_id=circle.pk, circle_id=circle.pk, now=now, open_to_circle=True
    )
    pencil_in(circle=circle, now=now)
    return True


def come_back(now: datetime) -> int:
    """End each break whose day has come, in the morning of its place, and ask the circle for its next date."""
    due = Pause.objects.filter(ended_at__isnull=True, back_on__lte=(now + rules.FURTHEST_AHEAD).date())
    used = due.filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True).select_related("circle")
    with row_by_row() as each:
        return each(used, lambda pause: _is_morning(pause, now) and _ask_again(pause, now))


def _is_morning(pause: Pause, now: datetime) -> bool:
    here = walltime.local(now, pause.circle.zone)
    return here.date() > pause.back_on or (here.date() == pause.back_on and here.time() >= rules.MORNING)


@transaction.atomic
def _ask_again(pause: Pause, now: datetime) -> bool:
    """Of several workers one asks; with automatic dates, or one already fixed, that date's mail says it all."""
    locked_series(pause.circle, now)
    if not Pause.objects.filter(pk=pause.pk, ended_at__isnull=True).update(ended_at=now):
        return False
    record(
        actor=None,
        verb="came-back",
        kind="circle",
        object_id=pause.circle.pk,
        circle_id=pause.circle.pk,
        now=now,
        open_to_circle=True,
    )
    pencil_in(circle=pause.circle, now=now)
    if queries.next_gathering(pause.circle, now) is None:
        queue_many(
            kind="pause-over",
            people=wants_mail(pause.circle, (MailLevel.EVERY,), now),
            object_id=pause.pk,
            circle_id=pause.circle_id,
            dedupe=f"pause-over:{pause.pk}",
            now=now,
            due_at=now,
        )
    return True


@transaction.atomic
def add_day_off(*, circle: Circle, by: Person, day: date, name: str, now: datetime) -> DayOff:
    """A day of the circle's own: what the rhythm would pencil in there is asked about, like a public holiday."""
    allow(circle, by)
    locked_series(circle, now)
    if day < walltime.local(now, circle.zone).date():
        raise InThePast
    given = {"name": clean_line(name, NAME_LENGTH), "said_at": now, "said_by": by}
    return DayOff.objects.update_or_create(circle=circle, day=day, defaults=given)[0]


@transaction.atomic
def remove_day_off(*, circle: Circle, by: Person, day_id: int, now: datetime) -> DayOff | None:
    """None when it was taken out already, or is another circle's."""
    allow(circle, by)
    locked_series(circle, now)
    row = DayOff.objects.filter(circle=circle, pk=day_id).first()
    if row is not None:
        DayOff.objects.filter(pk=row.pk).delete()
    return row
