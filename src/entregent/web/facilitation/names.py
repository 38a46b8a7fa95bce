"""What a circle's people are called on the pages about who facilitates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle
from entregent.facilitation import queries
from entregent.people.models import Person
from entregent.web.circles.newcomers import nameless

MOST_NAMES = 400


@dataclass(frozen=True)
class Somebody:
    key: str
    name: str


class Names:
    """What the circle's people are called, as this reader sees them; fetched once."""

    def __init__(self, circle: Circle, reader: Person) -> None:
        self._circle, self._reader = circle, reader
        self._known: dict[int, str] = {}

    def know(self, person_ids: Iterable[int]) -> None:
        """Several at once, in one query."""
        wanted = [one for one in set(person_ids) if one not in self._known]
        if wanted:
            self._known |= circle_queries.names_in(self._circle.pk, wanted)

    def of(self, person_id: int) -> str:
        self.know([person_id])
        return self._known.get(person_id) or ""

    def others(self) -> list[Somebody]:
        rows = circle_queries.members(circle=self._circle, viewer=self._reader)
        allowed = set(queries.may_be_asked(self._circle).values_list("pk", flat=True))
        shown = [row for row in rows.exclude(person=self._reader)[:MOST_NAMES] if row.pk in allowed]
        return [Somebody(row.person.key, row.shown_name or nameless()) for row in shown]
