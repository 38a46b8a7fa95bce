from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from entregent.circles.models import Circle
from entregent.core.folding import clean_text
from entregent.notices.operations import drop_about, queue
from entregent.people.models import Person
from entregent.trust import queries
from entregent.trust.enums import Reported
from entregent.trust.models import Audience, Opening, Report

REPORTS_PER_DAY = 10
READ_TOLD_AFTER = timedelta(minutes=2)
KEPT = timedelta(days=365)
LONGEST = 2000


class NobodyToRead(Exception):
    """No operator but whom it is about."""


class TooManyReports(Exception):
    """More within a day than anybody can read."""


def freeze_audience(*, kind: str, object_id: int, people: Iterable[Person]) -> None:
    rows = [Audience(kind=kind, object_id=object_id, person=person) for person in people]
    Audience.objects.bulk_create(rows, ignore_conflicts=True)


def open_to_circles(*, kind: str, object_id: int, circles: Iterable[Circle]) -> None:
    """From now on these circles beside its own, and no other."""
    rows = [Opening(kind=kind, object_id=object_id, circle=circle) for circle in circles]
    others = Opening.objects.filter(kind=kind, object_id=object_id)
    others.exclude(circle__in=[row.circle for row in rows]).delete()
    Opening.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def report(
    *,
    by: Person,
    about: Person | None,
    kind: Reported,
    object_id: int,
    circle_id: int,
    circle_name: str,
    quote: str,
    text: str,
    now: datetime,
) -> Report:
    """Tell who runs the instance, and nobody else: no journal, no event, nothing whom it is about could read."""
    readers = queries.readers_of_reports(about)
    if not readers:
        raise NobodyToRead
    if Report.objects.filter(by=by, made_at__gt=now - timedelta(days=1)).count() >= REPORTS_PER_DAY:
        raise TooManyReports
    made = Report.objects.create(
        by=by,
        about=about,
        kind=kind,
        object_id=object_id,
        circle_id=circle_id,
        circle_name=circle_name,
        quote=quote,
        text=clean_text(text.replace("\r\n", "\n"), LONGEST),
        made_at=now,
    )
    for reader in readers:
        queue(kind="report", dedupe=f"report:{made.pk}:{reader.pk}", now=now, person=reader, object_id=made.pk)
    return made


@transaction.atomic
def mark_read(*, report_id: int, by: Person, now: datetime) -> bool:
    """Its writer is told so, two minutes later: until then it can be taken back."""
    waiting = queries.reports_for(by).filter(pk=report_id, seen_at__isnull=True)
    if not waiting.update(seen_at=now, seen_by=by):
        return False
    made = Report.objects.select_related("by").get(pk=report_id)
    queue(
        kind="report-read",
        dedupe=f"report-read:{report_id}:{now:%Y%m%d%H%M%S%f}",
        now=now,
        due_at=now + READ_TOLD_AFTER,
        person=made.by,
        object_id=report_id,
    )
    return True


@transaction.atomic
def unmark_read(*, report_id: int, by: Person, now: datetime) -> bool:
    if not queries.reports_for(by).filter(pk=report_id, seen_by=by).update(seen_at=None, seen_by=None):
        return False
    drop_about(kind="report-read", object_id=report_id, now=now, why="not read after all")
    return True


def forget_old(now: datetime) -> int:
    return Report.objects.filter(seen_at__lte=now - KEPT).delete()[0]
