"""A note as one reader may see it: the words, the label, and a name only where it may be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from entregent.circles.enums import WayIn
from entregent.circles.queries import circles_of
from entregent.circles.queries.naming import NOBODY, as_authors
from entregent.core.walltime import local
from entregent.gatherings.models import Gathering, Note
from entregent.gatherings.queries import notes
from entregent.people.models import Person
from entregent.trust.enums import Naming
from entregent.trust.queries import circles_open_to
from entregent.web.components.prose import prose


@dataclass(frozen=True)
class ShownNote:
    key: str
    name: str  # "" where its author may not be named to this reader
    html: SafeString
    day: date
    changed: date | None
    labels: tuple[str, str]
    circles: str
    is_mine: bool
    gathering: Gathering
    circle_name: str  # "" where this reader may not know which circle it was


def shown(rows: Sequence[Note], reader: Person | None) -> list[ShownNote]:
    """In as many queries for three notes of a circle as for one."""
    if not rows:
        return []
    opened = circles_open_to(notes.KIND, [note.pk for note in rows])
    mine = own_circles(reader, [note.gathering.circle_id for note in rows])
    tables = notes.tables_of(reader, [note.gathering_id for note in rows])
    authors = [note.author_id for note in rows]
    names = {circle: as_authors(circle, authors) for circle in {note.gathering.circle_id for note in rows}}
    found = []
    for note in rows:
        circle = note.gathering.circle
        is_mine = reader is not None and note.author_id == reader.pk
        named = note.naming == Naming.MAY or is_mine or note.gathering_id in tables
        inside = circle.pk in mine
        found.append(
            ShownNote(
                key=note.key,
                name=(names[circle.pk].get(note.author_id, NOBODY).name or _("a former member")) if named else "",
                html=prose(note.text),
                day=local(note.written_at, note.gathering.zone).date(),
                changed=local(note.changed_at, note.gathering.zone).date() if note.changed_at else None,
                labels=(str(note.get_reach_display()), str(note.get_naming_display())),
                circles=", ".join(one.name for one in opened[note.pk]) if inside else "",
                is_mine=is_mine,
                gathering=note.gathering,
                circle_name=circle.name if inside or circle.way_in != WayIn.HIDDEN else "",
            )
        )
    return found


def own_circles(reader: Person | None, circle_ids: Sequence[int]) -> set[int]:
    """Those of these circles the reader is in."""
    if reader is None:
        return set()
    return set(circles_of(reader).filter(pk__in=circle_ids).values_list("pk", flat=True))
