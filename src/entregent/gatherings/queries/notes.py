"""What is kept of gatherings, as one reader may see it; every page of notes asks here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from entregent.circles.models import Circle, Membership
from entregent.gatherings.models import Attendance, Gathering, Note
from entregent.people.models import Person
from entregent.people.queries import blocked_pairs
from entregent.trust.enums import Reach
from entregent.trust.queries import reaching, readable

KIND = "note"
PAGE = 20


def _kept() -> QuerySet[Note]:
    return Note.objects.filter(withdrawn_at__isnull=True, gathering__circle__deleted_at__isnull=True).select_related(
        "author", "gathering__circle"
    )


def notes_of(gathering: Gathering, viewer: Person) -> list[Note]:
    """The notes of a gathering the viewer may read. The caller has checked that they may see the gathering."""
    return list(readable(_kept().filter(gathering=gathering), viewer, KIND).order_by("written_at", "pk"))


def visible_note(*, viewer: Person | None, key: str) -> Note | None:
    """A note as anybody: inside its circle by its label, elsewhere only as far as it was opened."""
    rows = _kept().filter(key=key)
    if viewer is None:
        return rows.filter(reach=Reach.ANYONE).first()
    here = Membership.objects.filter(person=viewer, left_at__isnull=True).values("circle")
    inside = readable(rows.filter(gathering__circle__in=here), viewer, KIND).first()
    return inside or reaching(rows, viewer, KIND).first()


def own_note(*, author: Person, key: str) -> Note | None:
    """A note as its author, withdrawn or not: in its circle still, or not."""
    rows = Note.objects.filter(key=key, author=author, gathering__circle__deleted_at__isnull=True)
    return rows.exclude(text="").select_related("gathering__circle").first()


def notes_in(circle: Circle, viewer: Person, before: datetime | None = None) -> list[Note]:
    """A circle's notes and those opened to it, newest first; one more than a page when there are more."""
    own = readable(_kept().filter(gathering__circle=circle), viewer, KIND).values("pk")
    brought = reaching(_kept().filter(reach=Reach.CIRCLES), viewer, KIND, only=circle).values("pk")
    rows = _kept().filter(Q(pk__in=own) | Q(pk__in=brought)).order_by("-written_at", "-pk")
    return list((rows if before is None else rows.filter(written_at__lt=before))[: PAGE + 1])


def tables_of(viewer: Person | None, gathering_ids: Sequence[int]) -> set[int]:
    """At which of these tables the reader was: who may not be named elsewhere is no secret there."""
    if viewer is None:
        return set()
    there = Attendance.objects.filter(person=viewer, gathering__in=gathering_ids)
    return set(there.values_list("gathering_id", flat=True))


def first_meetings(gathering: Gathering, viewer: Person) -> dict[int, set[int]] | None:
    """Who met whom for the first time at a table of this circle; None when it was the circle's first on record."""
    seen = Attendance.objects.filter(person__erased_at__isnull=True).exclude(person__in=blocked_pairs(viewer))
    there = set(seen.filter(gathering=gathering).values_list("person_id", flat=True))
    earlier = Attendance.objects.filter(
        gathering__circle=gathering.circle_id, gathering__starts_at__lt=gathering.starts_at
    )
    tables: dict[int, set[int]] = defaultdict(set)
    for table, person in earlier.values_list("gathering_id", "person_id"):
        tables[table].add(person)
    if not tables:
        return None
    met: dict[int, set[int]] = {person: set() for person in there}
    for people in tables.values():
        for person in people & there:
            met[person] |= people
    return {person: new for person in there if (new := there - met[person] - {person})}
