"""Who would rather not share a table with somebody: asked in private, kept to in every plan, hidden among decoys."""

from __future__ import annotations

import secrets
from datetime import datetime
from importlib import import_module

from django.db import transaction

from entregent.circles.models import Circle
from entregent.gatherings.models import Apart, Decoy, TableSecret
from entregent.gatherings.queries import plans
from entregent.gatherings.queries.plans import kept_apart
from entregent.people.models import Person

COPIES = 4


class NotTogether(Exception):
    """Somebody who is not in the circle, or oneself."""


def keep_apart(*, circle: Circle, by: Person, person_id: int, now: datetime) -> Apart:
    """Asked again it is the same wish; nobody is told, the other least of all."""
    here = circle.memberships.filter(person=person_id, left_at__isnull=True, person__erased_at__isnull=True)
    if person_id == by.pk or not here.exclude(person__in=plans.unseen(by)).exists():
        raise NotTogether
    return Apart.objects.get_or_create(circle=circle, by=by, other_id=person_id, defaults={"asked_at": now})[0]


def let_together(*, circle: Circle, by: Person, wish_id: int) -> Apart | None:
    """Only whoever asked takes it back, and nothing of it stays."""
    wish = Apart.objects.filter(circle=circle, by=by, pk=wish_id).select_related("other").first()
    if wish is not None:
        Apart.objects.filter(pk=wish.pk).delete()
    return wish


@transaction.atomic
def pairs_apart(circle: Circle) -> list[tuple[int, int]]:
    """The pairs kept apart and their decoys, which nothing tells from them. The stand-ins are kept, so that a decoy is
    one for as long as its pair."""
    members, pairs = kept_apart(circle)
    if not pairs:
        return []
    tables, refused = import_module("entregent.engine.tables"), import_module("entregent.engine.errors").Refused
    try:
        found, copies = tables.decoys(pairs, members, secret=_secret(circle), before=_copies(circle))
    except refused:  # too few people to hide among: the wish is kept to all the same
        return pairs
    _keep(circle, copies)
    return sorted({*pairs, *((int(a), int(b)) for a, b in found)})


def _secret(circle: Circle) -> bytes:
    kept = TableSecret.objects.get_or_create(circle=circle, defaults={"secret": secrets.token_bytes(32)})[0]
    return bytes(kept.secret)


def _copies(circle: Circle) -> list[dict[int, int]]:
    copies: list[dict[int, int]] = [{} for _ in range(COPIES)]
    for copy, person, other in Decoy.objects.filter(circle=circle).values_list("copy", "person_id", "other_id"):
        copies[copy][person] = other
    return copies


def _keep(circle: Circle, copies: list[dict[int, int]]) -> None:
    """Whoever left keeps their stand-in for when they come back."""
    Decoy.objects.bulk_create(
        [
            Decoy(circle=circle, copy=copy, person_id=person, other_id=other)
            for copy, stands in enumerate(copies)
            for person, other in stands.items()
        ],
        update_conflicts=True,
        unique_fields=["circle", "copy", "person"],
        update_fields=["other"],
    )
