"""What people wrote under a gathering, as one reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from entregent.circles.queries import names_in
from entregent.core.walltime import local
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from entregent.threads.queries import visible_replies

KIND = "gathering"


@dataclass(frozen=True)
class Shown:
    key: str
    name: str
    text: str
    day: date
    hour: time
    labels: list[str]
    is_mine: bool


def shown(gathering: Gathering, reader: Person) -> list[Shown]:
    rows = list(visible_replies(viewer=reader, kind=KIND, object_id=gathering.pk))
    names = names_in(gathering.circle_id, [row.author_id for row in rows])
    found = []
    for row in rows:
        written = local(row.written_at, gathering.zone)
        found.append(
            Shown(
                key=row.key,
                name=names.get(row.author_id) or _("a former member"),
                text=row.text,
                day=written.date(),
                hour=written.time(),
                labels=[str(row.get_reach_display()), str(row.get_naming_display())],
                is_mine=row.author_id == reader.pk,
            )
        )
    return found
