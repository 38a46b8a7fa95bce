"""Table plans: who sits with whom, whoever comes late, and wishes that nobody else sees."""

from __future__ import annotations

from itertools import combinations

import pytest

from entregent.circles.models import Circle, Membership
from entregent.gatherings import operations, queries
from entregent.gatherings.enums import Company, Reply
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, a_circle, a_date, a_past_date, say, somebody
from tests.gatherings.planning import board, fourteen, plan, seen_plan, table_of, twelve_come, two_apart

pytestmark = pytest.mark.django_db
LATER = NOW + 3 * DAY + 3 * HOUR  # well into the gathering of three days from now


@pytest.fixture
def company() -> list[Person]:
    return fourteen()


@pytest.fixture
def circle(company: list[Person]) -> Circle:
    return a_circle(*company)


@pytest.fixture
def gathering(circle: Circle, company: list[Person]) -> Gathering:
    return twelve_come(circle, company)


def version(gathering: Gathering) -> int:
    laid = queries.plans.plan_of(gathering)
    assert laid is not None
    return laid.plan.version


def test_everybody_who_comes_has_one_place_and_no_table_more_than_its_chairs(
    gathering: Gathering, company: list[Person]
) -> None:
    plan(gathering, company[0], room=(5, 4, 3, 2))
    assert sorted(map(len, board(gathering))) == [3, 4, 5]
    assert sorted(one for table in board(gathering) for one in table) == [person.pk for person in company[:12]]


def test_those_here_are_seated_and_those_who_only_said_so_are_not(gathering: Gathering, company: list[Person]) -> None:
    for person in company[:5]:
        operations.mark_here(gathering=gathering, by=company[0], person_id=person.pk, now=LATER)
    plan(gathering, company[0], whose=Company.HERE, now=LATER)
    assert {one for table in board(gathering) for one in table} == {person.pk for person in company[:5]}


def test_people_who_sat_together_are_parted_the_next_time(circle: Circle, company: list[Person]) -> None:
    first = a_past_date(circle, company[0], days=14)
    for person in company[:9]:
        say(first, person, now=NOW - 20 * DAY)
    plan(first, company[0], room=(3, 3, 3), now=NOW - 20 * DAY)
    then = board(first)
    second = a_date(circle, company[0], days=3)
    for person in company[:9]:
        say(second, person)
    plan(second, company[0], room=(3, 3, 3))
    again = [
        pair for table in board(second) for pair in combinations(sorted(table), 2) if any(set(pair) <= t for t in then)
    ]
    assert again == []


def test_who_did_not_come_did_not_meet_their_table(circle: Circle, company: list[Person]) -> None:
    past = a_past_date(circle, company[0], days=14)
    for person in company[:4]:
        say(past, person, now=NOW - 20 * DAY)
    plan(past, company[0], room=(4,), now=NOW - 20 * DAY)
    came = [company[0].pk, company[1].pk]
    operations.record_attendance(gathering=past, by=company[0], person_ids=came, names=[], now=NOW - DAY)
    after = a_date(circle, company[0], days=3)
    met = queries.plans.sat_together(after, [person.pk for person in company])
    assert met == {frozenset(came): 1}


def test_a_crowd_without_a_plan_says_nothing_of_who_met(circle: Circle, company: list[Person]) -> None:
    few, many = a_past_date(circle, company[0], days=14), a_past_date(circle, company[0], days=7)
    for gathering, there in ((few, company[:3]), (many, company)):
        ids = [person.pk for person in there]
        operations.record_attendance(gathering=gathering, by=company[0], person_ids=ids, names=[], now=NOW - DAY)
    met = queries.plans.sat_together(a_date(circle, company[0], days=3), [person.pk for person in company])
    assert met == {frozenset(pair): 1 for pair in combinations([person.pk for person in company[:3]], 2)}


def test_trades_are_mixed(gathering: Gathering, circle: Circle, company: list[Person]) -> None:
    for number, person in enumerate(company[:12]):
        Membership.objects.filter(circle=circle, person=person).update(trade=f"trade {number % 3}")
    plan(gathering, company[0], room=(3, 3, 3, 3))
    trade = {person.pk: number % 3 for number, person in enumerate(company[:12])}
    assert [{trade[one] for one in table} for table in board(gathering)] == [{0, 1, 2}] * 4


