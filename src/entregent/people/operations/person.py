"""What one says of oneself, and whom one wants nothing to do with."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.people import queries
from entregent.people.models import Block, Person, Refusal


@transaction.atomic
def rename(*, person: Person, name: str, language: str | None = None, zone: str | None = None) -> Person:
    person.rename(name)
    if language is not None:
        person.language = language
    if zone is not None:
        person.zone = zone
    person.save(update_fields=["name", "name_folded", "sort_name", "language", "zone"])
    return person


def refuse_mail(*, lookup: str, now: datetime) -> bool:
    """Never write to this address again, from any circle of the instance. False when it had said so already."""
    return Refusal.objects.get_or_create(fingerprint=queries.fingerprint(lookup), defaults={"refused_at": now})[1]


def accept_mail(*, lookup: str) -> None:
    Refusal.objects.filter(fingerprint=queries.fingerprint(lookup)).delete()


@transaction.atomic
def refuse_all_mail(*, person: Person, now: datetime) -> None:
    """The same for every address this person has: whoever asks does not know which one was written to."""
    for address in person.addresses.all():
        refuse_mail(lookup=address.lookup, now=now)


@transaction.atomic
def accept_all_mail(*, person: Person) -> None:
    for address in person.addresses.all():
        accept_mail(lookup=address.lookup)


def block(*, by: Person, person: Person, now: datetime) -> None:
    Block.objects.get_or_create(by=by, person=person, defaults={"at": now})


def unblock(*, by: Person, person: Person) -> None:
    Block.objects.filter(by=by, person=person).delete()


def make_operator(*, person: Person, now: datetime) -> None:
    person.operator_since = person.operator_since or now
    person.save(update_fields=["operator_since"])
