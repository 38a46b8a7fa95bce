"""What is asked again is asked of the same SQL, with other values; anything else is as Django asks it."""

from __future__ import annotations

from datetime import datetime
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from entregent.core.prepared import among, prepared
from entregent.people.models import Block, Person
from tests.cast import DAY, NOW, somebody

pytestmark = pytest.mark.django_db


@prepared
def since(moment: datetime) -> QuerySet[Person]:
    return Person.objects.filter(made_at__gte=moment - DAY).order_by("pk")


@prepared
def named(names: list[str], moment: datetime) -> QuerySet[Person, str]:
    return (
        Person.objects.filter(among("name", names), made_at__lte=moment).order_by("name").values_list("name", flat=True)
    )


@prepared
def newest(most: int, blocked_by: Person) -> QuerySet[Person]:
    blocked = Block.objects.filter(by=blocked_by, person=OuterRef("pk"))
    return Person.objects.filter(Exists(blocked)).order_by("-pk")[:most]


def test_each_call_sends_its_own_values() -> None:
    early, late = somebody("Anne", now=NOW), somebody("Théo", now=NOW + 5 * DAY)
    assert since(moment=NOW) == [early, late]
    assert since(moment=NOW + 5 * DAY) == [late]
    assert since(moment=NOW + 7 * DAY) == []


def test_rows_are_whole_and_asked_for_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    somebody("Anne", now=NOW)
    with django_assert_num_queries(1):
        assert [(row.name, row.made_at, row.erased_at) for row in since(moment=NOW)] == [("Anne", NOW, None)]


def test_a_list_may_be_of_any_length() -> None:
    for name in ("Anne", "Théo", "Rose"):
        somebody(name, now=NOW)
    assert named(names=["Anne"], moment=NOW) == ["Anne"]
    assert named(names=["Rose", "Anne", "Absent"], moment=NOW) == ["Anne", "Rose"]
    assert named(names=[], moment=NOW) == []
    assert named(names=["Anne"], moment=NOW - DAY) == []


def test_what_changes_the_shape_of_a_query_makes_another_one() -> None:
    by, others = somebody("Anne"), [somebody(name) for name in ("Théo", "Rose")]
    for one in others:
        Block.objects.create(by=by, person=one, at=NOW)
    assert newest(1, blocked_by=by) == others[:0:-1]
    assert newest(5, blocked_by=by) == others[::-1]
    assert newest(5, blocked_by=others[0]) == []
    assert newest.first(5, blocked_by=others[0]) is None


def test_a_value_that_is_missing_or_misnamed_is_refused() -> None:
    with pytest.raises(TypeError, match="asked by name: moment"):
        since(now=NOW)
    with pytest.raises(TypeError, match="asked by name: moment"):
        since()


def test_what_fetches_beside_is_not_prepared() -> None:
    with pytest.raises(TypeError, match="fetches beside"):
        prepared(lambda: Person.objects.prefetch_related("addresses"))()


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_taken_in_a_transaction_alone() -> None:
    locked = prepared(lambda: Person.objects.select_for_update().order_by("pk"))
    somebody("Anne", now=NOW)
    with transaction.atomic():
        assert [row.name for row in locked()] == ["Anne"]
    with pytest.raises(TransactionManagementError, match="there is none"):
        locked()


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection() -> None:
    somebody("Anne", now=NOW)
    assert [row.name for row in since(moment=NOW)] == ["Anne"]
    found: list[list[str]] = []

    def ask() -> None:
        found.append([row.name for row in since(moment=NOW)])
        found.append([str(id(connection.connection))])
        connection.close()

    other = Thread(target=ask)
    other.start()
    other.join()
    assert found[0] == ["Anne"]
    assert found[1] != [str(id(connection.connection))]
