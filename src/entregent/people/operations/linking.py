"""The links people get by mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.people.operations.person import make_operator

FIRST_LINK_LIVES = timedelta(days=7)


def ensure_link(
    *,
    person: Person,
    purpose: Purpose,
    kind: str,
    object_id: int,
    now: datetime,
    lives: timedelta,
    single_use: bool = False,
) -> Link:
    """The one link a person has to an object for a purpose, its life extended; a revoked or used one starts afresh.

    What would give a long life a hundredth more is not written: a mail with five links would write five times.
    """
    link, made = Link.objects.get_or_create(
        person=person,
        purpose=purpose,
        kind=kind,
        object_id=object_id,
        defaults={"made_at": now, "expires_at": now + lives, "single_use": single_use},
    )
    if made:
        return link
    lacking = now + lives - link.expires_at
    spent = link.revoked_at or link.used_at
    if not spent and link.single_use == single_use and timedelta() <= lacking < lives / 100:
        return link
    if spent:
        link.generation += 1
        link.revoked_at = link.used_at = None
    link.single_use = single_use
    link.expires_at = now + lives
    link.save(update_fields=["generation", "revoked_at", "used_at", "single_use", "expires_at"])
    return link


def use_link(link: Link, now: datetime) -> bool:
    """Take a single-use link; False when somebody was faster."""
    return bool(Link.objects.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True).update(used_at=now))


def revoke_links(*, person: Person, now: datetime, kind: str | None = None, object_id: int | None = None) -> int:
    rows = Link.objects.filter(person=person, revoked_at__isnull=True)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if object_id is not None:
        rows = rows.filter(object_id=object_id)
    return rows.update(revoked_at=now)


@transaction.atomic
def first_link(now: datetime) -> Link | None:
    """The one-time link of whoever will operate this instance; None once an operator can come in by themselves."""
    operators = Person.objects.filter(operator_since__isnull=False, erased_at__isnull=True).order_by("operator_since")
    if operators.filter(addresses__verified_at__isnull=False).exists():
        return None
    person = operators.first() or Person.objects.make(now)
    make_operator(person=person, now=now)
    return ensure_link(
        person=person,
        purpose=Purpose.SIGN_IN,
        kind="person",
        object_id=person.pk,
        now=now,
        lives=FIRST_LINK_LIVES,
        single_use=True,
    )
