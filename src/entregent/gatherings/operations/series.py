from __future__ import annotations

from datetime import datetime

from entregent.circles.models import Circle
from entregent.gatherings.holidays import usual_in
from entregent.gatherings.models import Series


def start_series(circle: Circle, now: datetime) -> Series:
    starting = {"changed_at": now, "holidays": usual_in(circle.zone)}
    return Series.objects.get_or_create(circle=circle, defaults=starting)[0]


def locked_series(circle: Circle, now: datetime) -> Series:
    start_series(circle, now)
    return Series.objects.select_for_update(no_key=True).get(circle=circle)