def test_a_newcomer_sits_beside_whoever_invited_them(
    gathering: Gathering, circle: Circle, company: list[Person]
) -> None:
    past = a_past_date(circle, company[0], days=7)
    ids = [person.pk for person in company[:11]]
    operations.record_attendance(gathering=past, by=company[0], person_ids=ids, names=[], now=NOW - DAY)
    newcomer, host = company[11], company[5]
    Membership.objects.filter(circle=circle, person=newcomer).update(invited_by=host)
    for seed in range(4):
        made = plan(gathering, company[0], seed=seed, seen=seen_plan(gathering), now=NOW + seed * HOUR)
        around = [seat.person_id for seat in made.seats.filter(table__seats__person=newcomer).order_by("place")]
        assert around.index(newcomer.pk) - around.index(host.pk) == 1


def test_whoever_came_and_sat_with_nobody_of_today_gets_somebody_who_comes_often(
    gathering: Gathering, circle: Circle, company: list[Person]
) -> None:
    few = [person.pk for person in company[:4]]
    for days, there in ((28, few), (21, few), (14, few), (7, [person.pk for person in company])):
        past = a_past_date(circle, company[0], days=days)
        operations.record_attendance(gathering=past, by=company[0], person_ids=there, names=[], now=NOW - DAY)
    plan(gathering, company[0], room=(3, 3, 3, 3))
    assert [len(table & set(few)) for table in board(gathering)] == [1, 1, 1, 1]


def test_guests_sit_beside_whoever_brings_them(gathering: Gathering, company: list[Person]) -> None:
    say(gathering, company[0], guests=2)
    plan(gathering, company[0], room=(5, 5, 5))
    laid = queries.plans.plan_of(gathering)
    assert laid is not None
    assert laid.guests == {company[0].pk: 2}
    assert min(laid.free) >= 0


def test_too_few_chairs_is_said_and_nothing_is_made(gathering: Gathering, company: list[Person]) -> None:
    with pytest.raises(operations.TooFewChairs) as told:
        plan(gathering, company[0], room=(4, 4))
    assert (told.value.people, told.value.chairs) == (12, 8)
    assert queries.plans.plan_of(gathering) is None


def test_made_again_it_can_be_taken_back(gathering: Gathering, company: list[Person]) -> None:
    first = plan(gathering, company[0])
    before = board(gathering)
    second = plan(gathering, company[1], seed=8, seen=first.pk, now=NOW + HOUR)
    operations.take_plan_back(gathering=gathering, by=company[1], plan_id=second.pk, now=NOW + HOUR)
    assert (seen_plan(gathering), board(gathering)) == (first.pk, before)
    operations.take_plan_back(gathering=gathering, by=company[1], plan_id=first.pk, now=NOW + HOUR)
    assert queries.plans.plan_of(gathering) is None


def test_a_plan_made_meanwhile_is_not_made_over(gathering: Gathering, company: list[Person]) -> None:
    plan(gathering, company[0])
    before = board(gathering)
    with pytest.raises(operations.PlanChanged):
        plan(gathering, company[1], seed=8)
    assert board(gathering) == before


def test_two_people_change_places_and_back(gathering: Gathering, company: list[Person]) -> None:
    plan(gathering, company[0])
    before, (one, other) = board(gathering), two_apart(gathering)
    operations.swap_seats(gathering=gathering, by=company[0], one=one, other=other, seen=0, now=NOW)
    after = board(gathering)
    operations.swap_seats(gathering=gathering, by=company[0], one=one, other=other, seen=1, now=NOW)
    assert board(gathering) == before
    assert after == [swapped(table, one, other) for table in before]


def swapped(table: set[int], one: int, other: int) -> set[int]:
    return {other if each == one else one if each == other else each for each in table}


