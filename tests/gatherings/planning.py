"""Fourteen people, a date twelve of them come to, and its plan."""

from __future__ import annotations

from entregent.circles.models import Circle
from entregent.gatherings import operations, queries
from entregent.gatherings.enums import Company
from entregent.gatherings.models import Gathering, TablePlan
from entregent.people.models import Person
from tests.cast import NOW, a_date, say, somebody

SEED = 7


def fourteen() -> list[Person]:
    return [somebody(f"Person {number:02}", f"p{number}@example.org") for number in range(14)]


def twelve_come(circle: Circle, company: list[Person]) -> Gathering:
    gathering = a_date(circle, company[0], days=3)
    for person in company[:12]:
        say(gathering, person)
    return gathering


def plan(
    gathering: Gathering, by: Person, room: tuple[int, ...] = (4, 4, 4), seen: int = 0, **more: object
) -> TablePlan:
    given = {"whose": Company.COMING, "seed": SEED, "now": NOW} | more
    return operations.make_plan(gathering=gathering, by=by, room=room, seen=seen, **given)  # type: ignore[arg-type]


def board(gathering: Gathering) -> list[set[int]]:
    laid = queries.plans.plan_of(gathering)
    assert laid is not None
    return [set(table) for table in laid.board if table]


def table_of(gathering: Gathering, person: Person) -> set[int]:
    return next(table for table in board(gathering) if person.pk in table)


def seen_plan(gathering: Gathering) -> int:
    laid = queries.plans.plan_of(gathering)
    return laid.plan.pk if laid else 0


def two_apart(gathering: Gathering) -> tuple[int, int]:
    first, second, *_others = board(gathering)
    return min(first), min(second)
