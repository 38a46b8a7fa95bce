"""Notes of a gathering: written with a label, changed with what they said before kept, withdrawn and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from entregent.circles.models import Circle, Membership
from entregent.core.folding import TURNS_ROUND
from entregent.gatherings import queries
from entregent.gatherings.models import Gathering, Note, NoteVersion
from entregent.gatherings.queries.notes import KIND
from entregent.people.models import Person
from entregent.trust.enums import Naming, Reach
from entregent.trust.models import Audience
from entregent.trust.operations import freeze_audience, open_to_circles

LONGEST_NOTE = 8000
WITHDRAWN_KEPT = timedelta(days=30)


class NothingNoted(ValueError):
    """An empty note, or one longer than fits."""


@transaction.atomic
def write_note(
    *,
    gathering: Gathering,
    author: Person,
    text: str,
    reach: Reach,
    naming: Naming,
    now: datetime,
    circles: Iterable[Circle] = (),
) -> Note:
    """For "this table" the readers are frozen now; "these circles" are circles its author is in."""
    note = Note.objects.create(
        gathering=gathering, author=author, text=_clean(text), reach=reach, naming=naming, written_at=now
    )
    _let_go(note, circles)
    return note


@transaction.atomic
def change_note(
    *, note: Note, by: Person, text: str, reach: Reach, naming: Naming, now: datetime, circles: Iterable[Circle] = ()
) -> NoteVersion:
    """Only its author, and what it said before is kept for them. Narrowed to the table, it is the table as of now."""
    locked = Note.objects.select_for_update(of=("self",), no_key=True).get(pk=note.pk, author=by)
    before = NoteVersion.objects.create(
        note=locked, text=locked.text, reach=locked.reach, naming=locked.naming, replaced_at=now
    )
    narrowed = reach == Reach.TABLE and locked.reach != Reach.TABLE
    locked.text, locked.reach, locked.naming, locked.changed_at = _clean(text), reach, naming, now
    locked.save(update_fields=["text", "reach", "naming", "changed_at"])
    if narrowed:
        Audience.objects.filter(kind=KIND, object_id=locked.pk).delete()
    if narrowed or reach != Reach.TABLE:
        _let_go(locked, circles)
    return before


def put_back(*, version: NoteVersion, by: Person, now: datetime) -> NoteVersion:
    """As it was before that change, which is kept in turn. How far it goes comes back too, to no new circle."""
    circles = Circle.objects.filter(openings__kind=KIND, openings__object_id=version.note_id)
    return change_note(
        note=version.note,
        by=by,
        text=version.text,
        reach=Reach(version.reach),
        naming=Naming(version.naming),
        now=now,
        circles=list(circles),
    )


def _let_go(note: Note, circles: Iterable[Circle]) -> None:
    if note.reach == Reach.TABLE:
        freeze_audience(kind=KIND, object_id=note.pk, people=queries.people_at(note.gathering))
    mine = Membership.objects.filter(person=note.author, left_at__isnull=True).values_list("circle_id", flat=True)
    wanted = [circle for circle in circles if circle.pk in set(mine)] if note.reach == Reach.CIRCLES else []
    open_to_circles(kind=KIND, object_id=note.pk, circles=wanted)


def _clean(text: str) -> str:
    text = TURNS_ROUND.sub("", text.replace("\r\n", "\n")).strip()
    if not text or len(text) > LONGEST_NOTE:
        raise NothingNoted
    return text


def withdraw_note(*, note: Note, by: Person, now: datetime) -> bool:
    return bool(Note.objects.filter(pk=note.pk, author=by, withdrawn_at__isnull=True).update(withdrawn_at=now))


def restore_note(*, note: Note, by: Person) -> bool:
    withdrawn = Note.objects.filter(pk=note.pk, author=by, withdrawn_at__isnull=False)
    return bool(withdrawn.exclude(text="").update(withdrawn_at=None))


@transaction.atomic
def forget_notes(now: datetime) -> int:
    """Notes withdrawn thirty days ago, with what they said before; and who could read what is no more."""
    old = Note.objects.filter(withdrawn_at__lt=now - WITHDRAWN_KEPT).exclude(text="")
    NoteVersion.objects.filter(note__in=old.values("pk")).delete()
    Audience.objects.filter(kind=KIND).exclude(object_id__in=Note.objects.values("pk")).delete()
    return old.update(text="")
