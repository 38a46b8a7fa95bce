from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from entregent.activity.models import Event
from entregent.circles.models import Circle, InviteLink, Membership
from entregent.circles.queries import how_many_want_mail, names_in
from entregent.core import walltime
from entregent.gatherings import dates, rules
from entregent.gatherings.dates import Slot
from entregent.gatherings.enums import Reply, Rhythm
from entregent.gatherings.models import Answer, Attendance, Gathering, Series, StandingAnswer
from entregent.people.models import Person
from entregent.people.queries import blocked_pairs


def fixed() -> Q:
    return Q(fixed_at__isnull=False, cancelled_at__isnull=True)


def visible_gathering(*, viewer: Person, key: str) -> Gathering | None:
    """A gathering as a member of its circle; None for everybody else, whether it exists or not."""
    return (
        Gathering.objects.filter(key=key, circle__deleted_at__isnull=True)
        .filter(circle__memberships__person=viewer, circle__memberships__left_at__isnull=True)
        .select_related("circle", "fixed_by", "cancelled_by", "recorded_by")
        .first()
    )


def by_id(circle: Circle, gathering_ids: Sequence[int]) -> dict[int, Gathering]:
    """Gatherings of a circle one may see, among those the journal speaks of."""
    return {row.pk: row for row in circle.gatherings.filter(pk__in=gathering_ids)}


def gathering_of_link(gathering_id: int) -> Gathering | None:
    rows = Gathering.objects.select_related("circle", "fixed_by", "cancelled_by")
    return rows.filter(pk=gathering_id, circle__deleted_at__isnull=True).first()


def gathering_to_answer(person: Person, gathering_id: int) -> Gathering | None:
    """A gathering as whoever a mail's link stands for: a member of its circle, or a guest who was brought to it."""
    gathering = gathering_of_link(gathering_id)
    if gathering is None:
        return None
    here = Membership.objects.filter(circle=gathering.circle, person=person, left_at__isnull=True)
    brought = gathering.answers.filter(person=person, brought_by__isnull=False)
    return gathering if here.exists() or brought.exists() else None


def series_of(circle: Circle) -> Series:
    """The circle's rhythm; a free one, not written yet, before anybody fixed anything."""
    return Series.objects.filter(circle=circle).first() or Series(circle=circle)


def next_gathering(circle: Circle, now: datetime) -> Gathering | None:
    """The next date that counts: fixed, not cancelled, not over."""
    rows = (
        circle.gatherings.filter(fixed(), starts_at__gt=now - rules.LONGEST)
        .select_related("fixed_by")
        .order_by("starts_at")
    )
    return next((row for row in rows if row.ends_at > now), None)


def next_to_come(circle: Circle, now: datetime, besides: Gathering | None = None) -> Gathering | None:
    """The next date that has not begun; `besides` is one already spoken of."""
    rows = circle.gatherings.filter(fixed(), starts_at__gt=now).order_by("starts_at")
    return next((row for row in rows[:2] if row != besides), None)


def following_gathering(gathering: Gathering) -> Gathering | None:
    later = gathering.circle.gatherings.filter(fixed(), starts_at__gt=gathering.starts_at)
    return later.order_by("starts_at").first()


def last_gathering(circle: Circle, now: datetime) -> Gathering | None:
    rows = circle.gatherings.filter(fixed(), starts_at__lte=now).order_by("-starts_at")[:4]
    return next((row for row in rows if row.ends_at <= now), None)


def past_gatherings(circle: Circle, now: datetime) -> QuerySet[Gathering]:
    return circle.gatherings.filter(fixed(), starts_at__lte=now).order_by("-starts_at")


def pencilled(circle: Circle, now: datetime) -> Gathering | None:
    """The date the rhythm pencilled in and nobody has confirmed yet."""
    rows = circle.gatherings.filter(fixed_at__isnull=True, cancelled_at__isnull=True, starts_at__gt=now)
    return rows.order_by("starts_at").first()


def offered_slots(circle: Circle, series: Series, now: datetime) -> list[Slot]:
    """Three slots to fix in one tap: the pencilled one first, then what the circle's own past suggests."""
    past = circle.gatherings.filter(fixed(), starts_at__lte=now).order_by("-starts_at")[: dates.HISTORY]
    slots = dates.three_slots(
        rhythm=series.rhythm,
        anchor=series.anchor,
        hour=series.hour,
        past=[Slot(row.day, row.hour) for row in past],
        setting=circle.setting,
        today=walltime.local(now, circle.zone).date(),
        taken={Slot(row.day, row.hour) for row in circle.gatherings.filter(starts_at__gt=now)},
    )
    pencil = pencilled(circle, now)
    if pencil is None:
        return slots
    first = Slot(pencil.day, pencil.hour)
    return [first, *[slot for slot in slots if slot != first][:2]]


