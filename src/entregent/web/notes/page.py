"""The pages of notes: one with what was written under it, and a circle's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.circles.queries import circles_of, membership
from entregent.core.walltime import local
from entregent.gatherings.models import Note, NoteVersion
from entregent.gatherings.queries import notes
from entregent.people.models import Person
from entregent.trust.enums import Reach
from entregent.web.gatherings.forms import ReplyForm
from entregent.web.gatherings.replies import Thread, thread
from entregent.web.notes.shown import ShownNote, shown
from entregent.web.sending import new_sending


@dataclass(frozen=True)
class NotePage:
    note: ShownNote
    today: date
    is_inside: bool
    replies: Thread | None
    reply_form: ReplyForm
    once: str
    versions: list[NoteVersion]


@dataclass(frozen=True)
class CircleNotes:
    circle: Circle
    today: date
    notes: list[ShownNote]
    earlier: str


def note_page(
    note: Note, reader: Person | None, now: datetime, reply_form: ReplyForm | None = None, before: str = ""
) -> NotePage:
    circle = note.gathering.circle
    is_inside = reader is not None and membership(circle, reader) is not None
    is_mine = reader is not None and note.author_id == reader.pk
    return NotePage(
        note=shown([note], reader)[0],
        today=local(now, note.gathering.zone).date(),
        is_inside=is_inside,
        replies=thread(note, reader, before) if reader is not None and is_inside else None,
        reply_form=reply_form or under(note),
        once=new_sending(),
        versions=list(note.versions.order_by("-replaced_at", "-pk")[:20]) if is_mine else [],
    )


def under(note: Note, typed: QueryDict | None = None) -> ReplyForm:
    """What is written under a note goes no further than the note itself."""
    return ReplyForm(typed, label=_("A word under this note"), table_alone=note.reach == Reach.TABLE)


def circle_notes(circle: Circle, reader: Person, now: datetime, before: datetime | None) -> CircleNotes:
    rows = notes.notes_in(circle, reader, before)
    kept = rows[: notes.PAGE]
    return CircleNotes(
        circle=circle,
        today=local(now, circle.zone).date(),
        notes=shown(kept, reader),
        earlier=kept[-1].written_at.isoformat() if len(rows) > len(kept) else "",
    )


def other_circles(person: Person, circle: Circle) -> list[Circle]:
    """Where somebody may carry a note: the other circles they are in."""
    return list(circles_of(person).filter(archived_at__isnull=True).exclude(pk=circle.pk))
