"""Keeping somebody out for two weeks: one says why, two more agree. Nobody alone removes anybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from entregent.activity.models import Event
from entregent.activity.operations import record
from entregent.circles import queries, rules
from entregent.circles.models import Circle, Membership, Suspension, SuspensionVoice
from entregent.circles.operations.circle import Refused, end_suspension
from entregent.circles.queries import suspending
from entregent.core.folding import clean_text
from entregent.core.sweeping import row_by_row
from entregent.notices.operations import queue
from entregent.people.models import Person

REASON_LENGTH, SIDE_LENGTH = 400, 1000


class NoReason(ValueError):
    """Nobody is suspended without being told why."""


class TooSoon(Exception):
    """They have just come back: two weeks do not follow two weeks."""


@transaction.atomic
def start_suspension(*, circle: Circle, person: Person, by: Person, reason: str, now: datetime) -> Suspension:
    """The first of three voices. Nothing changes for the person before the third."""
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    rules.allow(circle, by)
    if person.pk == by.pk or queries.membership(circle, person) is None or suspending.open_one(circle, person):
        raise Refused
    if suspending.suspended_lately(circle, person, now):
        raise TooSoon
    if not reason.strip():
        raise NoReason
    made = Suspension.objects.create(
        circle=circle, person=person, reason=clean_text(reason, REASON_LENGTH), started_at=now
    )
    SuspensionVoice.objects.create(suspension=made, by=by, at=now)
    return made


@transaction.atomic
def agree_to_suspend(*, suspension: Suspension, by: Person, now: datetime) -> bool:
    """One more voice; with the third it is in force. True when this was the third."""
    locked = Suspension.objects.select_for_update(of=("self",), no_key=True).select_related("circle", "person")
    held = locked.get(pk=suspension.pk)
    if held.in_force_at or held.ended_at or by.pk == held.person_id or queries.membership(held.circle, by) is None:
        raise Refused
    rules.allow(held.circle, by)
    SuspensionVoice.objects.get_or_create(suspension=held, by=by, defaults={"at": now})
    if queries.membership(held.circle, held.person) is None:  # gone by themselves meanwhile: nobody is to be put out
        Suspension.objects.filter(pk=held.pk).update(ended_at=now)
        return False
    if suspending.voices_still_here(held) < rules.VOICES:
        return False
    _come_into_force(held, by, now)
    return True


def _come_into_force(held: Suspension, by: Person, now: datetime) -> None:
    Membership.objects.filter(circle=held.circle, person=held.person, left_at__isnull=True).update(left_at=now)
    Suspension.objects.filter(pk=held.pk).update(in_force_at=now, ends_at=now + rules.SUSPENDED_FOR)
    record(
        actor=by,
        about=held.person,
        verb="suspended",
        kind="suspension",
        object_id=held.pk,
        circle_id=held.circle_id,
        now=now,
        open_to_circle=True,
        before={"by": suspending.voices(held)},
    )
    queue(
        kind="suspended",
        dedupe=f"suspended:{held.pk}",
        now=now,
        person=held.person,
        object_id=held.pk,
        circle_id=held.circle_id,
    )


@transaction.atomic
def withdraw_voice(*, suspension: Suspension, by: Person, now: datetime) -> bool:
    """Before it is in force; with the last voice it is over, as if nobody had said anything."""
    waiting = Suspension.objects.select_for_update(no_key=True).filter(
        pk=suspension.pk, in_force_at__isnull=True, ended_at__isnull=True
    )
    if not waiting.exists() or not SuspensionVoice.objects.filter(suspension=suspension, by=by).delete()[0]:
        return False
    if not SuspensionVoice.objects.filter(suspension=suspension).exists():
        waiting.delete()
    return True


@transaction.atomic
def say_ones_side(*, suspension: Suspension, side: str, now: datetime) -> None:
    """What the person concerned has to say: every member may read it."""
    said = clean_text(side, SIDE_LENGTH)
    Suspension.objects.filter(pk=suspension.pk, in_force_at__isnull=False).update(
        side=said, side_at=now if said else None
    )


def end_suspensions(now: datetime) -> int:
    """Two weeks on, people are back by themselves; what nobody confirmed within a week is over."""
    unconfirmed = Suspension.objects.filter(in_force_at__isnull=True, ended_at__isnull=True)
    unconfirmed.filter(started_at__lt=now - rules.CONFIRMED_WITHIN).delete()
    over = Suspension.objects.filter(in_force_at__isnull=False, ended_at__isnull=True, ends_at__lte=now)
    with row_by_row() as each:
        return each(over.order_by(F("ends_at")).values_list("pk", flat=True), lambda pk: _end(pk, now) is not None)


@transaction.atomic
def _end(suspension_id: int, now: datetime) -> Event | None:
    ended = end_suspension(suspension_id, now)
    if ended is None:
        return None
    return record(
        actor=None,
        about=ended.person,
        verb="ended",
        kind="suspension",
        object_id=ended.pk,
        circle_id=ended.circle_id,
        now=now,
        open_to_circle=True,
    )
