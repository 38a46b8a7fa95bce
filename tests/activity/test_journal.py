"""What happened, by ids and kinds; it only grows."""

from __future__ import annotations

from typing import Any

import pytest

from entregent.activity.models import Event
from entregent.activity.operations import mark_undone, record
from entregent.activity.queries import journal_of
from entregent.people.models import Person
from entregent.people.privacy import erase_all, export_all
from tests.cast import HOUR, MINUTE, NOW, somebody

pytestmark = pytest.mark.django_db


def event(actor: Person | None, verb: str = "fixed", **more: Any) -> Event:
    given = {"kind": "gathering", "object_id": 7, "circle_id": 1, "now": NOW, "open_to_circle": True, **more}
    return record(actor=actor, verb=verb, **given)


def test_an_event_says_who_did_what_to_which_object_and_when() -> None:
    anne, theo = somebody("Anne"), somebody("Théo")
    row = event(anne, about=theo, before={"name": "Lunch"})
    row.refresh_from_db()
    assert (row.actor, row.about, row.verb, row.kind, row.object_id, row.circle_id, row.at, row.before) == (
        anne, theo, "fixed", "gathering", 7, 1, NOW, {"name": "Lunch"},
    )  # fmt: skip
    assert event(None, verb="swept").before == {}


def test_no_line_is_ever_taken_out() -> None:
    row = event(somebody("Anne"))
    with pytest.raises(TypeError, match="only grows"):
        row.delete()
    with pytest.raises(TypeError, match="only grows"):
        Event.objects.filter(pk=row.pk).delete()
    assert Event.objects.count() == 1


def test_a_line_is_undone_once() -> None:
    anne = somebody("Anne")
    row, first, second = event(anne), event(anne, "undid"), event(anne, "undid")
    assert [mark_undone(row, first), mark_undone(row, second)] == [True, False]
    row.refresh_from_db()
    assert row.undone_by == first


def test_a_circle_reads_its_own_open_lines_newest_first() -> None:
    anne = somebody("Anne")
    early, late = event(anne, now=NOW - HOUR), event(anne)
    same_time = event(anne)
    event(anne, open_to_circle=False)
    event(anne, circle_id=2)
    assert list(journal_of(1)) == [same_time, late, early]


@pytest.mark.parametrize("lines", [1, 3])
def test_the_journal_is_one_query_however_long(lines: int, django_assert_num_queries: Any) -> None:
    for number in range(lines):
        mark_undone(
            event(somebody(f"A{number}"), about=somebody(f"B{number}")), event(somebody(f"C{number}"), circle_id=9)
        )
    with django_assert_num_queries(1):
        read = [(row.actor and row.actor.name, row.about and row.about.name, row.undone_by and row.undone_by.actor)
                for row in journal_of(1)]  # fmt: skip
    assert len(read) == lines


def test_one_gets_ones_own_lines_and_an_erasure_leaves_them_to_a_former_member() -> None:
    anne = somebody("Anne")
    event(anne)
    event(somebody("Théo"), now=NOW + MINUTE)
    assert export_all(anne)["activity"]["events"] == [{"at": NOW, "verb": "fixed", "kind": "gathering"}]
    erase_all(anne, NOW)
    row = Event.objects.get(actor=anne)
    assert row.actor is not None and row.actor.name == ""
