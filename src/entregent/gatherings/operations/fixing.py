"""The date: pencilled in by a rhythm, fixed by a person, moved, cancelled, called back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from entregent.activity.operations import record
from entregent.circles.models import Circle
from entregent.circles.rules import allow
from entregent.core import walltime
from entregent.gatherings import dates, queries, rules
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import ADDRESS_LENGTH, Answer, Gathering, Series, StandingAnswer
from entregent.gatherings.operations.seating import place_all
from entregent.gatherings.operations.series import start_series
from entregent.gatherings.operations.telling import stop, tell
from entregent.gatherings.operations.words_kept import hand_over
from entregent.gatherings.queries import venues
from entregent.notices.queries import written_to
from entregent.people.models import Person


class SomebodyWasFaster(Exception):
    """Between this page and this tap another date was fixed, moved or cancelled; nothing was changed."""

    def __init__(self, gathering: Gathering | None) -> None:
        super().__init__()
        self.gathering = gathering


class TooFar(ValueError):
    """More than three years away: a year mistyped."""


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
    seats: int | None = rules.USUAL
    video: str | None = None  # None: where this circle's calls usually are
    keep: bool = False  # so many places, and that call, for the dates after this one too


@dataclass(frozen=True)
class Said:
    """What somebody answered to a question about the date, before there was one: it becomes their answer."""

    person_id: int
    reply: Reply
    name: str = ""
    brought_by_id: int | None = None


@transaction.atomic
def fix_date(
    *, circle: Circle, by: Person, when: When, seen: int, now: datetime, said: Iterable[Said] = ()
) -> Gathering:
    """Fix the next date and queue its one mail, which leaves in two minutes unless called back.

    `seen` is the series' version on the page the person acted from. The conditional UPDATE lets one of two people win;
    the other is told which date it is. `said` is what people had answered when asked which date suits them.
    """
    allow(circle, by)
    start_series(circle, now)
    starts_at = instant_of(circle, when, now)
    take_turn(circle, seen, now)
    gathering = _place_on_calendar(circle, when, starts_at, now)
    _take_the_place_of_pencil(gathering, now)
    gathering.fixed_at, gathering.fixed_by = now, by
    gathering.mail_leaves_at = now + rules.MAIL_CALLED_BACK
    gathering.save()
    _take_over(gathering, said, now)
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


def _take_over(gathering: Gathering, said: Iterable[Said], now: datetime) -> None:
    """Nobody who was asked which date suits them has to say it again."""
    rows = [
        Answer(
            gathering=gathering,
            person_id=one.person_id,
            reply=one.reply,
            name=one.name,
            brought_by_id=one.brought_by_id,
            via=Via.POLL,
            answered_at=now,
        )
        for one in said
    ]
    place_all([row for row in rows if row.reply == Reply.YES], gathering, now)
    Answer.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def ask_until(*, circle: Circle, until: datetime | None, now: datetime) -> None:
    """A question about the next date is out: until then its absence is nobody's alarm. None when it is over."""
    start_series(circle, now)
    Series.objects.filter(circle=circle).update(asking_until=until)


def instant_of(circle: Circle, when: When, now: datetime) -> datetime:
    starts_at = walltime.instant(when.day, when.hour, circle.zone, when.second_time)
    if starts_at <= now:
        raise InThePast
    if starts_at > now + rules.FURTHEST:
        raise TooFar
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
    gathering.venue = venues.called(circle, gathering.place)
    gathering.title, gathering.bring, gathering.minutes = (
        when.title.strip()[:120],
        when.bring.strip()[:200],
        when.minutes,
    )
    gathering.seats, gathering.video = seats_and_call(series, when)
    gathering.answer_until = rules.answers_close(starts_at, now)
    gathering.cancelled_at = gathering.cancelled_by = None
    gathering.booked_by = gathering.booked_at = gathering.reminded_at = None
    return gathering


def seats_and_call(series: Series, when: When) -> tuple[int | None, str]:
    """How many places and which call a date gets; kept as the circle's usual ones where that was asked."""
    seats = series.seats if when.seats == rules.USUAL else when.seats
    video = series.video if when.video is None else when.video.strip()[:ADDRESS_LENGTH]
    if when.keep:
        Series.objects.filter(circle_id=series.circle_id).update(seats=seats, video=video)
    return seats, video


def _take_the_place_of_pencil(gathering: Gathering, now: datetime) -> None:
    """A date fixed beside what the rhythm had pencilled in is that one, on another day."""
    series, pencil = queries.series_of(gathering.circle), queries.pencilled(gathering.circle, now)
    if pencil is None or pencil.pk == gathering.pk or not dates.stands_for(series.rhythm, gathering.day, pencil.day):
        return
    gathering.save()
    hand_over(pencil, gathering)
    pencil.delete()
    gathering.rhythm_day = pencil.rhythm_day or pencil.day


def answer_for_standing(gathering: Gathering, now: datetime) -> None:
    standing = StandingAnswer.objects.filter(circle=gathering.circle, ended_at__isnull=True).filter(
        person__memberships__circle=gathering.circle, person__memberships__left_at__isnull=True
    )
    resting = gathering.circle.memberships.filter(rests_until__gt=gathering.day).values("person")
    standing = standing.exclude(person__in=resting)
    standing = standing.exclude(person__in=gathering.answers.values("person")).order_by("since", "pk")
    rows = [
        Answer(gathering=gathering, person_id=row.person_id, reply=Reply.YES, via=Via.STANDING, answered_at=now)
        for row in standing
        if row.weekday is None or row.weekday == gathering.day.weekday()
    ]
    place_all(rows, gathering, now)
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
    gathering.answers.filter(via__in=(Via.STANDING, Via.POLL)).delete()
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
    allow(gathering.circle, by)
    take_turn(gathering.circle, seen, now)
    done = Gathering.objects.filter(pk=gathering.pk, cancelled_at__isnull=True, starts_at__gt=now).update(
        cancelled_at=now, cancelled_by=by, sequence=F("sequence") + 1
    )
    if not done:
        raise TooLate
    gathering.refresh_from_db()
    before = gathering.circle.gatherings.filter(starts_at__lt=now, next_asked_at__isnull=False)
    before.update(next_asked_at=None)  # whoever was asked for the next date is asked anew, should it be missing again
    _say_it_is_off(gathering, by, now)


@transaction.atomic
def call_off_dates(*, circle: Circle, by: Person, now: datetime) -> int:
    """Its circle comes to rest: whoever was told of a date to come is told that it does not take place."""
    next_version(circle, now)
    ahead = circle.gatherings.filter(cancelled_at__isnull=True, starts_at__gt=now)
    ahead.filter(fixed_at__isnull=True).delete()
    dates = list(ahead.select_for_update(of=("self",), no_key=True).select_related("circle"))
    for gathering in dates:
        gathering.cancelled_at, gathering.cancelled_by = now, by
        gathering.sequence += 1
        gathering.save(update_fields=["cancelled_at", "cancelled_by", "sequence"])
        _say_it_is_off(gathering, by, now)
    return len(dates)


def _say_it_is_off(gathering: Gathering, by: Person, now: datetime) -> None:
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
    allow(gathering.circle, by)
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
