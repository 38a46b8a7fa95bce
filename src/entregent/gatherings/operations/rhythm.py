"""The rhythm pencils the next date in; where the circle chose it, the date counts at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db import transaction

from entregent.activity.operations import record
from entregent.circles.models import Circle
from entregent.circles.rules import allow
from entregent.core import walltime
from entregent.gatherings import dates, queries, rules
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Gathering, Series
from entregent.gatherings.operations.fixing import answer_for_standing, next_version
from entregent.gatherings.operations.series import locked_series
from entregent.gatherings.operations.telling import tell
from entregent.gatherings.operations.words_kept import written_under
from entregent.people.models import Person

TRIED = 6


@transaction.atomic
def set_rhythm(
    *,
    circle: Circle,
    by: Person,
    now: datetime,
    rhythm: Rhythm,
    anchor: date | None,
    hour: time | None,
    place: str,
    minutes: int,
    automatic: bool = False,
    holidays: str = "",
) -> Series:
    """Change the rhythm. What it had pencilled in goes; what people fixed stays."""
    allow(circle, by)
    series = locked_series(circle, now)
    was_automatic = series.automatic_since is not None
    series.rhythm, series.anchor, series.hour = rhythm, anchor, hour
    series.place, series.minutes, series.changed_at = place.strip()[:200], minutes, now
    series.holidays = holidays or series.holidays
    if automatic != was_automatic:
        series.automatic_since = now if automatic else None
    series.save()
    erase_pencil(circle, now)
    record(
        actor=by,
        verb="set-rhythm",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
    if automatic != was_automatic:
        _note_who_fixes(circle, by, automatic, now)
    pencil_in(circle=circle, now=now)
    return series


def _note_who_fixes(circle: Circle, by: Person, automatic: bool, now: datetime) -> None:
    if automatic:
        record(
            actor=by,
            verb="automatic-on",
            kind="circle",
            object_id=circle.pk,
            circle_id=circle.pk,
            now=now,
            open_to_circle=True,
        )
    else:
        record(
            actor=by,
            verb="automatic-off",
            kind="circle",
            object_id=circle.pk,
            circle_id=circle.pk,
            now=now,
            open_to_circle=True,
        )


def erase_pencil(circle: Circle, now: datetime) -> None:
    """What was only pencilled in, and under which nobody has answered or written anything."""
    pencilled = circle.gatherings.filter(fixed_at__isnull=True, cancelled_at__isnull=True, starts_at__gt=now)
    pencilled.filter(~written_under(), answers__isnull=True).delete()


@transaction.atomic
def pencil_in(*, circle: Circle, now: datetime) -> Gathering | None:
    """Write the rhythm's next day in pencil, once, after whatever is already fixed for it."""
    series = locked_series(circle, now)
    if series.rhythm == Rhythm.FREE or series.anchor is None or series.hour is None or circle.archived_at:
        return None
    pencilled = queries.pencilled(circle, now) or _pencil_next(circle, series, series.hour, now)
    if pencilled is not None and series.automatic_since is not None:
        _fix_by_itself(pencilled, series, now)
    return pencilled


def _pencil_next(circle: Circle, series: Series, hour: time, now: datetime) -> Gathering | None:
    for day in islice(_days_to_come(circle, series, now), TRIED):
        made = _pencil(circle, series, day, hour, now)
        if made is not None:
            return made
    return None


def _days_to_come(circle: Circle, series: Series, now: datetime) -> Iterator[date]:
    """The rhythm's days that no date ahead stands for yet, wherever it was moved to."""
    ahead = list(circle.gatherings.filter(queries.fixed(), starts_at__gt=now))
    stood_for = [row.rhythm_day for row in ahead if row.rhythm_day]
    after = max([queries.asked_from(circle, now), *stood_for])
    besides = [row.day for row in ahead if row.rhythm_day is None]
    for day in dates.occurrences(series.rhythm, series.anchor or after, after):
        if not any(dates.stands_for(series.rhythm, fixed, day) for fixed in besides):
            yield day


def _pencil(circle: Circle, series: Series, day: date, hour: time, now: datetime) -> Gathering | None:
    """None on a day somebody cancelled: the rhythm then goes on to the next. An hour the clock skips is an hour later,
    one it shows twice is the first; people are asked about both."""
    try:
        starts_at = walltime.instant(day, hour, circle.zone, second_time=False)
    except walltime.ImpossibleHour:
        hour = (datetime.combine(day, hour) + timedelta(hours=1)).time()
        starts_at = walltime.instant(day, hour, circle.zone, second_time=False)
    gathering, made = Gathering.objects.get_or_create(
        circle=circle,
        day=day,
        hour=hour,
        defaults={
            "zone": circle.zone,
            "starts_at": starts_at,
            "place": series.place,
            "minutes": series.minutes,
            "seats": series.seats,
            "video": series.video,
            "answer_until": rules.answers_close(starts_at, now),
            "rhythm_day": day,
            "made_at": now,
        },
    )
    return gathering if made else None


def _fix_by_itself(pencilled: Gathering, series: Series, now: datetime) -> None:
    """The circle chose automatic dates: the next one counts at once, unless it falls on a day or hour to ask about."""
    circle = pencilled.circle
    if queries.next_gathering(circle, now) is not None or queries.pause_of(circle) is not None:
        return
    if queries.why_asked(pencilled, series) != ("", ""):
        return
    next_version(circle, now)
    fixed = Gathering.objects.filter(pk=pencilled.pk, fixed_at__isnull=True, cancelled_at__isnull=True).update(
        fixed_at=now,
        mail_leaves_at=now + rules.MAIL_CALLED_BACK,
        answer_until=rules.answers_close(pencilled.starts_at, now),
    )
    if not fixed:
        return
    pencilled.refresh_from_db()
    answer_for_standing(pencilled, now)
    tell(pencilled, "date", now)
    record(
        actor=None,
        verb="fixed-itself",
        kind="gathering",
        object_id=pencilled.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
