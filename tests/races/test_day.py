"""Two phones at one table: a tap sent twice, two plans made at once, two changes of one plan."""

from __future__ import annotations

import pytest

from entregent.circles.models import Circle
from entregent.core import idempotency
from entregent.core.models import Submission
from entregent.gatherings import operations, queries
from entregent.gatherings.enums import Company
from entregent.gatherings.models import Attendance, Gathering, TablePlan
from entregent.gatherings.operations import planning
from entregent.people.models import Person
from tests.cast import NOW, a_circle, a_date, say, somebody
from tests.races.together import Pause, of, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
Refusal = operations.PlanChanged


def a_table() -> tuple[Gathering, list[Person], Circle]:
    people = [somebody(f"Person {number}", f"p{number}@example.org") for number in range(6)]
    circle = a_circle(*people)
    gathering = a_date(circle, people[0])
    for person in people:
        say(gathering, person)
    return gathering, people, circle


def making(make, gathering: Gathering, people: list[Person]):  # type: ignore[no-untyped-def]
    def by(person: Person, seed: int):  # type: ignore[no-untyped-def]
        given = {"whose": Company.COMING, "room": (3, 3), "seed": seed, "seen": 0, "now": NOW}
        return lambda: make(gathering=gathering, by=person, **given)

    return [by(people[0], 1), by(people[1], 2)]


def test_of_two_who_make_the_tables_at_once_one_does_and_the_other_is_told() -> None:
    gathering, people, _circle = a_table()
    outcomes = together(making(operations.make_plan, gathering, people))
    assert only(outcomes, TablePlan, Refusal)
    assert (len(of(TablePlan, outcomes)), TablePlan.objects.count()) == (1, 1)


def test_control_without_the_lock_both_think_they_were_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    gathering, people, _circle = a_table()
    with Pause(2) as pause:
        monkeypatch.setattr(planning, "_arranged", pause.after(planning._arranged))
        outcomes = together(making(unguarded(operations.make_plan, monkeypatch), gathering, people))
    assert not only(outcomes, TablePlan, Refusal)  # the database alone refuses the second, and tells nobody why


def swapping(swap, gathering: Gathering, people: list[Person]):  # type: ignore[no-untyped-def]
    laid = queries.plans.plan_of(gathering)
    assert laid is not None
    (a, b, _c), (d, e, _f) = laid.board
    pairs = ((people[0], a, d), (people[1], b, e))

    def by(person: Person, one: int, other: int):  # type: ignore[no-untyped-def]
        return lambda: swap(gathering=gathering, by=person, one=one, other=other, seen=0, now=NOW)

    return [by(*pair) for pair in pairs]


def a_plan() -> tuple[Gathering, list[Person]]:
    gathering, people, _circle = a_table()
    operations.make_plan(gathering=gathering, by=people[0], whose=Company.COMING, room=(3, 3), seed=1, seen=0, now=NOW)
    return gathering, people


def test_of_two_changes_from_one_page_one_is_made_and_the_other_is_told() -> None:
    gathering, people = a_plan()
    outcomes = together(swapping(operations.swap_seats, gathering, people))
    assert only(outcomes, TablePlan, Refusal)
    assert len(of(TablePlan, outcomes)) == 1


def test_control_without_its_guard_both_change_a_plan_neither_has_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    gathering, people = a_plan()
    monkeypatch.setattr(planning, "_move_on", lambda plan, seen, now: None)
    outcomes = together(swapping(operations.swap_seats, gathering, people))
    assert len(of(TablePlan, outcomes)) == 2


def tapping(once, gathering: Gathering, person: Person):  # type: ignore[no-untyped-def]
    """A phone whose network comes and goes sends one tap twice; each counts how often it was done."""

    def mark() -> str:
        new = operations.mark_here(gathering=gathering, by=person, person_id=person.pk, now=gathering.starts_at)
        return "new" if new else "again"

    return [lambda: once("tap:1:in-1:one", NOW, mark)] * 2


def test_one_tap_sent_twice_at_once_answers_twice_the_same() -> None:
    gathering, people, _circle = a_table()
    assert together(tapping(idempotency.once, gathering, people[0])) == ["new", "new"]
    assert Attendance.objects.count() == 1


def test_control_without_its_name_the_second_answers_otherwise() -> None:
    gathering, people, _circle = a_table()
    nameless = tapping(lambda key, now, effect: idempotency.once("", now, effect), gathering, people[0])
    assert sorted(map(str, together(nameless))) == ["again", "new"]
    assert not Submission.objects.exists()
