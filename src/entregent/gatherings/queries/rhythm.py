"""The rhythm: what it pencilled in, what it offers, whether it rests, whether it still runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from entregent.circles.models import Circle
from entregent.circles.queries import bare_circles_of, how_many_want_mail
from entregent.core import walltime
from entregent.core.prepared import prepared
from entregent.gatherings import dates, rules
from entregent.gatherings.dates import Slot
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.holidays import holidays, usual_in
from entregent.gatherings.models import DayOff, Gathering, Pause, Series
from entregent.gatherings.queries.reading import fixed, next_gathering, past_gatherings
from entregent.people.models import Person

ONE_DAY = timedelta(days=1)
LOOKED_AHEAD = timedelta(days=400)


def series_of(circle: Circle) -> Series:
    """The circle's rhythm; a free one, not written yet, before anybody fixed anything."""
    found = _series.first(circle=circle)
    if found is not None:
        found.circle = circle
    return found or Series(circle=circle, holidays=usual_in(circle.zone))


@prepared
def _series(circle: Circle) -> QuerySet[Series]:
    return Series.objects.filter(circle=circle)


def pause_of(circle: Circle) -> Pause | None:
    """The break the circle declared and has not come back from."""
    return _pause.first(circle=circle)


@prepared
def _pause(circle: Circle) -> QuerySet[Pause]:
    return Pause.objects.filter(circle=circle, ended_at__isnull=True).order_by("pk")[:1]


def pauses_of(circles: Iterable[Circle]) -> dict[int, Pause]:
    """The breaks of several circles at once, by circle id."""
    rows = Pause.objects.filter(circle__in=[circle.pk for circle in circles], ended_at__isnull=True)
    return {row.circle_id: row for row in rows}


@prepared
def circles_and_breaks(person: Person) -> QuerySet[Circle]:
    """`bare_circles_of`, each with `rests`: whether it takes a break."""
    pause = Pause.objects.filter(circle=OuterRef("pk"), ended_at__isnull=True)
    return bare_circles_of(person).annotate(rests=Exists(pause))


def last_pause(circle: Circle) -> Pause | None:
    return Pause.objects.filter(circle=circle).order_by("-declared_at", "-pk").first()


def days_off_of(circle: Circle, today: date) -> list[DayOff]:
    """The circle's own days, those to come."""
    return list(circle.days_off.filter(day__gte=today).order_by("day"))


def days_off(circle: Circle, series: Series, today: date) -> dict[date, str]:
    """The days of the coming year on which this circle asks itself before meeting, each with its name."""
    until = today + LOOKED_AHEAD
    public = {
        day: str(name)
        for year in range(today.year, until.year + 1)
        for day, name in holidays(series.holidays, year).items()
        if today <= day <= until
    }
    return public | {row.day: row.name for row in circle.days_off.filter(day__gte=today, day__lte=until)}


def is_asking(circle: Circle, now: datetime) -> bool:
    """Whether a question about the next date is out."""
    return Series.objects.filter(circle=circle, asking_until__gt=now).exists()


def pencilled(circle: Circle, now: datetime) -> Gathering | None:
    """The date the rhythm pencilled in and nobody has confirmed yet."""
    rows = circle.gatherings.filter(fixed_at__isnull=True, cancelled_at__isnull=True, starts_at__gt=now)
    return rows.order_by("starts_at").first()


def asked_from(circle: Circle, now: datetime) -> date:
    """The last day nothing is proposed for: today, or the eve of the day the circle comes back."""
    today, pause = walltime.local(now, circle.zone).date(), pause_of(circle)
    return today if pause is None else max(today, pause.back_on - ONE_DAY)


def offered_slots(circle: Circle, series: Series, now: datetime) -> list[Slot]:
    """Three slots to fix in one tap: the pencilled one first, then what the circle's own past suggests.

    A pencilled day off comes last, after its neighbours.
    """
    past = circle.gatherings.filter(fixed(), starts_at__lte=now).order_by("-starts_at")[: dates.HISTORY]
    since = asked_from(circle, now)
    off = days_off(circle, series, walltime.local(now, circle.zone).date())
    slots = dates.three_slots(
        rhythm=series.rhythm,
        anchor=series.anchor,
        hour=series.hour,
        past=[Slot(row.day, row.hour) for row in past],
        setting=circle.setting,
        today=since,
        taken={Slot(row.day, row.hour) for row in circle.gatherings.filter(starts_at__gt=now)},
        off=off,
    )
    pencil = pencilled(circle, now)
    if pencil is None:
        return slots
    own = Slot(pencil.day, pencil.hour)
    if pencil.day in off:
        beside = [Slot(day, pencil.hour) for day in dates.neighbours(pencil.day, since, off)]
        return [*beside, own][:3]
    return [own, *[slot for slot in slots if slot != own][:2]]


def usual_place(circle: Circle, series: Series, now: datetime) -> str:
    """Where the circle meets: as it said once for all, else as the last time."""
    if series.place:
        return series.place
    last = past_gatherings(circle, now).exclude(place="").first()
    return last.place if last else ""


def rhythm_has_stopped(circle: Circle, series: Series, now: datetime) -> bool:
    """A rhythm is declared, yet no date is fixed or pencilled in ahead: the watchdog's question. A pause is no stop."""
    if series.rhythm == Rhythm.FREE or circle.archived_at is not None or pause_of(circle) is not None:
        return False
    return next_gathering(circle, now) is None and pencilled(circle, now) is None


def stopped_rhythms(now: datetime) -> list[Circle]:
    """The circles a watchdog would bark at."""
    rows = Series.objects.exclude(rhythm=Rhythm.FREE).select_related("circle").order_by("circle__slug")
    used = rows.filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True)
    return [row.circle for row in used if rhythm_has_stopped(row.circle, row, now)]


def late_pauses(now: datetime) -> list[Pause]:
    """Breaks that should have ended by themselves a day ago: the scheduler sleeps."""
    rows = Pause.objects.filter(ended_at__isnull=True, back_on__lt=(now - 2 * ONE_DAY).date())
    return list(rows.filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True).select_related("circle"))


def why_asked(gathering: Gathering, series: Series) -> tuple[str, str]:
    """Why a pencilled date needs a person's word: ("off", its name), ("moved" or "double", "") for an odd hour."""
    off = days_off(gathering.circle, series, gathering.day)
    if gathering.day in off:
        return "off", off[gathering.day]
    if series.hour is not None and gathering.rhythm_day == gathering.day and gathering.hour != series.hour:
        return "moved", ""
    try:
        walltime.instant(gathering.day, gathering.hour, gathering.zone)
    except walltime.DoubleHour:
        return "double", ""
    return "", ""


def standing_weekday(series: Series, gathering: Gathering) -> int | None:
    """What "each time" means here: that weekday where the rhythm has one, any day elsewhere."""
    by_date = (Rhythm.FREE, Rhythm.MONTHLY_DATE)
    return None if series.rhythm in by_date else gathering.day.weekday()


def told_of_dates(circle: Circle, now: datetime) -> int:
    """How many people the mail of a date goes to."""
    return how_many_want_mail(circle, rules.TOLD_OF_DATES, now)
