"""A file brought to a circle's page: tried first, corrected by hand, then brought in, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entregent.circles.models import Circle, Import
from entregent.circles.operations import import_members
from entregent.circles.operations.importing import Fate, Report, try_members
from entregent.circles.rules import allow
from entregent.core.folding import clean_line
from entregent.core.ids import new_key
from entregent.core.spreadsheets import Table, Unreadable, read_table
from entregent.core.written_dates import Order
from entregent.gatherings.enums import Brings
from entregent.gatherings.models import Upload
from entregent.gatherings.operations.calendars import import_calendar, try_calendar
from entregent.gatherings.operations.ics_reading import read_calendar
from entregent.gatherings.operations.importing import (
    NoSuchImport,
    Undone,
    import_gatherings,
    try_gatherings,
    undo_import,
)
from entregent.people.models import Person

WAITS = timedelta(hours=24)
MOST_WAITING = 5  # files of one person in one circle; a sixth takes the place of the oldest
MOST_ROWS = 3_000  # of a file brought to a page: what it writes, everybody else waits for
MOST_CELLS = 60_000
MOST_LINES = 200  # of a report that is kept to be read
FILE_NAME_LENGTH = 120


def keep(*, circle: Circle, by: Person, what: Brings, file_name: str, content: bytes, now: datetime) -> Upload:
    """Take a file in and try it. One that cannot be read at all is refused and not kept."""
    allow(circle, by)
    if what == Brings.CALENDAR:
        read_calendar(content, circle.zone, now)
    else:
        _fits_a_page(read_table(content))
    upload = Upload(
        key=new_key(24),
        circle=circle,
        by=by,
        what=what,
        file_name=clean_line(file_name, FILE_NAME_LENGTH),
        content=content,
        made_at=now,
        expires_at=now + WAITS,
    )
    upload.report = try_out(upload, now)
    with transaction.atomic():
        upload.save()
        kept = Upload.objects.filter(circle=circle, by=by).order_by("-made_at", "-pk").values_list("pk", flat=True)
        Upload.objects.filter(pk__in=list(kept[MOST_WAITING:])).delete()
    return upload


def _fits_a_page(table: Table) -> None:
    cells = sum(sum(map(bool, row.cells)) for row in table.rows)
    if len(table.rows) > MOST_ROWS or cells > MOST_CELLS:
        raise Unreadable(
            _(
                "This file has %(rows)d rows and %(cells)d filled cells; a page takes %(most)d rows and"
                " %(most_cells)d filled cells. Split it, or ask whoever runs this instance to bring it in."
            )
            % {"rows": len(table.rows), "cells": cells, "most": MOST_ROWS, "most_cells": MOST_CELLS}
        )


def correct(
    *, upload: Upload, columns: Mapping[int, str], hour: time | None, order: Order | None, now: datetime
) -> Upload:
    """Say by hand what the columns hold, and try again."""
    upload.columns = {str(position): meaning for position, meaning in columns.items()}
    upload.hour, upload.order = hour, order or ""
    upload.report = try_out(upload, now)
    upload.save(update_fields=["columns", "hour", "order", "report"])
    return upload


def try_out(upload: Upload, now: datetime) -> dict[str, Any]:
    """What bringing it in would do. Nothing is written meanwhile, so that a large file keeps nobody waiting."""
    try:
        return _told(_tried(upload, now))
    except Unreadable as problem:
        return {"problem": str(problem)}


def _tried(upload: Upload, now: datetime) -> Report:
    given: dict[str, Any] = {"circle": upload.circle, "content": bytes(upload.content), "now": now}
    if upload.what == Brings.CALENDAR:
        return try_calendar(**given)
    if upload.what == Brings.MEMBERS:
        return try_members(**given, chosen=upload.chosen())
    return try_gatherings(**given, **_said(upload))


def _said(upload: Upload) -> dict[str, Any]:
    """What a hand said about dates."""
    order = Order(upload.order) if upload.order else None
    return {"hour": upload.hour, "order": order, "chosen": upload.chosen()}


@transaction.atomic
def bring_in(*, upload: Upload, by: Person, now: datetime) -> Upload:
    """Do it, once. What the file holds is not needed after that, and goes."""
    allow(upload.circle, by)
    locked = Upload.objects.select_for_update().select_related("circle").get(pk=upload.pk)
    if locked.import_id is not None or not locked.content:
        return locked
    report = _import(locked, now)
    locked.report = _told(report)
    locked.import_id = report.brought.pk if report.brought else None
    locked.content = b""
    locked.save(update_fields=["report", "import_id", "content"])
    return locked


def _import(upload: Upload, now: datetime) -> Report:
    given: dict[str, Any] = {
        "circle": upload.circle, "content": bytes(upload.content), "file_name": upload.file_name, "now": now,
    }  # fmt: skip
    if upload.what == Brings.CALENDAR:
        return import_calendar(**given)
    if upload.what == Brings.MEMBERS:
        return import_members(**given, chosen=upload.chosen())
    return import_gatherings(**given, **_said(upload))


def _told(report: Report) -> dict[str, Any]:
    """Rows that leave a doubt come first: those are what somebody has to look at."""
    lines = sorted(report.lines, key=lambda line: (line.fate != Fate.PASSED, line.number))
    return {
        "lines": [[line.number, str(line.fate), line.what[:200], line.why[:300]] for line in lines[:MOST_LINES]],
        "more": max(0, len(lines) - MOST_LINES),
        "counts": {str(fate): report.count(fate) for fate in Fate},
        "unused": list(report.unused)[:40],
    }


def drop(*, upload: Upload) -> None:
    upload.delete()


def take_back(*, circle: Circle, import_id: int, by: Person, now: datetime) -> Undone:
    """Undo an import of this circle."""
    allow(circle, by)
    if not Import.objects.filter(pk=import_id, circle=circle).exists():
        raise NoSuchImport(import_id)
    return undo_import(import_id=import_id, now=now)


def forget_uploads(now: datetime) -> int:
    return Upload.objects.filter(expires_at__lt=now).delete()[0]
