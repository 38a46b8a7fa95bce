"""Notes of a gathering: each goes as far as its label says, and no further; what it said before is its author's."""

from __future__ import annotations

from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings.models import Gathering, Note, NoteVersion
from entregent.gatherings.queries import notes
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all, export_all
from entregent.trust.enums import Naming, Reach
from entregent.trust.models import Audience
from tests.cast import DAY, HOUR, NOW, a_circle, a_past_date, somebody

pytestmark = pytest.mark.django_db


class Table:
    """Anne and Théo were there, Inès of the circle; Léa came in later; Wanda is of Anne's choir, Zoé of neither."""

    def __init__(self) -> None:
        self.anne, self.theo, self.ines, self.lea, self.wanda, self.zoe = (
            somebody(name, f"{name.lower()}@example.org") for name in ("Anne", "Theo", "Ines", "Lea", "Wanda", "Zoe")
        )
        self.circle = a_circle(self.anne, self.theo, self.ines)
        self.choir = a_circle(self.wanda, self.anne, name="Choir")
        self.gathering: Gathering = a_past_date(self.circle, self.anne)
        there = [self.anne.pk, self.theo.pk]
        gatherings.record_attendance(gathering=self.gathering, by=self.anne, person_ids=there, names=[], now=NOW - DAY)

    def note(self, reach: Reach, *opened: Circle, naming: Naming = Naming.MAY, text: str = "Said") -> Note:
        note = gatherings.write_note(
            gathering=self.gathering, author=self.anne, text=text, reach=reach, naming=naming, now=NOW, circles=opened
        )
        circles.add_member(circle=self.circle, person=self.lea, now=NOW + HOUR, invited_by=self.anne)
        return note

    def readers(self, note: Note) -> list[str]:
        everybody = (self.anne, self.theo, self.ines, self.lea, self.wanda, self.zoe)
        read = [person.name for person in everybody if notes.visible_note(viewer=person, key=note.key)]
        return [*read, *(["a visitor"] if notes.visible_note(viewer=None, key=note.key) else [])]


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.mark.parametrize(
    ("reach", "readers"),
    [
        (Reach.TABLE, ["Anne", "Theo"]),
        (Reach.CIRCLE, ["Anne", "Theo", "Ines", "Lea"]),
        (Reach.CIRCLES, ["Anne", "Theo", "Ines", "Lea", "Wanda"]),
        (Reach.ANYONE, ["Anne", "Theo", "Ines", "Lea", "Wanda", "Zoe", "a visitor"]),
    ],
)
def test_a_note_goes_as_far_as_its_label(table: Table, reach: Reach, readers: list[str]) -> None:
    note = table.note(reach, table.choir)
    assert table.readers(note) == readers
    listed = [one for one in ("Anne", "Theo", "Ines", "Lea", "Wanda", "Zoe") if one in readers]
    for person in (table.anne, table.theo, table.ines, table.lea):
        assert (note in notes.notes_of(table.gathering, person)) is (person.name in listed)
        assert (note in notes.notes_in(table.circle, person)) is (person.name in listed)
    assert notes.notes_in(table.choir, table.wanda) == ([note] if reach == Reach.CIRCLES else [])


def test_a_note_is_carried_only_where_its_author_is(table: Table) -> None:
    theirs = a_circle(table.zoe, name="Zoe's")
    assert table.readers(table.note(Reach.CIRCLES, theirs)) == ["Anne", "Theo", "Ines", "Lea"]


def test_a_block_hides_a_note_both_ways_however_far_it_goes(table: Table) -> None:
    note = table.note(Reach.ANYONE)
    people.block(by=table.theo, person=table.anne, now=NOW)
    assert "Theo" not in table.readers(note)


def test_who_was_at_that_table_is_known_at_that_table(table: Table) -> None:
    note = table.note(Reach.ANYONE, naming=Naming.MAY_NOT)
    tables = [notes.tables_of(one, [note.gathering_id]) for one in (table.theo, table.ines, None)]
    assert tables == [{table.gathering.pk}, set(), set()]


