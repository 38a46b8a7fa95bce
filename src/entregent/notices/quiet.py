"""Quiet hours: mails of the night wait until morning, by the clock of whoever reads them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings

from entregent.core import walltime
from entregent.notices.models import Habits
from entregent.people.models import Person

Hours = tuple[time, time]
FIRST_DAY, LAST_DAY = 1, 28  # a digest's day exists in every month


def read_hours(written: str) -> Hours | None:
    """ "21:30-07:00" as two hours; None for "" or "none"."""
    if written in ("", "none"):
        return None
    first, _, last = written.partition("-")
    return time.fromisoformat(first.strip()), time.fromisoformat(last.strip())


def habits_of(person: Person) -> Habits:
    """Theirs; else, not written yet, those of the instance."""
    own = Habits.objects.filter(person=person).first()
    if own is not None:
        return own
    quiet = read_hours(settings.QUIET_HOURS)
    quiet_from, quiet_until = quiet or (None, None)
    return Habits(person=person, quiet_from=quiet_from, quiet_until=quiet_until)


def clock_of(person: Person) -> str:
    return person.zone or settings.DEFAULT_ZONE


def quiet_until(person: Person, now: datetime) -> datetime | None:
    """The end of the quiet hours this person is in; None when a mail may reach them."""
    habits = habits_of(person)
    first, last = habits.quiet_from, habits.quiet_until
    if first is None or last is None or first == last:
        return None
    here = walltime.local(now, clock_of(person))
    at = here.time().replace(tzinfo=None)
    if not (first <= at < last if first < last else at >= first or at < last):
        return None
    day = here.date() if at < last else here.date() + timedelta(days=1)
    try:
        return walltime.instant(day, last, clock_of(person), second_time=False)
    except walltime.ImpossibleHour:
        return walltime.instant(day, (datetime.combine(day, last) + timedelta(hours=1)).time(), clock_of(person))


def set_habits(*, person: Person, quiet_from: time | None, quiet_until: time | None, digest_day: int) -> Habits:
    day = min(max(digest_day, FIRST_DAY), LAST_DAY)
    given = {"quiet_from": quiet_from, "quiet_until": quiet_until, "digest_day": day}
    return Habits.objects.update_or_create(person=person, defaults=given)[0]
