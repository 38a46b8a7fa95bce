"""What people are called, to one who reads: whom a block stands between is not named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from entregent.circles.models import Membership
from entregent.circles.queries import names_in
from entregent.core.prepared import among, prepared
from entregent.people.models import Person
from entregent.people.queries import blocked_pairs


def known_to(viewer: Person, circle_id: int, person_ids: Iterable[int | None]) -> dict[int, str]:
    """By person, their name in this circle; "" for somebody erased; nothing of those who are hidden from the reader."""
    wanted = {one for one in person_ids if one}
    seen = wanted - blocked_pairs(viewer) if wanted - {viewer.pk} else wanted
    return names_in(circle_id, list(seen)) if seen else {}


@dataclass(frozen=True)
class Author:
    name: str
    key: str = ""  # of their page, while they are in the circle


NOBODY = Author("")


def as_authors(circle_id: int, person_ids: list[int]) -> dict[int, Author]:
    """Whose words these are. A name that only a file gave stands on its membership: nobody is quoted under it before
    its owner has come in themselves."""
    rows = _here(circle=circle_id, people=set(person_ids)) if person_ids else []
    unconfirmed = _("somebody who has not confirmed it yet")
    here = {row.person_id: Author(unconfirmed) if row.imported_at else _author(row) for row in rows}
    others = [one for one in person_ids if one not in here]
    names = names_in(circle_id, others) if others else {}
    return here | {pk: Author(name) for pk, name in names.items()}


@prepared
def _here(circle: int, people: set[int]) -> QuerySet[Membership]:
    return Membership.objects.filter(among("person", people), circle=circle).select_related("person")


def _author(row: Membership) -> Author:
    is_here = row.left_at is None and row.person.erased_at is None
    return Author(row.shown_name, row.person.key if is_here and row.shown_name else "")