def test_a_change_on_a_plan_changed_meanwhile_is_refused(gathering: Gathering, company: list[Person]) -> None:
    plan(gathering, company[0])
    one, other = two_apart(gathering)
    operations.swap_seats(gathering=gathering, by=company[0], one=one, other=other, seen=0, now=NOW)
    with pytest.raises(operations.PlanChanged):
        operations.swap_seats(gathering=gathering, by=company[1], one=one, other=other, seen=0, now=NOW)


def test_whoever_comes_late_takes_a_free_chair_and_nobody_moves(gathering: Gathering, company: list[Person]) -> None:
    plan(gathering, company[0], room=(5, 5, 5))
    before = board(gathering)
    say(gathering, company[12])
    number = operations.seat_late(gathering=gathering, by=company[0], person_id=company[12].pk, now=NOW)
    assert operations.seat_late(gathering=gathering, by=company[1], person_id=company[12].pk, now=NOW) == number
    assert table_of(gathering, company[12]) - {company[12].pk} in before
    assert operations.free_seat(gathering=gathering, by=company[0], person_id=company[12].pk, now=NOW)
    assert board(gathering) == before


def test_where_every_table_is_full_a_late_comer_opens_the_next_of_the_room(
    gathering: Gathering, company: list[Person]
) -> None:
    plan(gathering, company[0], room=(4, 4, 4, 4))
    say(gathering, company[12])
    assert operations.seat_late(gathering=gathering, by=company[0], person_id=company[12].pk, now=NOW) == 4


def test_over_it_is_frozen(gathering: Gathering, company: list[Person]) -> None:
    made = plan(gathering, company[0])
    over = gathering.ends_at
    acts = (
        lambda: plan(gathering, company[0], seen=made.pk, now=over),
        lambda: operations.swap_seats(gathering=gathering, by=company[0], one=1, other=2, seen=0, now=over),
        lambda: operations.seat_late(gathering=gathering, by=company[0], person_id=company[12].pk, now=over),
        lambda: operations.take_plan_back(gathering=gathering, by=company[0], plan_id=made.pk, now=over),
    )
    for act in acts:
        with pytest.raises(operations.NotYet):
            act()


def test_answers_decide_who_is_without_a_place(gathering: Gathering, company: list[Person]) -> None:
    plan(gathering, company[0])
    say(gathering, company[12])
    say(gathering, company[13], Reply.NO)
    assert queries.plans.without_seat(gathering, queries.plans.plan_of(gathering).people) == [company[12].pk]  # type: ignore[union-attr]


def test_one_phone_marks_who_is_here_and_not(gathering: Gathering, company: list[Person]) -> None:
    now = LATER
    mark, away = operations.mark_here, operations.mark_away
    assert mark(gathering=gathering, by=company[0], person_id=company[3].pk, now=now)
    assert not mark(gathering=gathering, by=company[1], person_id=company[3].pk, now=now)
    assert away(gathering=gathering, by=company[1], person_id=company[3].pk, now=now)
    assert not away(gathering=gathering, by=company[0], person_id=company[3].pk, now=now)
    assert list(queries.attendance(gathering)) == []


def test_nobody_is_marked_before_people_come_nor_days_after(gathering: Gathering, company: list[Person]) -> None:
    for now in (NOW, gathering.ends_at + DAY):
        with pytest.raises(operations.NotYet):
            operations.mark_here(gathering=gathering, by=company[0], person_id=company[1].pk, now=now)


def test_a_stranger_is_not_marked(gathering: Gathering, company: list[Person]) -> None:
    outsider = somebody("Outside", "outside@example.org")
    with pytest.raises(operations.Unknown):
        operations.mark_here(gathering=gathering, by=company[0], person_id=outsider.pk, now=LATER)


def test_somebody_the_sheet_does_not_list_comes_by_name(gathering: Gathering, company: list[Person]) -> None:
    came = operations.mark_by_name(gathering=gathering, by=company[0], name="Lou", now=LATER)
    assert came is not None
    again = operations.mark_by_name(gathering=gathering, by=company[1], name="lou", now=LATER)
    assert (again, [row.person.name for row in queries.attendance(gathering)]) == (came, ["Lou"])
