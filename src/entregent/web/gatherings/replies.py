"""What people wrote under a gathering, as one reader may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from entregent.circles.queries import names_in
from entregent.core.walltime import local
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from entregent.threads.models import Reply
from entregent.threads.queries import last_replies

KIND = "gathering"
PAGE = 12


@dataclass(frozen=True)
class Shown:
    key: str
    name: str
    text: str
    day: date
    hour: time
    labels: list[str]
    is_mine: bool


@dataclass(frozen=True)
class Thread:
    """The last words, or those before the reply one came from."""

    shown: list[Shown]
    earlier: str  # the reply before which there are more, "" when there are none
    is_latest: bool


def thread(gathering: Gathering, reader: Person, before: str) -> Thread:
    rows = last_replies(viewer=reader, kind=KIND, object_id=gathering.pk, before=before, most=PAGE)
    kept = rows[-PAGE:]
    return Thread(_shown(kept, gathering, reader), kept[0].key if len(rows) > len(kept) else "", not before)


def _shown(rows: list[Reply], gathering: Gathering, reader: Person) -> list[Shown]:
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
