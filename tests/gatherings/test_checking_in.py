""" "I'm here", when the code lies on the table; and nobody is ever shown as missing."""

from __future__ import annotations

import pytest

from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from tests.cast import HOUR, MINUTE, a_circle, a_date, fresh, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[Person]:
    return [somebody(name) for name in ("Anne", "Boris")]


@pytest.fixture
def table(people: list[Person]) -> Gathering:
    return a_date(a_circle(*people), people[0])


def here(table: Gathering) -> list[str]:
    return [row.person.name for row in queries.attendance(table)]


def test_nobody_checks_in_before_somebody_asks_for_it(table: Gathering, people: list[Person]) -> None:
    now = table.starts_at + MINUTE
    with pytest.raises(gatherings.NotYet):
        gatherings.check_in(gathering=table, person=people[1], now=now)
    gatherings.table_link(gathering=table, by=people[0], now=now)
    assert [gatherings.check_in(gathering=table, person=people[1], now=now) for _ in range(2)] == [True, False]
    assert here(table) == ["Boris"]
    assert [gatherings.check_out(gathering=table, person=people[1]) for _ in range(2)] == [True, False]
    assert here(table) == []


def test_once_one_person_has_said_it_for_all_or_it_is_over_nobody_checks_in(
    table: Gathering, people: list[Person]
) -> None:
    now = table.starts_at + MINUTE
    gatherings.table_link(gathering=table, by=people[0], now=now)
    assert queries.takes_check_in(table, table.ends_at) is False
    gatherings.check_in(gathering=table, person=people[1], now=now)
    gatherings.record_attendance(
        gathering=table, by=people[0], person_ids=[one.pk for one in people], names=[], now=now + HOUR
    )
    assert queries.takes_check_in(fresh(table), now + HOUR) is False
    assert gatherings.check_out(gathering=table, person=people[1]) is False
    assert sorted(here(table)) == ["Anne", "Boris"]
