"""The date: pencilled in by a rhythm, fixed by a person, moved, cancelled, called back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from django.db import transaction
from django.db.models import F

from entregent.activity.operations import record
from entregent.circles.models import Circle
from entregent.core import walltime
from entregent.gatherings import dates, queries, rules
from entregent.gatherings.enums import Reply, Rhythm, Via
from entregent.gatherings.models import Answer, Gathering, Series, StandingAnswer
from entregent.gatherings.operations.telling import stop, tell
from entregent.notices.queries import written_to
from entregent.people.models import Person


class SomebodyWasFaster(Exception):
    """Between this page and this tap another date was fixed, moved or cancelled; nothing was changed."""

    def __init__(self, gathering: Gathering | None) -> None:
        super().__init__()
        self.gathering = gathering


class InThePast(ValueError):
    """A date to come must be to come."""


class TooLate(Exception):
    """What could be called back has left, or answers are closed."""


@dataclass(frozen=True)
class When:
    """The day and hour people agree on, with what goes with it."""

    day: date
    hour: time
    place: str = ""
    title: str = ""
    bring: str = ""
    minutes: int = 120
    second_time: bool | None = None


def start_series(circle: Circle, now: datetime) -> Series:
    return Series.objects.get_or_create(circle=circle, defaults={"changed_at": now})[0]


def _locked_series(circle: Circle, now: datetime) -> Series:
    start_series(circle, now)
    return Series.objects.select_for_update(no_key=True).get(circle=circle)


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
) -> Series:
    """Change the rhythm. What it had pencilled in goes; what people fixed stays."""
    series = _locked_series(circle, now)
    series.rhythm, series.anchor, series.hour = rhythm, anchor, hour
    series.place, series.minutes, series.changed_at = place.strip()[:200], minutes, now
    series.save(update_fields=["rhythm", "anchor", "hour", "place", "minutes", "changed_at"])
    circle.gatherings.filter(
        fixed_at__isnull=True, cancelled_at__isnull=True, starts_at__gt=now, answers__isnull=True
    ).delete()
    record(
        actor=by,
        verb="set-rhythm",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
    pencil_in(circle=circle, now=now)
    return series


@transaction.atomic
def pencil_in(*, circle: Circle, now: datetime) -> Gathering | None:
    """Write the rhythm's next day in pencil, once, after whatever is already fixed."""
    series = _locked_series(circle, now)
    if series.rhythm == Rhythm.FREE or series.anchor is None or series.hour is None or circle.archived_at:
        return None
    waiting = queries.pencilled(circle, now)
    if waiting is not None:
        return waiting
    ahead = circle.gatherings.filter(queries.fixed(), starts_at__gt=now).order_by("-starts_at").first()
    today = walltime.local(now, circle.zone).date()
    for day in islice(dates.occurrences(series.rhythm, series.anchor, ahead.day if ahead else today), 6):
        made = _pencil(circle, series, day, series.hour, now)
        if made is not None:
            return made
    return None


def _pencil(circle: Circle, series: Series, day: date, hour: time, now: datetime) -> Gathering | None:
    """None on a day somebody cancelled, or whose hour the clock skips: the rhythm then goes on to the next one."""
    try:
        starts_at = walltime.instant(day, hour, circle.zone, second_time=False)
    except walltime.ImpossibleHour:
        return None
    gathering, made = Gathering.objects.get_or_create(
        circle=circle,
        day=day,
        hour=hour,
        defaults={
            "zone": circle.zone,
            "starts_at": starts_at,
            "place": series.place,
            "minutes": series.minutes,
            "answer_until": rules.answers_close(starts_at, now),
            "made_at": now,
        },
    )
    return gathering if made else None


