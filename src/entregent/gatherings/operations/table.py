"""The day itself: a circle that starts from the table, and who was there."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, InviteLink, Membership
from entregent.circles.operations import Refused, add_member, join_by_link, make_link, open_circle
from entregent.core import walltime
from entregent.core.folding import clean_line, fold
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Attendance, Gathering, Series
from entregent.gatherings.operations.fixing import pencil_in, start_series
from entregent.notices.operations import queue_many
from entregent.people.models import NAME_LENGTH, Person
from entregent.people.operations import enter_by_name, mark_signed_in, rename
from entregent.people.queries import blocked_pairs

TABLE_LINK_LIVES = timedelta(hours=6)
MOST_AT_TABLE = 60


class NotYet(Exception):
    """Nobody was at a gathering that has not begun."""


@transaction.atomic
def open_at_table(*, name: str, by: Person, now: datetime, language: str, zone: str) -> tuple[Gathering, InviteLink]:
    """One person starts, the others scan: the circle exists with its first gathering, and who is there."""
    circle = open_circle(name=name, by=by, now=now, language=language, zone=zone)
    start_series(circle, now)
    here = walltime.local(now, zone).replace(second=0, microsecond=0)
    gathering = Gathering.objects.create(
        circle=circle,
        day=here.date(),
        hour=here.time().replace(fold=0),
        zone=zone,
        second_time=bool(here.fold),
        starts_at=here.astimezone(now.tzinfo),
        answer_until=now,
        made_at=now,
        fixed_at=now,
        fixed_by=by,
        recorded_at=now,
        recorded_by=by,
    )
    Attendance.objects.create(gathering=gathering, person=by, said_by=by, at=now)
    return gathering, table_link(gathering=gathering, by=by, now=now)


@transaction.atomic
def open_at_table_by_name(
    *, name: str, own_name: str, network: str, now: datetime, language: str, zone: str
) -> tuple[Gathering, InviteLink]:
    """The same by somebody the instance does not know yet: they come in under the name they give."""
    by = enter_by_name(name=own_name, network=network, now=now, language=language)
    return open_at_table(name=name, by=by, now=now, language=language, zone=zone)


def table_link(*, gathering: Gathering, by: Person, now: datetime) -> InviteLink:
    """The code to show around the table, for a few hours."""
    if not rules.table_is_open(gathering, now):
        raise NotYet
    return queries.table_link_of(gathering, now) or make_link(
        circle=gathering.circle,
        by=by,
        now=now,
        most_uses=MOST_AT_TABLE,
        gathering_id=gathering.pk,
        lives=TABLE_LINK_LIVES,
    )


@transaction.atomic
def arrive(*, link: InviteLink, person: Person, now: datetime, name: str = "") -> Membership:
    """Scanned the code: in the circle, and at the table if it is a table's code. `name` is theirs if they had none."""
    if name and not person.name:
        rename(person=person, name=name)
    membership = join_by_link(link=link, person=person, now=now)
    if link.gathering_id is not None:
        gathering = Gathering.objects.get(pk=link.gathering_id)
        Attendance.objects.get_or_create(gathering=gathering, person=person, defaults={"said_by": person, "at": now})
    return membership


@transaction.atomic
def arrive_by_name(*, link: InviteLink, name: str, now: datetime, language: str) -> Person:
    """The same by somebody the instance does not know yet. How many may is bounded by the code's own uses."""
    if link.gathering_id is None:
        raise Refused
    person = Person.objects.make(now, name=name, language=language)
    mark_signed_in(person=person, now=now, language=language)
    arrive(link=link, person=person, now=now)
    return person


