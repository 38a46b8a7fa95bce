"""Who would rather not share a table with somebody: kept to, hidden, and theirs alone."""

from __future__ import annotations

from itertools import combinations

import pytest

from entregent.circles.models import Circle
from entregent.gatherings import operations, queries
from entregent.gatherings.models import Apart, Decoy, Gathering, Seat
from entregent.gatherings.operations.apart import pairs_apart
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all, export_all, merge_all, undo_merge
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, a_date, say, somebody
from tests.gatherings.planning import board, fourteen, plan, seen_plan, table_of, twelve_come, two_apart

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> list[Person]:
    return fourteen()


@pytest.fixture
def circle(company: list[Person]) -> Circle:
    return a_circle(*company)


@pytest.fixture
def gathering(circle: Circle, company: list[Person]) -> Gathering:
    return twelve_come(circle, company)


def wish(circle: Circle, by: Person, other: Person) -> Apart:
    return operations.keep_apart(circle=circle, by=by, person_id=other.pk, now=NOW)


def test_a_year_of_plans_never_seats_a_pair_that_asked_nor_those_that_hide_it(
    circle: Circle, company: list[Person]
) -> None:
    wish(circle, company[2], company[3])
    together: set[frozenset[int]] = set()
    for week in range(12):
        gathering = a_date(circle, company[0], days=3 + 7 * week)
        for person in company:
            say(gathering, person)
        plan(gathering, company[0], room=(7, 7), seed=week)
        together |= {frozenset(pair) for table in board(gathering) for pair in combinations(table, 2)}
    everybody = {frozenset(pair) for pair in combinations([person.pk for person in company], 2)}
    never = everybody - together
    decoys = {frozenset((one(circle, copy, company[2]), one(circle, copy, company[3]))) for copy in range(4)}
    assert {frozenset((company[2].pk, company[3].pk))} | decoys == never


def one(circle: Circle, copy: int, person: Person) -> int:
    return Decoy.objects.get(circle=circle, copy=copy, person=person).other_id


def test_decoys_stay_when_people_come_and_wishes_are_added(
    gathering: Gathering, circle: Circle, company: list[Person]
) -> None:
    wish(circle, company[2], company[3])
    made = plan(gathering, company[0])
    first = set(Decoy.objects.values_list("copy", "person", "other"))
    wish(circle, company[4], company[2])
    plan(gathering, company[0], seen=made.pk, now=NOW + HOUR)
    assert first < set(Decoy.objects.values_list("copy", "person", "other"))


def test_in_a_circle_too_small_to_hide_them_a_wish_is_kept_to_all_the_same() -> None:
    few = [somebody(f"Person {number}", f"f{number}@example.org") for number in range(4)]
    circle = a_circle(*few)
    gathering = a_date(circle, few[0], days=3)
    for person in few:
        say(gathering, person)
    wish(circle, few[1], few[2])
    for seed in range(5):
        plan(gathering, few[0], room=(2, 2), seed=seed, seen=seen_plan(gathering), now=NOW + seed * HOUR)
        assert few[2].pk not in table_of(gathering, few[1])


def test_more_wishes_than_tables_refuse_nobody_a_plan(
    gathering: Gathering, circle: Circle, company: list[Person]
) -> None:
    for one_, other in combinations(company[:4], 2):
        wish(circle, one_, other)
    plan(gathering, company[0], room=(6, 6))
    assert sorted(map(len, board(gathering))) == [6, 6]


def test_where_one_pair_must_share_a_table_the_wish_gives_way_as_often_as_what_hides_it(
    circle: Circle, company: list[Person]
) -> None:
    """Whoever has the plan made for four people alone, again and again, learns nothing of which pair asked."""
    wish(circle, company[2], company[3])
    pairs_apart(circle)
    asked = (company[2], company[3])
    decoy = [one(circle, 3, person) for person in asked]
    gathering = a_date(circle, company[0], days=4)
    for person in (*asked, *Person.objects.filter(pk__in=decoy)):
        say(gathering, person)
    together = [0, 0]
    for seed in range(24):
        plan(gathering, company[0], room=(3, 1), seed=seed, seen=seen_plan(gathering), now=NOW + seed * MINUTE)
        (large,) = (table for table in board(gathering) if len(table) == 3)
        together[0] += {person.pk for person in asked} <= large
        together[1] += set(decoy) <= large
    assert sum(together) == 24
    assert 5 <= together[0] <= 19


