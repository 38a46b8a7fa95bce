"""Mails that time alone brings: the day before, once a month, and fewer to whoever says nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from entregent.circles.operations import lower_mail
from entregent.core import walltime
from entregent.core.sweeping import row_by_row
from entregent.gatherings import queries, rules
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import mailing
from entregent.notices.models import Notice
from entregent.notices.operations import queue, queue_many
from entregent.notices.quiet import clock_of, habits_of
from entregent.people.models import Person

ONE_DAY = timedelta(days=1)


def remind(now: datetime) -> int:
    """The day before, to whoever said yes or maybe: one mail a person and day, however many circles meet on it."""
    ahead = Gathering.objects.filter(queries.fixed(), reminded_at__isnull=True, starts_at__gt=now)
    soon = ahead.filter(starts_at__lte=now + 2 * ONE_DAY, circle__deleted_at__isnull=True).select_related("circle")
    with row_by_row() as each:
        return each(soon.order_by("pk"), lambda row: _is_eve(row, now) and _remind(row, now))


def _is_eve(gathering: Gathering, now: datetime) -> bool:
    here = walltime.local(now, gathering.zone)
    return here.date() == gathering.day - ONE_DAY and here.time() >= rules.REMINDED_FROM


@transaction.atomic
def _remind(gathering: Gathering, now: datetime) -> bool:
    """Of several workers one asks; who has just been told of the date needs no reminder."""
    if not Gathering.objects.filter(pk=gathering.pk, reminded_at__isnull=True).update(reminded_at=now):
        return False
    told = max(moment for moment in (gathering.fixed_at, gathering.moved_at) if moment)
    if now - told < rules.TOLD_LATELY:
        return False
    day = gathering.day.toordinal()
    queue_many(
        kind="day-before",
        people=mailing.to_remind(gathering),
        object_id=day,
        circle_id=gathering.circle_id,
        dedupe=f"day-before:{day}",
        now=now,
        due_at=now,
    )
    return True


def lower_silent(now: datetime) -> int:
    """After each gathering: whoever said nothing to four of them gets one mail a month, and is told once."""
    over = Gathering.objects.filter(queries.fixed(), silences_at__isnull=True, imported_at__isnull=True)
    lately = over.filter(starts_at__lte=now, starts_at__gt=now - rules.LOOKED_BACK, fixed_at__lt=F("starts_at"))
    used = lately.filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True).select_related("circle")
    with row_by_row() as each:
        return each(used.order_by("starts_at"), lambda row: _lower_silent(row, now) if row.ends_at <= now else 0)


@transaction.atomic
def _lower_silent(gathering: Gathering, now: datetime) -> int:
    if not Gathering.objects.filter(pk=gathering.pk, silences_at__isnull=True).update(silences_at=now):
        return 0
    silent = mailing.silent_members(gathering)
    for row in silent:
        queue(
            kind="fewer-mails",
            dedupe=f"fewer-mails:{row.pk}",
            now=now,
            person=row.person,
            object_id=row.pk,
            circle_id=row.circle_id,
        )
    return lower_mail(memberships=[row.pk for row in silent], now=now)


def send_digests(now: datetime) -> int:
    """Once a month, on the day each has chosen and in their morning: what is ahead, if anything is."""
    days = {(now + timedelta(days=days)).day for days in range(-rules.DIGEST_LATE_BY - 1, 2)}
    chosen = Q(habits__digest_day__in=days) | Q(habits__isnull=True) if 1 in days else Q(habits__digest_day__in=days)
    lately = Notice.objects.filter(kind="digest", person=OuterRef("pk"), made_at__gt=now - timedelta(days=10))
    readers = Person.objects.filter(chosen, mailing.reads_monthly(), erased_at__isnull=True).exclude(Exists(lately))
    with row_by_row() as each:
        return each(readers.order_by("pk"), lambda person: _send_digest(person, now))


def _send_digest(person: Person, now: datetime) -> bool:
    here = walltime.local(now, clock_of(person))
    late = here.day - habits_of(person).digest_day
    if not 0 <= late <= rules.DIGEST_LATE_BY or here.time() < rules.DIGEST_FROM:
        return False
    if not any(mailing.month_ahead(circle, now) for circle in mailing.monthly_of(person, now)):
        return False
    month = here.year * 100 + here.month
    queue(kind="digest", dedupe=f"digest:{month}:{person.pk}", now=now, person=person, object_id=month)
    return True
