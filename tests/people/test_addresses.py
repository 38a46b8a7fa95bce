"""Addresses of one's own: one more by its code, one fewer, and whose they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from entregent.people import operations as people
from entregent.people import queries
from entregent.people.models import Person, SignIn

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def ask(written: str, now: datetime = NOW, network: str = "192.0.2.1") -> tuple[SignIn, str]:
    codes: list[str] = []
    sign_in = people.ask_code(
        written=written, network=network, now=now, strangers=True, deliver=lambda row, code, wanted: codes.append(code)
    )
    return sign_in, codes[0]


def somebody(written: str = "nadia@example.org") -> Person:
    person = Person.objects.make(NOW, name="Nadia", language="fr")
    people.prove_address(person=person, written=written, now=NOW)
    return person


def addresses(person: Person) -> list[tuple[str, bool]]:
    return [(row.written, row.verified_at is not None) for row in queries.addresses_of(person)]


def test_a_code_adds_an_address_and_works_once() -> None:
    nadia = somebody()
    sign_in, code = ask("second@example.org")
    people.add_address(person=nadia, key=sign_in.key, code=code, now=NOW)
    assert addresses(nadia) == [("nadia@example.org", True), ("second@example.org", True)]
    with pytest.raises(people.CodeGone):
        people.add_address(person=nadia, key=sign_in.key, code=code, now=NOW)


def test_a_wrong_code_adds_nothing() -> None:
    nadia = somebody()
    sign_in, code = ask("second@example.org")
    with pytest.raises(people.WrongCode) as wrong:
        people.add_address(person=nadia, key=sign_in.key, code=str((int(code) + 1) % 10**6).zfill(6), now=NOW)
    assert wrong.value.tries_left == 4
    assert addresses(nadia) == [("nadia@example.org", True)]


def test_an_address_somebody_else_has_proved_is_refused() -> None:
    nadia, theo = somebody(), somebody("theo@example.org")
    sign_in, code = ask("THEO@example.org")
    with pytest.raises(people.AddressTaken):
        people.add_address(person=nadia, key=sign_in.key, code=code, now=NOW)
    assert addresses(nadia) == [("nadia@example.org", True)]
    assert queries.person_at("theo@example.org") == theo


def test_an_address_somebody_was_only_given_goes_to_whoever_proves_it() -> None:
    nadia = somebody()
    people.person_for(written="invited@example.org", now=NOW)
    sign_in, code = ask("invited@example.org")
    people.add_address(person=nadia, key=sign_in.key, code=code, now=NOW)
    assert queries.person_at("invited@example.org") == nadia


def test_the_last_proved_address_stays() -> None:
    nadia = somebody()
    people.give_address(person=nadia, written="unproved@example.org", now=NOW)
    first, second = queries.addresses_of(nadia)
    with pytest.raises(people.LastAddress):
        people.remove_address(person=nadia, address_id=first.pk)
    people.remove_address(person=nadia, address_id=second.pk)
    assert addresses(nadia) == [("nadia@example.org", True)]


def test_nobody_removes_the_address_of_another() -> None:
    nadia, theo = somebody(), somebody("theo@example.org")
    theirs = queries.addresses_of(theo)[0]
    assert people.remove_address(person=nadia, address_id=theirs.pk) is None
    assert addresses(theo) == [("theo@example.org", True)]


def test_a_removed_address_comes_back_as_proved_as_it_was() -> None:
    nadia = somebody()
    people.prove_address(person=nadia, written="second@example.org", now=NOW)
    second = queries.addresses_of(nadia)[1]
    people.remove_address(person=nadia, address_id=second.pk)
    people.restore_address(person=nadia, written=second.written, verified_at=second.verified_at, now=NOW)
    assert addresses(nadia) == [("nadia@example.org", True), ("second@example.org", True)]


def test_a_removed_address_does_not_come_back_from_somebody_who_proved_it_since() -> None:
    nadia = somebody()
    people.prove_address(person=nadia, written="second@example.org", now=NOW)
    second = queries.addresses_of(nadia)[1]
    people.remove_address(person=nadia, address_id=second.pk)
    somebody("second@example.org")
    with pytest.raises(people.AddressTaken):
        people.restore_address(person=nadia, written=second.written, verified_at=second.verified_at, now=NOW)
    assert addresses(nadia) == [("nadia@example.org", True)]
