"""What people wrote under a date is kept whatever becomes of the date."""

from __future__ import annotations

import pytest

from entregent.circles.models import Circle
from entregent.gatherings import operations, queries
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Gathering, Note
from entregent.people.models import Person
from entregent.threads.queries import visible_replies
from entregent.trust.enums import Reach
from tests.cast import DAY, NOON, NOW, a_date, day_of, seen, write

pytestmark = pytest.mark.django_db


def note(gathering: Gathering, author: Person) -> None:
    write(gathering, author, "A reply.")
    Note.objects.create(gathering=gathering, author=author, text="A note.", reach=Reach.CIRCLE, written_at=NOW)


def read(gathering: Gathering, reader: Person) -> list[str]:
    replies = visible_replies(viewer=reader, kind="gathering", object_id=gathering.pk)
    return [*(row.text for row in replies), *gathering.notes.values_list("text", flat=True)]


def pencilled(circle: Circle, by: Person) -> Gathering:
    rhythm(circle, by, days=7)
    found = operations.pencil_in(circle=circle, now=NOW)
    assert found is not None
    return found


def rhythm(circle: Circle, by: Person, days: int) -> None:
    operations.set_rhythm(
        circle=circle, by=by, now=NOW, rhythm=Rhythm.WEEKLY, anchor=day_of(NOW, days), hour=NOON, place="", minutes=90
    )


def test_a_date_moved_onto_a_cancelled_one_takes_its_words_over(circle: Circle, anne: Person, theo: Person) -> None:
    cancelled = a_date(circle, anne, days=3)
    note(cancelled, theo)
    operations.cancel(gathering=cancelled, by=anne, seen=seen(circle), now=NOW)
    other = a_date(circle, anne, days=5)
    when = operations.When(cancelled.day, cancelled.hour)
    moved = operations.move(gathering=other, by=anne, when=when, seen=seen(circle), now=NOW)
    assert read(moved, theo) == ["A reply.", "A note."]


def test_a_pencilled_date_somebody_wrote_under_outlives_a_change_of_rhythm(
    circle: Circle, anne: Person, theo: Person
) -> None:
    pencil = pencilled(circle, anne)
    note(pencil, theo)
    rhythm(circle, anne, days=8)
    assert read(Gathering.objects.get(pk=pencil.pk), theo) == ["A reply.", "A note."]


def test_the_date_that_takes_the_place_of_a_pencilled_one_takes_its_words(
    circle: Circle, anne: Person, theo: Person
) -> None:
    pencil = pencilled(circle, anne)
    note(pencil, theo)
    fixed = a_date(circle, anne, days=(pencil.day - NOW.date()).days + 1)
    assert queries.pencilled(circle, NOW) is None
    assert read(fixed, theo) == ["A reply.", "A note."]


def test_an_imported_date_somebody_wrote_a_note_under_is_not_taken_back(
    circle: Circle, anne: Person, theo: Person
) -> None:
    report = operations.import_gatherings(
        circle=circle, content="date;people\n2026-10-01;Anne, Zoé\n".encode(), file_name="x.csv", now=NOW
    )
    brought = circle.gatherings.get()
    Note.objects.create(gathering=brought, author=theo, text="A note.", reach=Reach.CIRCLE, written_at=NOW)
    assert report.brought is not None
    operations.undo_import(import_id=report.brought.pk, now=NOW + DAY)
    assert read(circle.gatherings.get(), theo) == ["A note."]