@transaction.atomic
def record_attendance(
    *, gathering: Gathering, by: Person, person_ids: list[int], names: list[str], now: datetime
) -> list[Attendance]:
    """One person says for all who was there; saying it again corrects it. New names become people of this circle.

    Whom this person does not see, because one of them blocked the other, they cannot take out.
    """
    rows = Gathering.objects.select_for_update(of=("self",), no_key=True).select_related("circle")
    locked = rows.get(pk=gathering.pk)
    if locked.starts_at > now:
        raise NotYet
    known = (
        Person.objects.filter(
            Q(memberships__circle=locked.circle) | Q(answers__gathering=locked),
            pk__in=person_ids,
            erased_at__isnull=True,
        )
        .distinct()
        .order_by("pk")
    )
    there = [*known, *[_by_name(locked.circle, name, now) for name in names if clean_line(name, NAME_LENGTH)]]
    seen = Attendance.objects.filter(gathering=locked, person__erased_at__isnull=True)
    seen.exclude(person__in=blocked_pairs(by)).exclude(person__in=there).delete()
    Attendance.objects.bulk_create(
        [Attendance(gathering=locked, person=person, said_by=by, at=now) for person in there], ignore_conflicts=True
    )
    locked.recorded_at, locked.recorded_by = now, by
    locked.save(update_fields=["recorded_at", "recorded_by"])
    return list(queries.attendance(locked))


def _by_name(circle: Circle, name: str, now: datetime) -> Person:
    """Somebody of this circle known by a name alone: the same name later is the same person."""
    folded = fold(name)
    same_name = Q(person__name_folded=folded) | Q(name_folded=folded, person__name="")
    known = Membership.objects.filter(same_name, circle=circle, person__erased_at__isnull=True).select_related("person")
    existing = known.first() if folded else None
    if existing is not None:
        return existing.person
    person = Person.objects.make(now, name=name)
    add_member(circle=circle, person=person, now=now, mail=MailLevel.NONE)
    return person


def sweep_dates(now: datetime) -> int:
    """Pencil in what rhythms say, and ask once, a day after a gathering ended without a next date."""
    used = list(Circle.objects.filter(deleted_at__isnull=True, archived_at__isnull=True).order_by("pk"))
    with_rhythm = set(Series.objects.exclude(rhythm=Rhythm.FREE).values_list("circle_id", flat=True))
    pencilled = sum(_pencil_next(circle, now) for circle in used if circle.pk in with_rhythm)
    return pencilled + sum(_ask_next(last, now) for circle in used if (last := _without_next(circle, now)))


def _pencil_next(circle: Circle, now: datetime) -> bool:
    pencilled = pencil_in(circle=circle, now=now)
    return pencilled is not None and pencilled.made_at == now


def _without_next(circle: Circle, now: datetime) -> Gathering | None:
    """The last gathering, if it ended a day ago, no date follows it, and nobody was asked for one yet."""
    last = queries.last_gathering(circle, now)
    if last is None or last.next_asked_at is not None:
        return None
    due = rules.NEXT_ASKED_AFTER <= now - last.ends_at <= rules.NEXT_ASKED_BEFORE
    return last if due and queries.next_gathering(circle, now) is None else None


@transaction.atomic
def _ask_next(last: Gathering, now: datetime) -> bool:
    """One mail to each of the last comers; of several workers one asks."""
    if not Gathering.objects.filter(pk=last.pk, next_asked_at__isnull=True).update(next_asked_at=now):
        return False
    there = queries.people_at(last)
    members = (
        Membership.objects.filter(circle=last.circle_id, person__in=there, left_at__isnull=True, mail=MailLevel.EVERY)
        .filter(person__addresses__isnull=False)
        .select_related("person")
        .distinct()
    )
    queue_many(
        kind="next-missing",
        people=[row.person for row in members],
        object_id=last.pk,
        circle_id=last.circle_id,
        dedupe=f"next-missing:{last.pk}",
        now=now,
        due_at=now,
    )
    return True


def recompute_instants(now: datetime) -> list[Gathering]:
    """Gatherings to come whose instant no longer follows from their wall time (new zone data): put right, returned."""
    moved = []
    for row in Gathering.objects.filter(starts_at__gt=now - timedelta(days=2)).iterator():
        try:
            derived = row.derived_instant()
        except (walltime.ImpossibleHour, walltime.UnknownZone):
            moved.append(row)
            continue
        if derived != row.starts_at:
            row.answer_until += derived - row.starts_at
            row.starts_at = derived
            row.save(update_fields=["starts_at", "answer_until"])
            moved.append(row)
    return moved