def test_people_who_blocked_each_other_share_no_table(gathering: Gathering, company: list[Person]) -> None:
    people.block(by=company[4], person=company[5], now=NOW)
    for seed in range(5):
        plan(gathering, company[0], room=(6, 6), seed=seed, seen=seen_plan(gathering), now=NOW + seed * HOUR)
        assert company[5].pk not in table_of(gathering, company[4])


def test_a_change_by_hand_is_weighed_without_the_wishes(
    gathering: Gathering, circle: Circle, company: list[Person]
) -> None:
    plan(gathering, company[0])
    laid = queries.plans.plan_of(gathering)
    assert laid is not None
    one_, other = two_apart(gathering)
    everybody = queries.plans.company_of(gathering, dict.fromkeys(laid.people, 0), company[0])
    without = queries.plans.engine().change(everybody, laid.board, one_, other)
    for person in company:
        if person.pk not in (one_, other):
            operations.keep_apart(circle=circle, by=person, person_id=one_, now=NOW)
    again = queries.plans.company_of(gathering, dict.fromkeys(laid.people, 0), company[0])
    assert queries.plans.engine().change(again, laid.board, one_, other) == without


def test_a_wish_is_its_askers_alone(circle: Circle, company: list[Person]) -> None:
    asked = wish(circle, company[2], company[3])
    assert wish(circle, company[2], company[3]) == asked
    assert [row.pk for row in queries.plans.wishes_of(circle, company[2])] == [asked.pk]
    for person in (company[3], company[4]):
        assert queries.plans.wishes_of(circle, person) == []
        assert operations.let_together(circle=circle, by=person, wish_id=asked.pk) is None
    assert operations.let_together(circle=circle, by=company[2], wish_id=asked.pk) == asked
    assert not Apart.objects.exists()


def test_nobody_asks_of_themselves_nor_of_who_is_not_there(circle: Circle, company: list[Person]) -> None:
    outsider = somebody("Outside", "outside@example.org")
    for person in (company[2], outsider):
        with pytest.raises(operations.NotTogether):
            wish(circle, company[2], person)


def test_a_wish_is_in_its_askers_export_and_in_nobody_elses(circle: Circle, company: list[Person]) -> None:
    wish(circle, company[2], company[3])
    mine = [export_all(person)["gatherings"]["rather_not_seated_with"] for person in company[2:5]]
    assert [[row["name"] for row in rows] for rows in mine] == [["Person 03"], [], []]


@pytest.mark.parametrize("place", [2, 3])
def test_erased_on_either_side_nothing_of_a_wish_stays(
    gathering: Gathering, circle: Circle, company: list[Person], place: int
) -> None:
    wish(circle, company[2], company[3])
    plan(gathering, company[0])
    erase_all(company[place], NOW)
    assert not Apart.objects.exists()
    assert not Decoy.objects.filter(person=company[place]).exists()
    assert Seat.objects.filter(person=company[place]).exists()
    assert company[place].pk in {one for table in board(gathering) for one in table}


def test_two_records_of_one_person_keep_their_wishes_and_none_of_themselves(
    gathering: Gathering, circle: Circle, company: list[Person]
) -> None:
    kept, gone = company[2], company[3]
    wish(circle, gone, company[4])
    wish(circle, gone, kept)
    wish(circle, kept, company[5])
    plan(gathering, company[0])
    merge = merge_all(kept=kept, gone=gone, by=kept, now=NOW)
    assert sorted(row.other.name for row in Apart.objects.filter(by=kept)) == ["Person 04", "Person 05"]
    assert not Apart.objects.filter(by=gone).exists()
    assert Seat.objects.filter(person=kept).count() == 1
    undo_merge(merge_id=merge.pk, now=NOW + DAY)
    assert sorted(row.other.name for row in Apart.objects.filter(by=gone)) == ["Person 02", "Person 04"]