@transaction.atomic
def fix_date(*, circle: Circle, by: Person, when: When, seen: int, now: datetime) -> Gathering:
    """Fix the next date and queue its one mail, which leaves in two minutes unless called back.

    `seen` is the series' version on the page the person acted from. The conditional UPDATE lets one of two people win;
    the other is told which date it is.
    """
    start_series(circle, now)
    starts_at = instant_of(circle, when, now)
    take_turn(circle, seen, now)
    gathering = _place_on_calendar(circle, when, starts_at, now)
    gathering.fixed_at, gathering.fixed_by = now, by
    gathering.mail_leaves_at = now + rules.MAIL_CALLED_BACK
    gathering.save()
    answer_for_standing(gathering, now)
    tell(gathering, "date", now)
    record(
        actor=by,
        verb="fixed",
        kind="gathering",
        object_id=gathering.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
    return gathering


def instant_of(circle: Circle, when: When, now: datetime) -> datetime:
    starts_at = walltime.instant(when.day, when.hour, circle.zone, when.second_time)
    if starts_at <= now:
        raise InThePast
    return starts_at


def next_version(circle: Circle, now: datetime) -> None:
    """Whoever acts from an older page is told. Always taken first, so that two changes never wait for each other."""
    Series.objects.filter(circle=circle).update(version=F("version") + 1, changed_at=now)


def take_turn(circle: Circle, seen: int, now: datetime) -> None:
    moved = Series.objects.filter(circle=circle, version=seen).update(version=F("version") + 1, changed_at=now)
    if not moved:
        raise SomebodyWasFaster(queries.next_gathering(circle, now))


def _place_on_calendar(circle: Circle, when: When, starts_at: datetime, now: datetime) -> Gathering:
    """The pencilled or cancelled gathering of that hour, taken up again, or a new one."""
    series = queries.series_of(circle)
    gathering = circle.gatherings.filter(day=when.day, hour=when.hour).first() or Gathering(circle=circle, made_at=now)
    if gathering.fixed_at and not gathering.cancelled_at:
        raise SomebodyWasFaster(gathering)
    if gathering.cancelled_at:
        gathering.answers.all().delete()
        gathering.sequence += 1
        gathering.moved_at = None
    gathering.day, gathering.hour, gathering.zone = when.day, when.hour, circle.zone
    gathering.second_time = bool(when.second_time)
    gathering.starts_at = starts_at
    gathering.place = when.place.strip()[:200] or gathering.place or series.place
    gathering.title, gathering.bring, gathering.minutes = (
        when.title.strip()[:120],
        when.bring.strip()[:200],
        when.minutes,
    )
    gathering.answer_until = rules.answers_close(starts_at, now)
    gathering.cancelled_at = gathering.cancelled_by = None
    return gathering


def answer_for_standing(gathering: Gathering, now: datetime) -> None:
    standing = StandingAnswer.objects.filter(circle=gathering.circle, ended_at__isnull=True).filter(
        person__memberships__circle=gathering.circle, person__memberships__left_at__isnull=True
    )
    rows = [
        Answer(gathering=gathering, person_id=row.person_id, reply=Reply.YES, via=Via.STANDING, answered_at=now)
        for row in standing
        if row.weekday is None or row.weekday == gathering.day.weekday()
    ]
    Answer.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def call_back_date(*, gathering: Gathering, by: Person, now: datetime) -> None:
    """Within two minutes of fixing it: the date goes back to pencil and no mail leaves."""
    if not rules.may_call_back_date(gathering, by, now):
        raise TooLate
    next_version(gathering.circle, now)
    taken = Gathering.objects.filter(
        pk=gathering.pk, fixed_by=by, mail_leaves_at=gathering.mail_leaves_at, cancelled_at__isnull=True
    ).update(fixed_at=None, fixed_by=None, mail_leaves_at=None)
    if not taken:
        raise TooLate
    stop(gathering, "date", now, "called back by whoever fixed it")
    gathering.answers.filter(via=Via.STANDING).delete()
    record(
        actor=by,
        verb="called-back",
        kind="gathering",
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        now=now,
        open_to_circle=True,
    )


@transaction.atomic
def cancel(*, gathering: Gathering, by: Person, seen: int, now: datetime) -> None:
    """The gathering does not take place: everybody who was told of it is told, in two minutes unless taken back.

    A date that was only pencilled in is struck out without a word: the rhythm goes on to the next one.
    """
    take_turn(gathering.circle, seen, now)
    done = Gathering.objects.filter(pk=gathering.pk, cancelled_at__isnull=True, starts_at__gt=now).update(
        cancelled_at=now, cancelled_by=by, sequence=F("sequence") + 1
    )
    if not done:
        raise TooLate
    gathering.refresh_from_db()
    for kind in ("date", "date-moved"):
        stop(gathering, kind, now, "cancelled before it left")
    if gathering.fixed_at:
        tell(gathering, "date-cancelled", now)
    record(
        actor=by,
        verb="cancelled",
        kind="gathering",
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        now=now,
        open_to_circle=True,
    )


@transaction.atomic
def restore(*, gathering: Gathering, by: Person, seen: int, now: datetime) -> None:
    """Take a cancellation back. Who was told of it is told again, and who had not been told of the date yet is."""
    take_turn(gathering.circle, seen, now)
    done = Gathering.objects.filter(pk=gathering.pk, cancelled_at__isnull=False, starts_at__gt=now).update(
        cancelled_at=None, cancelled_by=None, sequence=F("sequence") + 1
    )
    if not done:
        raise TooLate
    gathering.refresh_from_db()
    noticed_nothing = set(stop(gathering, "date-cancelled", now, "taken back before it left"))
    if gathering.fixed_at:
        tell(gathering, "date", now, but=noticed_nothing & written_to(rules.TELLS_OF_A_DATE, gathering.pk))
    record(
        actor=by,
        verb="restored",
        kind="gathering",
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        now=now,
        open_to_circle=True,
    )
