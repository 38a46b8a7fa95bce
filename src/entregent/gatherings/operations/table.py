"""The day itself: a circle that starts from the table, and who was there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, InviteLink, Membership
from entregent.circles.operations import Refused, add_member, join_by_link, keep_settled, make_link, open_circle
from entregent.circles.queries import live_memberships
from entregent.circles.rules import allow
from entregent.core import walltime
from entregent.core.folding import clean_line, fold
from entregent.gatherings import queries, rules
from entregent.gatherings.models import Attendance, Gathering
from entregent.gatherings.operations.series import start_series
from entregent.people.models import NAME_LENGTH, Person
from entregent.people.operations import enter_by_name, mark_signed_in, rename
from entregent.people.queries import blocked_pairs

TABLE_LINK_LIVES = timedelta(hours=6)
MOST_AT_TABLE = 60


class NotYet(Exception):
    """Nobody was at a gathering that has not begun."""


class Unknown(Exception):
    """Nobody of this circle whom whoever asks can see."""


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
    allow(gathering.circle, by)
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
        _settle(gathering.circle, [person.pk], now)
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


def check_in(*, gathering: Gathering, person: Person, now: datetime) -> bool:
    """ "I'm here", from one's own phone; False when they were counted already."""
    if not queries.takes_check_in(gathering, now):
        raise NotYet
    here = {"said_by": person, "at": now}
    return Attendance.objects.get_or_create(gathering=gathering, person=person, defaults=here)[1]


def check_out(*, gathering: Gathering, person: Person) -> bool:
    """Tapped by mistake: as if they had not said it."""
    mine = Attendance.objects.filter(gathering=gathering, person=person, said_by=person)
    return bool(mine.filter(gathering__recorded_at__isnull=True).delete()[0])


@transaction.atomic
def record_attendance(
    *, gathering: Gathering, by: Person, person_ids: list[int], names: list[str], now: datetime
) -> list[Attendance]:
    """One person says for all who was there; saying it again corrects it. New names become people of this circle.

    Whom this person does not see, because one of them blocked the other, they cannot take out.
    """
    rows = Gathering.objects.select_for_update(of=("self",), no_key=True).select_related("circle")
    locked = rows.get(pk=gathering.pk)
    allow(locked.circle, by)
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
    there = [*known, *[known_by_name(locked.circle, name, now, by) for name in names if clean_line(name, NAME_LENGTH)]]
    seen = Attendance.objects.filter(gathering=locked, person__erased_at__isnull=True)
    were = set(seen.values_list("person_id", flat=True))
    seen.exclude(person__in=blocked_pairs(by)).exclude(person__in=there).delete()
    Attendance.objects.bulk_create(
        [Attendance(gathering=locked, person=person, said_by=by, at=now) for person in there], ignore_conflicts=True
    )
    locked.recorded_at, locked.recorded_by = now, by
    locked.save(update_fields=["recorded_at", "recorded_by"])
    _settle(locked.circle, [*were, *(person.pk for person in there)], now)
    return list(queries.attendance(locked))


@transaction.atomic
def mark_here(*, gathering: Gathering, by: Person, person_id: int, now: datetime) -> bool:
    """One phone for the whole table: a tap says that somebody is here. False when they were counted already."""
    person = _one_of(gathering, by, person_id, now)
    here = {"said_by": by, "at": now}
    new = Attendance.objects.get_or_create(gathering=gathering, person=person, defaults=here)[1]
    _settle(gathering.circle, [person.pk], now)
    return new


@transaction.atomic
def mark_away(*, gathering: Gathering, by: Person, person_id: int, now: datetime) -> bool:
    """Tapped by mistake: as if nobody had said it."""
    person = _one_of(gathering, by, person_id, now)
    gone = Attendance.objects.filter(gathering=gathering, person=person).delete()[0]
    _settle(gathering.circle, [person.pk], now)
    return bool(gone)


@transaction.atomic
def mark_by_name(*, gathering: Gathering, by: Person, name: str, now: datetime) -> Person | None:
    """Somebody the sheet does not list yet; None for an empty name."""
    allow(gathering.circle, by)
    if not rules.may_mark(gathering, now):
        raise NotYet
    if not clean_line(name, NAME_LENGTH):
        return None
    person = known_by_name(gathering.circle, name, now, by)
    mark_here(gathering=gathering, by=by, person_id=person.pk, now=now)
    return person


def _one_of(gathering: Gathering, by: Person, person_id: int, now: datetime) -> Person:
    """Somebody of this circle or brought to this date, whom whoever taps sees."""
    allow(gathering.circle, by)
    if not rules.may_mark(gathering, now):
        raise NotYet
    of_circle = Q(memberships__circle=gathering.circle) | Q(answers__gathering=gathering)
    known = Person.objects.filter(of_circle, pk=person_id, erased_at__isnull=True)
    person = known.exclude(pk__in=blocked_pairs(by)).distinct().first()
    if person is None:
        raise Unknown
    return person


def _settle(circle: Circle, person_ids: Collection[int], now: datetime) -> None:
    """Whoever has come twice is settled; whom a correction takes out may not be any more."""
    there = Attendance.objects.filter(gathering__circle=circle, person__in=person_ids)
    times = dict(there.values_list("person").annotate(times=Count("pk")))
    keep_settled(circle=circle, attended=dict.fromkeys(person_ids, 0) | times, now=now)


class NotByName(Exception):
    """Somebody of that name has an address, or several people bear it: they are chosen from the list."""


def by_name_alone(*, circle: Circle, name: str, by: Person, now: datetime) -> Person:
    """Whoever is here under this name and has no address, or somebody new: nobody is taken for somebody else."""
    called = live_memberships(circle).filter(_called(fold(name)))
    people = [row.person for row in called.exclude(person__in=blocked_pairs(by)).select_related("person")]
    if len(people) > 1 or any(person.addresses.exists() for person in people):
        raise NotByName
    return people[0] if people else _new_by_name(circle, name, now)


def known_by_name(circle: Circle, name: str, now: datetime, by: Person) -> Person:
    """Somebody of this circle known by a name alone: the same name later is the same person. Across a block `by` knows
    nobody of that name.
    """
    folded = fold(name)
    known = Membership.objects.filter(_called(folded), circle=circle, person__erased_at__isnull=True)
    seen = known.exclude(person__in=blocked_pairs(by)).select_related("person")
    existing = seen.first() if folded else None
    return existing.person if existing is not None else _new_by_name(circle, name, now)


def _called(folded: str) -> Q:
    return Q(person__name_folded=folded) | Q(name_folded=folded, person__name="")


def _new_by_name(circle: Circle, name: str, now: datetime) -> Person:
    person = Person.objects.make(now, name=name)
    add_member(circle=circle, person=person, now=now, mail=MailLevel.NONE)
    return person
