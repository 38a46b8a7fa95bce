"""A calendar brought in: what took place becomes the circle's past, what is to come is pencilled in."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language

from entregent.circles.models import Circle
from entregent.circles.operations.importing import Fate, Line, Report, write_down
from entregent.circles.operations.roll import PassedOver
from entregent.core.words_of_time import capital, clock, long_day
from entregent.gatherings.operations.ics_reading import read_calendar
from entregent.gatherings.operations.importing import Calendar
from entregent.gatherings.operations.sheets import Sitting


@transaction.atomic
def import_calendar(*, circle: Circle, content: bytes, file_name: str, now: datetime) -> Report:
    """Nobody is written to, and whoever the file names is left out. A date in pencil counts once confirmed."""
    calendar, lines = _read(circle, content, now, locks=True)
    return Report(lines, (), write_down(circle, "calendar", file_name, calendar.save(), now))


def try_calendar(*, circle: Circle, content: bytes, now: datetime) -> Report:
    """What bringing it in would do. Nothing is written and nothing is locked."""
    return Report(_read(circle, content, now, locks=False)[1], (), None)


def _read(circle: Circle, content: bytes, now: datetime, *, locks: bool) -> tuple[Calendar, tuple[Line, ...]]:
    sittings = read_calendar(content, circle.zone, now)
    if locks:
        Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    calendar = Calendar(circle, None, now, pencils=True)
    return calendar, tuple(_take(calendar, number, sitting) for number, sitting in enumerate(sittings, 1))


def _take(calendar: Calendar, number: int, sitting: Sitting) -> Line:
    what = _title(calendar, sitting)
    if calendar.holds(sitting):
        return Line(number, Fate.HERE, what)
    try:
        calendar.check(sitting)
    except PassedOver as reason:
        return Line(number, Fate.PASSED, what, str(reason))
    calendar.seat(sitting, [])
    return Line(number, Fate.ADDED, what)


def _title(calendar: Calendar, sitting: Sitting) -> str:
    language = get_language() or "en"
    day = long_day(sitting.day, language, today=date.min)
    said = [f"{capital(day)}, {clock(sitting.hour or calendar.hour, language)}", sitting.title, sitting.place]
    return " · ".join(filter(None, said))
