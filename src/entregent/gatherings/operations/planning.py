"""The plan of the tables: made, made again, changed by hand, with a place for whoever comes late; frozen at the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from entregent.circles.rules import allow
from entregent.gatherings import rules
from entregent.gatherings.models import Gathering, Seat, Table, TablePlan
from entregent.gatherings.operations.apart import pairs_apart
from entregent.gatherings.operations.table import NotYet
from entregent.gatherings.queries import plans
from entregent.gatherings.queries.plans import Laid
from entregent.people.models import Person

NONE = 0  # the plan a page showed, where it showed none


class TooFewChairs(Exception):
    """More people than the room has chairs."""

    def __init__(self, people: int, chairs: int) -> None:
        super().__init__(people, chairs)
        self.people, self.chairs = people, chairs


class Nobody(Exception):
    """Nobody to seat."""


class PlanChanged(Exception):
    """Somebody made or changed the plan since this page was read."""


@transaction.atomic
def make_plan(
    *, gathering: Gathering, by: Person, whose: str, room: Sequence[int], seed: int, seen: int, now: datetime
) -> TablePlan:
    """Seats those here, or those who come. `seen` is the plan the page showed; what was there before is kept."""
    current = _arranged(gathering, by, now)
    if (current.pk if current else NONE) != seen:
        raise PlanChanged
    people = plans.to_seat(gathering, whose)
    parties = sum(1 + guests for guests in people.values())
    if not parties:
        raise Nobody
    if parties > sum(room) or parties > rules.MOST_PLANNED:
        raise TooFewChairs(parties, min(sum(room), rules.MOST_PLANNED))
    company = plans.company_of(gathering, people, by)
    arranging = plans.engine()
    apart = pairs_apart(gathering.circle)
    board = arranging.arrange(company, apart, room, seed)
    if current is not None:
        _replace(current, now)
    plan = TablePlan.objects.create(gathering=gathering, made_at=now, made_by=by, changed_at=now)
    tables = Table.objects.bulk_create(
        Table(plan=plan, number=number, chairs=chairs) for number, chairs in enumerate(sorted(room, reverse=True), 1)
    )
    Seat.objects.bulk_create(
        Seat(plan=plan, table=table, person_id=chair.person, guests=chair.guests, place=place)
        for table, chairs in zip(tables, board, strict=False)
        for place, chair in enumerate(chairs)
    )
    return plan


@transaction.atomic
def take_plan_back(*, gathering: Gathering, by: Person, plan_id: int, now: datetime) -> TablePlan | None:
    """As it was before `plan_id` was made: the plan before it, or none."""
    current = _arranged(gathering, by, now)
    if current is None or current.pk != plan_id:
        raise PlanChanged
    before = plans.plan_before(gathering, current)
    _replace(current, now)
    if before is not None:
        TablePlan.objects.filter(pk=before.pk).update(replaced_at=None, changed_at=now)
    return before


@transaction.atomic
def swap_seats(*, gathering: Gathering, by: Person, one: int, other: int, seen: int, now: datetime) -> TablePlan:
    """Two people change places, with those they bring. `seen` is the version of the plan the page showed."""
    plan = _current(gathering, by, now)
    _move_on(plan, seen, now)
    seats = {seat.person_id: seat for seat in plan.seats.filter(person__in=(one, other))}
    if len(seats) != 2:
        raise PlanChanged
    first, second = seats[one], seats[other]
    first.table_id, second.table_id = second.table_id, first.table_id
    first.place, second.place = second.place, first.place
    Seat.objects.bulk_update([first, second], ["table", "place"])
    return plan


@transaction.atomic
def seat_late(*, gathering: Gathering, by: Person, person_id: int, now: datetime) -> int:
    """Somebody comes late: nobody else moves. The number of their table; said twice, it is the same one."""
    plan = _current(gathering, by, now)
    now_laid = plans.laid(plan)
    there = now_laid.table_of(person_id)
    if there is not None:
        return there + 1
    if person_id not in plans.without_seat(gathering, now_laid.people):
        raise Nobody
    place = _where(gathering, by, now_laid, person_id)
    guests = plans.to_seat(gathering, "coming").get(person_id, 0)
    table = plan.tables.get(number=place + 1)
    last = len(now_laid.seats[place])
    Seat.objects.create(plan=plan, table=table, person_id=person_id, guests=guests, place=last)
    TablePlan.objects.filter(pk=plan.pk).update(version=F("version") + 1, changed_at=now)
    return place + 1


def _where(gathering: Gathering, by: Person, laid: Laid, person_id: int) -> int:
    people = dict.fromkeys([*laid.people, person_id], 0)
    arranging = plans.engine()
    apart = pairs_apart(gathering.circle)
    company = plans.company_of(gathering, people, by)
    used = [place for place, table in enumerate(laid.board) if table]
    free = [laid.free[place] for place in used]
    if max(free, default=0) < 1 and len(used) < len(laid.board):
        return len(used)  # a table of the room nobody sits at yet
    chosen: int = arranging.place_late(company, apart, [laid.board[place] for place in used], free, person_id)
    return used[chosen]


@transaction.atomic
def free_seat(*, gathering: Gathering, by: Person, person_id: int, now: datetime) -> bool:
    """Somebody does not come after all; False when they had no place."""
    plan = _current(gathering, by, now)
    freed = bool(plan.seats.filter(person=person_id).delete()[0])
    if freed:
        TablePlan.objects.filter(pk=plan.pk).update(version=F("version") + 1, changed_at=now)
    return freed


def _arranged(gathering: Gathering, by: Person, now: datetime) -> TablePlan | None:
    """The current plan, under the gathering's lock: whoever comes second sees what the first one did."""
    rows = Gathering.objects.select_for_update(of=("self",), no_key=True).select_related("circle")
    locked = rows.get(pk=gathering.pk)
    allow(locked.circle, by)
    if not rules.may_arrange(locked, now):
        raise NotYet
    return TablePlan.objects.filter(gathering=locked, replaced_at__isnull=True).first()


def _current(gathering: Gathering, by: Person, now: datetime) -> TablePlan:
    plan = _arranged(gathering, by, now)
    if plan is None:
        raise PlanChanged
    return plan


def _replace(plan: TablePlan, now: datetime) -> None:
    TablePlan.objects.filter(pk=plan.pk).update(replaced_at=now)


def _move_on(plan: TablePlan, seen: int, now: datetime) -> None:
    moved = TablePlan.objects.filter(pk=plan.pk, version=seen).update(version=F("version") + 1, changed_at=now)
    if not moved:
        raise PlanChanged