def usual_place(circle: Circle, series: Series, now: datetime) -> str:
    """Where the circle meets: as it said once for all, else as the last time."""
    if series.place:
        return series.place
    last = past_gatherings(circle, now).exclude(place="").first()
    return last.place if last else ""


def rhythm_has_stopped(circle: Circle, series: Series, now: datetime) -> bool:
    """A rhythm is declared, yet no date is fixed or pencilled in ahead: the watchdog's question."""
    if series.rhythm == Rhythm.FREE or circle.archived_at is not None:
        return False
    return next_gathering(circle, now) is None and pencilled(circle, now) is None


def stopped_rhythms(now: datetime) -> list[Circle]:
    """The circles a watchdog would bark at."""
    rows = Series.objects.exclude(rhythm=Rhythm.FREE).select_related("circle").order_by("circle__slug")
    used = rows.filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True)
    return [row.circle for row in used if rhythm_has_stopped(row.circle, row, now)]


def current_answers() -> QuerySet[Answer]:
    """Answers that speak of the gathering's present date, from people still there when it begins.

    Those given before it was moved do not count, nor those of members who left before it took place.
    """
    gone = Membership.objects.filter(
        circle=OuterRef("gathering__circle"), person=OuterRef("person"), left_at__lte=OuterRef("gathering__starts_at")
    )
    still = Q(gathering__moved_at__isnull=True) | Q(answered_at__gte=F("gathering__moved_at"))
    return Answer.objects.filter(still).exclude(Exists(gone), brought_by__isnull=True)


def answers(gathering: Gathering, viewer: Person | None = None) -> list[Answer]:
    rows = (
        current_answers()
        .filter(gathering=gathering, person__erased_at__isnull=True)
        .select_related("person", "brought_by")
    )
    if viewer is not None:
        rows = rows.exclude(person__in=blocked_pairs(viewer) - {viewer.pk})
    return list(rows.order_by("answered_at", "pk"))


def answer_of(gathering: Gathering, person: Person) -> Answer | None:
    return current_answers().filter(gathering=gathering, person=person).first()


def shown_names(gathering: Gathering, people: list[Answer]) -> dict[int, str]:
    """What each person who answered is called at this table, by person id."""
    known = names_in(gathering.circle_id, [row.person_id for row in people])
    return {row.person_id: known.get(row.person_id) or row.name for row in people}


@dataclass(frozen=True)
class Seated:
    """One person's answer, as a table shows it."""

    person_id: int
    name: str
    reply: str
    guests: int


def seated(gatherings: Sequence[Gathering], viewer: Person) -> dict[int, list[Seated]]:
    """Who answered what, table by table, in as many queries for three tables as for one."""
    people = current_answers().filter(gathering__in=gatherings, person__erased_at__isnull=True)
    rows = list(
        people.exclude(person__in=blocked_pairs(viewer) - {viewer.pk})
        .select_related("person", "gathering")
        .order_by("answered_at", "pk")
    )
    here = Membership.objects.filter(
        circle__in=[one.circle_id for one in gatherings], person__in=[row.person_id for row in rows]
    ).select_related("person")
    names = {(member.circle_id, member.person_id): member.shown_name for member in here}
    tables: dict[int, list[Seated]] = {one.pk: [] for one in gatherings}
    for row in rows:
        name = names.get((row.gathering.circle_id, row.person_id)) or row.name or row.person.name
        tables[row.gathering_id].append(Seated(row.person_id, name, row.reply, row.guests))
    return tables


def standing_answers_of(person: Person) -> list[StandingAnswer]:
    rows = StandingAnswer.objects.filter(person=person, ended_at__isnull=True, circle__deleted_at__isnull=True)
    mine = rows.filter(circle__memberships__person=person, circle__memberships__left_at__isnull=True)
    return list(mine.select_related("circle").order_by("circle__name_folded", "pk"))


def standing_answer(circle: Circle, person: Person) -> StandingAnswer | None:
    return StandingAnswer.objects.filter(circle=circle, person=person, ended_at__isnull=True).first()


