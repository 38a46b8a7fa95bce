"""A table that holds so many: a yes takes a place or waits, and a place that comes free goes to the first who fits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from entregent.core.sweeping import row_by_row
from entregent.gatherings import rules
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Answer, Gathering
from entregent.gatherings.queries import seats
from entregent.notices.operations import queue
from entregent.people.models import Person


def place(given: Answer, before: Answer | None, gathering: Gathering, now: datetime) -> None:
    """A yes takes a place if there is one for its whole party; else it waits. `before` is what they had said so far.

    The gathering's row is locked by the caller. Whoever has a place keeps it, and brings as many as still fit.
    """
    if given.reply != Reply.YES or given.by_video or gathering.seats is None:
        given.waiting_since = given.promoted_at = None
    elif before is not None and before.has_place:
        given.guests = min(given.guests, before.guests + (seats.free(gathering) or 0))
    elif before is not None and before.waiting_since:
        given.waiting_since = before.waiting_since
    else:
        given.promoted_at = None
        given.waiting_since = None if given.party <= (seats.free(gathering) or 0) else now


def place_all(rows: Iterable[Answer], gathering: Gathering, now: datetime) -> None:
    """The same for several yeses at once, in their order."""
    left = seats.free(gathering)
    for row in rows:
        if left is not None and row.party > left:
            row.waiting_since = now
        elif left is not None:
            left -= row.party


def promote(gathering: Gathering, now: datetime, but: Person | None = None) -> list[Answer]:
    """Give the places that are free to those who wait, first come first; a party goes in whole, or lets others pass.

    Each is told once, except whoever is looking at the page (`but`). The gathering's row is locked by the caller.
    """
    left = seats.free(gathering)
    seated = []
    for row in seats.waiting(gathering) if left != 0 and gathering.starts_at > now else ():
        if left is not None and row.party > left:
            continue
        left = None if left is None else left - row.party
        Answer.objects.filter(pk=row.pk).update(waiting_since=None, promoted_at=now)
        seated.append(row)
        if row.person_id != (but.pk if but else 0):
            _tell(row, gathering, now)
    return seated


def _tell(row: Answer, gathering: Gathering, now: datetime) -> None:
    queue(
        kind="place-free",
        dedupe=f"place-free:{row.pk}:{row.waiting_since:%Y%m%d%H%M%S%f}",
        now=now,
        person=row.person,
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
    )


def sweep_places(now: datetime) -> int:
    """Places left by people who went away from the circle, or were erased: nobody tapped anything for those."""
    with row_by_row() as each:
        return each(seats.with_a_waiting_list().filter(starts_at__gt=now), lambda row: _promote(row.pk, now))


@transaction.atomic
def _promote(gathering_id: int, now: datetime) -> int:
    locked = Gathering.objects.select_for_update(no_key=True).get(pk=gathering_id)
    return len(promote(locked, now)) if rules.is_ahead(locked, now) else 0
