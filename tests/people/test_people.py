"""Names, addresses, mail refused, blocks, the operator."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from entregent.core.addresses import lookup_key
from entregent.people import operations as people
from entregent.people import queries
from entregent.people.backends import PersonBackend
from entregent.people.models import Address, Block, Person, Refusal
from tests.cast import HOUR, NOW, somebody

pytestmark = pytest.mark.django_db


def test_a_name_is_kept_as_written_found_folded_and_sorted_by_family() -> None:
    anne = somebody("  Anne-Lise\u00a0 de la Tour ")
    assert (anne.name, anne.name_folded, anne.sort_name) == (
        "Anne-Lise de la Tour", "anne lise de la tour", "la tour anne lise",
    )  # fmt: skip
    assert str(anne) == f"Person {anne.key}"
    assert "Anne" not in str(anne)


def test_a_name_changes_alone_or_with_language_and_zone() -> None:
    anne = somebody("Anne", language="fr")
    people.rename(person=anne, name="Anne-Lise")
    anne.refresh_from_db()
    assert (anne.name, anne.language, anne.zone) == ("Anne-Lise", "fr", "")
    people.rename(person=anne, name="", language="en", zone="Indian/Reunion")
    anne.refresh_from_db()
    assert (anne.name, anne.sort_name, anne.language, anne.zone) == ("", "", "en", "Indian/Reunion")


def test_a_name_longer_than_its_column_is_cut() -> None:
    anne = somebody("ß" * 100)
    anne.refresh_from_db()
    assert (anne.name, anne.name_folded) == ("ß" * 80, "s" * 160)


def test_a_name_whose_letters_fold_into_many_still_fits() -> None:
    anne = somebody("\ufdfa" * 80)
    anne.refresh_from_db()
    assert (len(anne.name), len(anne.name_folded), len(anne.sort_name)) == (80, 160, 160)


def test_an_address_is_given_once_and_proved_once() -> None:
    anne = somebody("Anne")
    given = people.give_address(person=anne, written=" Anne@Example.org ", now=NOW)
    assert (given.written, given.lookup, given.verified_at) == ("Anne@Example.org", "anne@example.org", None)
    assert not queries.has_verified_address(anne)
    people.prove_address(person=anne, written="anne@example.org", now=NOW)
    people.prove_address(person=anne, written="anne@example.org", now=NOW + HOUR)
    assert Address.objects.get().verified_at == NOW
    assert queries.has_verified_address(anne)


def test_mail_goes_to_a_proved_address_first() -> None:
    anne = somebody("Anne")
    assert queries.address_of(anne) is None
    for written in ("one@example.org", "two@example.org"):
        people.give_address(person=anne, written=written, now=NOW)
    assert queries.address_of(anne) == anne.addresses.get(lookup="one@example.org")
    people.prove_address(person=anne, written="two@example.org", now=NOW)
    assert queries.address_of(anne) == anne.addresses.get(lookup="two@example.org")


def test_an_unknown_address_makes_a_guest_and_a_known_one_does_not() -> None:
    guest = people.person_for(written="odile@example.org", now=NOW, language="fr")
    assert (guest.name, guest.language, guest.signed_in_at) == ("", "fr", None)
    assert people.person_for(written="Odile@Example.org", now=NOW) == guest
    assert Person.objects.count() == 1


def test_never_again_holds_for_an_address_and_keeps_only_its_print() -> None:
    lookup = lookup_key("Anne@example.org")
    people.refuse_mail(lookup=lookup, now=NOW)
    people.refuse_mail(lookup=lookup, now=NOW + HOUR)
    assert queries.refuses_mail(lookup)
    assert queries.refusing([lookup, "theo@example.org"]) == {lookup}
    refusal = Refusal.objects.get()
    assert refusal.refused_at == NOW
    assert "anne" not in refusal.fingerprint
    people.accept_mail(lookup=lookup)
    assert not queries.refuses_mail(lookup)
    assert queries.refusing([lookup]) == set()


def test_a_block_is_seen_from_both_sides_and_listed_by_one() -> None:
    anne, boris, theo = somebody("Anne"), somebody("Boris"), somebody("Théo")
    people.block(by=anne, person=boris, now=NOW)
    people.block(by=anne, person=boris, now=NOW + HOUR)
    people.block(by=anne, person=theo, now=NOW + HOUR)
    assert queries.blocked_pairs(anne) == {boris.pk, theo.pk}
    assert queries.blocked_pairs(boris) == {anne.pk}
    assert [(row.person, row.at) for row in queries.blocked_by_me(anne)] == [(theo, NOW + HOUR), (boris, NOW)]
    assert list(queries.blocked_by_me(boris)) == []
    people.unblock(by=boris, person=anne)
    assert queries.blocked_pairs(boris) == {anne.pk}
    people.unblock(by=anne, person=boris)
    assert queries.blocked_pairs(boris) == set()


def test_nobody_blocks_themselves() -> None:
    anne = somebody("Anne")
    with pytest.raises(IntegrityError), transaction.atomic():
        people.block(by=anne, person=anne, now=NOW)
    assert not Block.objects.exists()


def test_an_operator_is_one_from_the_first_time() -> None:
    anne = somebody("Anne")
    assert not anne.is_operator
    people.make_operator(person=anne, now=NOW)
    people.make_operator(person=anne, now=NOW + HOUR)
    anne.refresh_from_db()
    assert (anne.operator_since, anne.is_operator) == (NOW, True)


def test_a_session_finds_its_person_until_they_are_erased() -> None:
    anne = somebody("Anne")
    assert PersonBackend().get_user(anne.pk) == anne
    assert anne.is_active
    anne.erased_at = NOW
    anne.save()
    assert PersonBackend().get_user(anne.pk) is None
    assert not anne.is_active


def test_somebody_met_lately_by_name_is_found_by_key() -> None:
    anne = somebody("Anne")
    assert queries.made_lately(anne.key, NOW - HOUR) == anne
    assert queries.made_lately(anne.key, NOW) is None
    anne.erased_at = NOW
    anne.save()
    assert queries.made_lately(anne.key, NOW - HOUR) is None


def test_the_first_link_is_for_whoever_will_operate_and_once_they_can_come_in_there_is_none() -> None:
    first, again = people.first_link(NOW), people.first_link(NOW + HOUR)
    assert first is not None and again is not None
    assert (first.pk, first.single_use, Person.objects.get().is_operator) == (again.pk, True, True)
    people.prove_address(person=first.person, written="anne@example.org", now=NOW)
    assert people.first_link(NOW + HOUR) is None