def change(note: Note, by: Person, text: str, reach: Reach, **more: Any) -> NoteVersion:
    return gatherings.change_note(note=note, by=by, text=text, reach=reach, naming=Naming.MAY, now=NOW + HOUR, **more)


def test_a_change_keeps_what_it_said_and_can_be_put_back_and_forth(table: Table) -> None:
    note = table.note(Reach.CIRCLES, table.choir)
    before = change(note, table.anne, "Less", Reach.TABLE)
    assert table.readers(note) == ["Anne", "Theo"]
    after = gatherings.put_back(version=before, by=table.anne, now=NOW + 2 * HOUR)
    note.refresh_from_db()
    assert (note.text, note.reach, after.text, after.reach) == ("Said", "circles", "Less", "table")
    assert note.versions.count() == 2


def test_only_its_author_changes_a_note_or_withdraws_it(table: Table) -> None:
    note = table.note(Reach.CIRCLE)
    with pytest.raises(Note.DoesNotExist):
        change(note, table.theo, "Mine", Reach.ANYONE)
    assert gatherings.withdraw_note(note=note, by=table.theo, now=NOW) is False
    assert notes.own_note(author=table.theo, key=note.key) is None
    assert gatherings.withdraw_note(note=note, by=table.anne, now=NOW) is True
    assert table.readers(note) == []
    assert gatherings.restore_note(note=note, by=table.anne) is True
    assert table.readers(note) == ["Anne", "Theo", "Ines", "Lea"]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 8001])
def test_nothing_and_too_much_are_refused(table: Table, text: str) -> None:
    with pytest.raises(gatherings.NothingNoted):
        table.note(Reach.CIRCLE, text=text)
    assert not Note.objects.exists()


def test_withdrawn_long_ago_it_is_forgotten_with_what_it_said_before(table: Table) -> None:
    note = table.note(Reach.TABLE)
    change(note, table.anne, "Less", Reach.TABLE)
    gatherings.withdraw_note(note=note, by=table.anne, now=NOW)
    assert gatherings.forget_notes(NOW + 29 * DAY) == 0
    assert gatherings.forget_notes(NOW + 31 * DAY) == 1
    note.refresh_from_db()
    assert (note.text, note.versions.count()) == ("", 0)
    assert gatherings.restore_note(note=note, by=table.anne) is False


def test_erasure_takes_the_words_and_export_gives_them(table: Table) -> None:
    note = table.note(Reach.TABLE, text="A word of Anne's")
    change(note, table.anne, "Another", Reach.TABLE)
    exported = str(export_all(table.anne)["gatherings"])
    assert "A word of Anne's" in exported
    assert "Another" in exported
    erase_all(table.anne, NOW + DAY)
    note.refresh_from_db()
    assert (note.text, note.versions.count(), table.readers(note)) == ("", 0, [])
    assert not Audience.objects.filter(person=table.anne).exists()


# Who met whom


def there(table: Table, gathering: Gathering, *who: Person) -> None:
    ids = [person.pk for person in who]
    gatherings.record_attendance(gathering=gathering, by=table.anne, person_ids=ids, names=[], now=NOW)


def test_who_met_whom_for_the_first_time(table: Table) -> None:
    assert notes.first_meetings(table.gathering, table.anne) is None
    later = a_past_date(table.circle, table.anne, days=3)
    there(table, later, table.anne, table.theo, table.ines)
    anne, theo, ines = table.anne.pk, table.theo.pk, table.ines.pk
    assert notes.first_meetings(later, table.anne) == {anne: {ines}, theo: {ines}, ines: {anne, theo}}
    again = a_past_date(table.circle, table.anne, days=2)
    there(table, again, table.theo, table.ines)
    assert notes.first_meetings(again, table.anne) == {}


def test_whoever_is_blocked_or_erased_met_nobody(table: Table) -> None:
    later = a_past_date(table.circle, table.anne, days=3)
    there(table, later, table.anne, table.theo, table.ines)
    people.block(by=table.anne, person=table.ines, now=NOW)
    assert notes.first_meetings(later, table.anne) == {}
    assert table.ines.pk in (notes.first_meetings(later, table.theo) or {})
    erase_all(table.ines, NOW)
    assert notes.first_meetings(later, table.theo) == {}
