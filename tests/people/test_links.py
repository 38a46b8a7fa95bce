"""What a token in a mail opens, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from entregent.people import operations as people
from entregent.people import queries
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from tests.cast import DAY, NOW, somebody

pytestmark = pytest.mark.django_db


def link(
    person: Person, *, now: datetime = NOW, purpose: Purpose = Purpose.ANSWER, number: int = 7, **more: Any
) -> Link:
    return people.ensure_link(
        person=person, purpose=purpose, kind="gathering", object_id=number, now=now, lives=10 * DAY, **more
    )


def test_the_token_of_a_link_finds_it_again() -> None:
    mine = link(somebody("Anne"))
    token = queries.token_of(mine)
    assert queries.link_of(token, NOW, Purpose.ANSWER) == mine
    assert queries.any_link(token) == mine


def test_no_token_stands_in_the_row() -> None:
    mine = link(somebody("Anne"))
    assert queries.token_of(mine) not in {str(value) for value in Link.objects.values().get().values()}


def test_the_same_link_is_written_into_the_next_mail_and_lives_longer() -> None:
    anne = somebody("Anne")
    first, again = link(anne), link(anne, now=NOW + 5 * DAY)
    assert (again.pk, queries.token_of(again)) == (first.pk, queries.token_of(first))
    assert again.expires_at == NOW + 15 * DAY


def test_a_link_is_of_one_person_one_purpose_and_one_object() -> None:
    anne = somebody("Anne")
    links = [link(anne), link(somebody("Théo")), link(anne, number=8), link(anne, purpose=Purpose.MAILS)]
    assert len({queries.token_of(each) for each in links}) == 4
    assert queries.link_of(queries.token_of(links[0]), NOW, Purpose.MAILS, Purpose.INVITATION) is None


def test_a_token_does_not_pass_to_whoever_gets_the_same_row_number() -> None:
    anne = somebody("Anne")
    mine = link(anne)
    token = queries.token_of(mine)
    Link.objects.filter(pk=mine.pk).update(person=somebody("Théo"))
    assert queries.any_link(token) is None
    Link.objects.filter(pk=mine.pk).update(person=anne, object_id=8)
    assert queries.any_link(token) is None


@pytest.mark.parametrize(("after", "lives"), [(10 * DAY - timedelta(seconds=1), True), (10 * DAY, False)])
def test_a_link_expires_but_still_says_whose_it_was(after: timedelta, lives: bool) -> None:
    mine = link(somebody("Anne"))
    token = queries.token_of(mine)
    assert (queries.link_of(token, NOW + after, Purpose.ANSWER) == mine) == lives
    assert queries.any_link(token) == mine


def test_a_revoked_link_opens_nothing_and_the_next_one_is_another() -> None:
    anne = somebody("Anne")
    token = queries.token_of(link(anne))
    assert people.revoke_links(person=anne, now=NOW) == 1
    assert people.revoke_links(person=anne, now=NOW) == 0
    assert queries.link_of(token, NOW, Purpose.ANSWER) is None
    renewed = link(anne)
    assert queries.any_link(token) is None
    assert queries.link_of(queries.token_of(renewed), NOW, Purpose.ANSWER) == renewed


def test_links_are_revoked_by_kind_and_object() -> None:
    anne = somebody("Anne")
    first, second = link(anne), link(anne, number=8)
    assert people.revoke_links(person=anne, now=NOW, kind="circle") == 0
    assert people.revoke_links(person=anne, now=NOW, kind="gathering", object_id=8) == 1
    assert queries.link_of(queries.token_of(first), NOW, Purpose.ANSWER) == first
    assert queries.link_of(queries.token_of(second), NOW, Purpose.ANSWER) is None


def test_a_link_of_one_use_is_taken_once() -> None:
    mine = link(somebody("Anne"), single_use=True)
    token = queries.token_of(mine)
    assert [people.use_link(mine, NOW), people.use_link(mine, NOW)] == [True, False]
    assert queries.link_of(token, NOW, Purpose.ANSWER) is None


def test_a_revoked_link_is_not_taken() -> None:
    anne = somebody("Anne")
    mine = link(anne, single_use=True)
    people.revoke_links(person=anne, now=NOW)
    assert not people.use_link(mine, NOW)


def test_a_reusable_link_stays_after_use() -> None:
    mine = link(somebody("Anne"))
    people.use_link(mine, NOW)
    assert queries.link_of(queries.token_of(mine), NOW, Purpose.ANSWER) == mine


@pytest.mark.parametrize("token", ["", "x", "A" * 32, "é", "a" * 300])
def test_a_forged_token_is_nothing(token: str) -> None:
    link(somebody("Anne"))
    assert queries.any_link(token) is None
    assert queries.link_of(token, NOW, *Purpose) is None


def test_the_links_of_an_erased_person_are_nothing() -> None:
    anne = somebody("Anne")
    token = queries.token_of(link(anne))
    anne.erased_at = NOW
    anne.save()
    assert queries.any_link(token) is None


def test_links_long_expired_are_forgotten() -> None:
    anne = somebody("Anne")
    link(anne, now=NOW - 411 * DAY)
    link(anne, now=NOW - 410 * DAY, number=8)
    assert people.forget_old(NOW) == 1
    assert Link.objects.get().object_id == 8
