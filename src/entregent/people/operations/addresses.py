"""The addresses a person is written to and comes in by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from entregent.core.addresses import lookup_key
from entregent.core.alone import one_at_a_time
from entregent.people import queries
from entregent.people.models import Address, Person, SignIn
from entregent.people.operations.codes import right_code, use_code

Tell = Callable[[Address], object]


def nobody(address: Address) -> None:
    return None


class AddressTaken(Exception):
    """Somebody else has proved that this address is theirs."""


class LastAddress(Exception):
    """Without it, its person could not come back."""


def add_address(*, person: Person, key: str, code: str, now: datetime, tell: Tell = nobody) -> Address:
    """One more address, proved by the code that was sent there. `tell` queues what its owner is told, with it."""
    return _take_address(right_code(key, code, now), person, now, tell)


@transaction.atomic
def _take_address(sign_in: SignIn, person: Person, now: datetime, tell: Tell) -> Address:
    use_code(sign_in, now)
    if queries.is_taken(sign_in.lookup, person):
        raise AddressTaken
    had_one = person.addresses.filter(verified_at__isnull=False).exists()
    address = prove_address(person=person, written=sign_in.written, now=now)
    if had_one:
        tell(address)
    return address


@transaction.atomic
def remove_address(*, person: Person, address_id: int, tell: Tell = nobody) -> Address | None:
    """None when it is not theirs or gone already. `tell` is handed the address that goes."""
    mine = {address.pk: address for address in person.addresses.select_for_update()}
    address = mine.pop(address_id, None)
    if address is None:
        return None
    if not any(other.verified_at for other in mine.values()):
        raise LastAddress
    Address.objects.filter(pk=address_id).delete()
    if address.verified_at:
        tell(address)
    return address


@transaction.atomic
def choose_address(*, person: Person, address_id: int, now: datetime) -> Address | None:
    """Mails go there from now on; None unless it is theirs and proved."""
    chosen = person.addresses.filter(pk=address_id, verified_at__isnull=False).first()
    if chosen is not None:
        person.addresses.update(chosen_at=None)
        person.addresses.filter(pk=address_id).update(chosen_at=now)
    return chosen


@transaction.atomic
def restore_address(*, person: Person, written: str, verified_at: datetime | None, now: datetime) -> Address:
    """Take a removal back, as proved as it was."""
    if verified_at and queries.is_taken(lookup_key(written), person):
        raise AddressTaken
    address = give_address(person=person, written=written, now=now)
    address.verified_at = verified_at
    address.save(update_fields=["verified_at"])
    return address


def prove_address(*, person: Person, written: str, now: datetime) -> Address:
    """The address is this person's: a code or a link sent there came back."""
    address = give_address(person=person, written=written, now=now)
    if address.verified_at is None:
        address.verified_at = now
        address.save(update_fields=["verified_at"])
    return address


def give_address(*, person: Person, written: str, now: datetime) -> Address:
    address, _ = Address.objects.get_or_create(
        person=person, lookup=lookup_key(written), defaults={"written": written.strip(), "made_at": now}
    )
    return address


@transaction.atomic
def person_for(*, written: str, now: datetime, language: str = "") -> Person:
    """Whoever this address belongs to; a new guest when it is nobody's yet, one however many write it at once."""
    one_at_a_time(f"address:{lookup_key(written)}")
    person = queries.person_at(written)
    if person is None:
        person = Person.objects.make(now, language=language)
        give_address(person=person, written=written, now=now)
    return person