def upcoming_for(person: Person, now: datetime) -> list[Gathering]:
    """The next date of each of a person's circles, soonest first."""
    rows = (
        Gathering.objects.filter(fixed(), starts_at__gt=now - rules.LONGEST, circle__deleted_at__isnull=True)
        .filter(circle__memberships__person=person, circle__memberships__left_at__isnull=True)
        .select_related("circle")
        .order_by("starts_at")
    )
    first: dict[int, Gathering] = {}
    for row in rows:
        if row.ends_at > now:
            first.setdefault(row.circle_id, row)
    return list(first.values())


def attendance(gathering: Gathering) -> QuerySet[Attendance]:
    return gathering.attendances.select_related("person", "said_by").order_by("pk")


def were_there(gathering: Gathering, viewer: Person) -> list[Seated]:
    """Who was at the table, by name, as one member sees it; somebody erased keeps their seat and loses their name."""
    rows = attendance(gathering).exclude(person__in=blocked_pairs(viewer))
    names = names_in(gathering.circle_id, [row.person_id for row in rows])
    return [Seated(row.person_id, names.get(row.person_id, ""), Reply.YES, 0) for row in rows]


def people_at(gathering: Gathering) -> list[Person]:
    """Who is at the table: those said to have been there, else those who answered that they come."""
    there = [row.person for row in attendance(gathering)]
    return there or [row.person for row in answers(gathering) if row.reply == Reply.YES]


@dataclass(frozen=True)
class Habit:
    """How a circle usually sits down, in whole numbers: for words like "twelve or thirteen each week"."""

    low: int
    high: int
    gatherings: int


def usual_size(circle: Circle, now: datetime) -> Habit | None:
    counts = sorted(
        len(row.attendances.all())
        for row in past_gatherings(circle, now).prefetch_related("attendances")[:8]
        if row.recorded_at
    )
    if len(counts) < 3:
        return None
    return Habit(counts[len(counts) // 4], counts[(3 * len(counts)) // 4], len(counts))


def unrecorded(circle: Circle, now: datetime) -> Gathering | None:
    """The last gathering, when nobody has yet said who was there."""
    last = last_gathering(circle, now)
    if last is None or last.recorded_at or last.imported_at or now - last.ends_at > timedelta(days=14):
        return None
    return last


def move_to_call_back(gathering: Gathering, by: Person, now: datetime) -> Event | None:
    """The move this person may still take back: their own, the last thing announced, its mails not gone."""
    if gathering.moved_at is None and gathering.sequence == 0:
        return None
    last = Event.objects.filter(kind="gathering", object_id=gathering.pk).order_by("-at", "-pk").first()
    if last is None or last.verb != "moved" or last.actor_id != by.pk or last.undone_by_id:
        return None
    return last if now < last.at + rules.MAIL_CALLED_BACK else None


def standing_weekday(series: Series, gathering: Gathering) -> int | None:
    """What "each time" means here: that weekday where the rhythm has one, any day elsewhere."""
    by_weekday = (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.MONTHLY_WEEKDAY)
    return gathering.day.weekday() if series.rhythm in by_weekday else None


def table_link_of(gathering: Gathering, now: datetime) -> InviteLink | None:
    """The code shown around this table, while it may be scanned."""
    shown = InviteLink.objects.filter(circle=gathering.circle_id, gathering_id=gathering.pk, revoked_at__isnull=True)
    return shown.filter(expires_at__gt=now, uses__lt=F("most_uses")).first()


def past_page(circle: Circle, now: datetime, before: datetime | None, most: int = 30) -> list[Gathering]:
    """One page of what was, newest first, with how many were `there`; one row more than `most` when there is more."""
    rows = past_gatherings(circle, now).annotate(there=Count("attendances"))
    if before is not None:
        rows = rows.filter(starts_at__lt=before)
    return list(rows[: most + 1])


def regulars(circle: Circle, before: Gathering, last: int = 6) -> set[int]:
    """Ids of those who were at one of the last gatherings before this one."""
    recent = circle.gatherings.filter(fixed(), starts_at__lt=before.starts_at).order_by("-starts_at")[:last]
    there = Attendance.objects.filter(gathering__in=[row.pk for row in recent])
    return set(there.values_list("person_id", flat=True))


def have_been(circle: Circle, person_ids: Sequence[int]) -> set[int]:
    """Those of them who were at a gathering of this circle before."""
    there = Attendance.objects.filter(gathering__circle=circle, person__in=person_ids)
    return set(there.values_list("person_id", flat=True))


def told_of_dates(circle: Circle) -> int:
    """How many people the mail of a date goes to."""
    return how_many_want_mail(circle, rules.TOLD_OF_DATES)
