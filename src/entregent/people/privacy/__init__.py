"""What the instance holds of a person: each app says what it exports, and how it forgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from entregent.people import queries
from entregent.people.models import Address, Block, Challenge, Link, Merge, Passkey, Person, Session, SignIn
from entregent.people.privacy.merging import Ledger, fields_that_move, put_back

COVERED = frozenset(
    {
        "people.Address.person",
        "people.SignIn.person",
        "people.Link.person",
        "people.Block.by",
        "people.Block.person",
        "people.Session.person",
        "people.Challenge.person",
        "people.Passkey.person",
        "people.Person.merged_into",
        "people.Merge.kept",
        "people.Merge.gone",
        "people.Merge.by",
    }
)


UNDONE_WITHIN = timedelta(days=30)


class CannotMerge(Exception):
    """The same record twice, one that was erased or is part of another already; or a merge past undoing."""


def nothing_held(person: Person) -> bool:
    return False


def nothing_to_settle(ledger: Ledger) -> None:
    return None


@dataclass(frozen=True)
class Part:
    """One app's share: what it exports of a person, and how it erases them. Erasing runs from the top app down."""

    app: str
    export: Callable[[Person], dict[str, Any]]
    erase: Callable[[Person, datetime], None]
    holds: Callable[[Person], bool] = nothing_held  # whether something here would be lost with somebody who never came
    merge: Callable[[Ledger], None] = nothing_to_settle  # which of two rows counts; the rest moves by itself


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


@transaction.atomic
def merge_all(*, kept: Person, gone: Person, by: Person, now: datetime) -> Merge:
    """All that was the one's becomes the other's. Who may is the caller's to know."""
    both = {one.pk: one for one in Person.objects.select_for_update(no_key=True).filter(pk__in=[kept.pk, gone.pk])}
    if len(both) < len((kept, gone)) or not all(one.is_active for one in both.values()):
        raise CannotMerge
    ledger = Ledger(both[kept.pk], both[gone.pk])
    for part in reversed(list(_parts.values())):
        part.merge(ledger)
    for model, name in fields_that_move():
        ledger.move(model, name)
    end_sessions(gone)
    Person.objects.filter(pk=gone.pk).update(merged_into=kept)
    return Merge.objects.create(kept=kept, gone=gone, by=by, at=now, written=ledger.as_written())


@transaction.atomic
def undo_merge(*, merge_id: int, now: datetime) -> Merge:
    """Two people again. What was done since under the one name stays with it."""
    taken = Merge.objects.filter(pk=merge_id, undone_at__isnull=True, at__gt=now - UNDONE_WITHIN).exclude(written={})
    if not taken.update(undone_at=now):
        raise CannotMerge
    merge = Merge.objects.select_related("kept", "gone").get(pk=merge_id)
    if not merge.kept.is_active or merge.gone.erased_at:
        raise CannotMerge
    Person.objects.filter(pk=merge.gone_id).update(merged_into=None)
    put_back(merge.written, merge.kept, merge.gone)
    Merge.objects.filter(pk=merge_id).update(written={})
    return merge


def forget_merges(now: datetime) -> int:
    """What is past undoing is remembered as who and when, without a row of anybody's."""
    return Merge.objects.filter(at__lte=now - UNDONE_WITHIN).exclude(written={}).update(written={})


def _export(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "language": person.language,
        "zone": person.zone,
        "here_since": person.made_at,
        "signed_in": person.signed_in_at,
        "addresses": [{"address": row.written, "verified": row.verified_at} for row in person.addresses.all()],
        "sessions": list(person.sessions.values("started_at", "way", "device")),
        "passkeys": list(queries.passkeys_of(person).values("name", "made_at", "used_at")),
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
    Passkey.objects.filter(person=person).delete()
    Challenge.objects.filter(person=person).delete()
    end_sessions(person)
    person.rename("")
    person.language = person.zone = ""
    person.signed_in_at = person.operator_since = person.last_login = None
    person.erased_at = now
    person.save()
    Merge.objects.filter(Q(kept=person) | Q(gone=person)).update(written={})
    nameless = {"name": "", "name_folded": "", "sort_name": "", "language": "", "zone": "", "signed_in_at": None}
    Person.objects.filter(merged_into=person).update(erased_at=now, **nameless)
    Link.objects.filter(person__merged_into=person).delete()


def end_sessions(person: Person) -> int:
    """Sign a person out everywhere, whichever browser it was."""
    return Session.objects.filter(person=person).delete()[0]


def _holds(person: Person) -> bool:
    return person.signed_in_at is not None


def _merge(ledger: Ledger) -> None:
    """One name, one language; whoever came in under the one came in under the other."""
    kept, gone = ledger.kept, ledger.gone
    if not kept.name:
        ledger.change(kept, name=gone.name, name_folded=gone.name_folded, sort_name=gone.sort_name)
    ledger.change(
        kept,
        language=kept.language or gone.language,
        zone=kept.zone or gone.zone,
        signed_in_at=kept.signed_in_at or gone.signed_in_at,
    )


register(Part("people", _export, _erase, _holds, _merge))
