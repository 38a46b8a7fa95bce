"""What the instance holds of a person: each app says what it exports, and how it forgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction

from entregent.people.models import Address, Block, Link, Person, SignIn

COVERED = frozenset(
    {"people.Address.person", "people.SignIn.person", "people.Link.person", "people.Block.by", "people.Block.person"}
)


def nothing_held(person: Person) -> bool:
    return False


@dataclass(frozen=True)
class Part:
    """One app's share: what it exports of a person, and how it erases them. Erasing runs from the top app down."""

    app: str
    export: Callable[[Person], dict[str, Any]]
    erase: Callable[[Person, datetime], None]
    holds: Callable[[Person], bool] = nothing_held  # whether something here would be lost with somebody who never came


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    _parts[part.app] = part


def export_all(person: Person) -> dict[str, Any]:
    """Everything one wrote or is named in, by app."""
    return {name: part.export(person) for name, part in sorted(_parts.items())}


def is_held(person: Person) -> bool:
    """Whether forgetting an unanswered invitation must leave this person: they came in, or said something somewhere."""
    return any(part.holds(person) for part in _parts.values())


@transaction.atomic
def erase_all(person: Person, now: datetime) -> None:
    """Leave a tombstone without name or address; what others wrote, counted or remember stays whole."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    for part in reversed(list(_parts.values())):
        part.erase(person, now)


def _export(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "language": person.language,
        "zone": person.zone,
        "here_since": person.made_at,
        "signed_in": person.signed_in_at,
        "addresses": [{"address": row.written, "verified": row.verified_at} for row in person.addresses.all()],
        "blocked": [
            {"name": row.person.name, "at": row.at} for row in Block.objects.filter(by=person).select_related("person")
        ],
    }


def _erase(person: Person, now: datetime) -> None:
    lookups = list(person.addresses.values_list("lookup", flat=True))
    SignIn.objects.filter(lookup__in=lookups).delete()
    SignIn.objects.filter(person=person).delete()
    Address.objects.filter(person=person).delete()
    Link.objects.filter(person=person).delete()
    Block.objects.filter(by=person).delete()
    Block.objects.filter(person=person).delete()
    end_sessions(person)
    person.rename("")
    person.language = person.zone = ""
    person.signed_in_at = person.operator_since = person.last_login = None
    person.erased_at = now
    person.save()


def end_sessions(person: Person) -> int:
    """Sign a person out everywhere, whichever browser it was."""
    mine = [row.pk for row in Session.objects.iterator() if row.get_decoded().get("_auth_user_id") == str(person.pk)]
    return Session.objects.filter(pk__in=mine).delete()[0]


def _holds(person: Person) -> bool:
    return person.signed_in_at is not None


register(Part("people", _export, _erase, _holds))
