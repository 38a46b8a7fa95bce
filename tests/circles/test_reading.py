"""What the pages of a circle read: its people in French order, its journal page by page, and the ways back."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.queries import undoing
from tests.cast import DAY, MINUTE, NOW, a_circle, somebody

pytestmark = pytest.mark.django_db


def test_people_known_by_a_typed_name_sort_with_those_who_gave_their_own() -> None:
    circle = a_circle(somebody("Rose Keller"), somebody("Éric Abadie"))
    for typed in ("Odile de La Tour", "Anne Zola"):
        circles.add_member(circle=circle, person=somebody(), name=typed, now=NOW)
    circles.name_in_circle(circle=circle, person=circle.memberships.get(name="Anne Zola").person, name="Anne Bel")
    assert [row.shown_name for row in queries.members(circle=circle, viewer=circle.opened_by)] == [
        "Éric Abadie",
        "Anne Bel",
        "Rose Keller",
        "Odile de La Tour",
    ]


def test_a_page_of_people_starts_after_the_last_one_read() -> None:
    founder = somebody("Nom 00")
    circle = a_circle(founder, *[somebody(f"Nom {number:02}") for number in range(1, 33)])
    first = queries.members_page(circle=circle, viewer=founder)
    assert [row.shown_name for row in (first[0], first[-1])] == ["Nom 00", "Nom 30"]
    rest = queries.members_page(circle=circle, viewer=founder, after=first[29].person.key)
    assert [row.shown_name for row in rest] == ["Nom 30", "Nom 31", "Nom 32"]
    assert len(queries.members_page(circle=circle, viewer=founder, after="nobody")) == 31


def test_a_page_of_the_journal_starts_after_the_last_line_read() -> None:
    founder = somebody("Nadia")
    circle = a_circle(founder)
    for minute in range(1, 34):
        circles.change_circle(circle=circle, by=founder, now=NOW + minute * MINUTE, purpose=f"{minute}")
    first = queries.journal(circle)
    assert len(first) == 31
    rest = queries.journal(circle, before=first[29].pk)
    assert [row.verb for row in rest] == ["changed", "changed", "changed", "opened"]
    assert rest[0] == first[30]


def test_whoever_left_may_come_back_alone_for_thirty_days() -> None:
    founder, theo = somebody("Nadia"), somebody("Théo")
    circle = a_circle(founder, theo)
    event = circles.leave(circle=circle, person=theo, now=NOW)
    assert event is not None
    assert undoing.left_lately(theo, NOW + 29 * DAY) == [(circle, event)]
    assert undoing.left_lately(theo, NOW + 31 * DAY) == []
    assert undoing.event_to_undo(viewer=theo, slug=circle.slug, event_id=event.pk) == event
    assert undoing.event_to_undo(viewer=somebody("Ailleurs"), slug=circle.slug, event_id=event.pk) is None
    circles.undo(event=event, by=theo, now=NOW + DAY)
    assert (undoing.left_lately(theo, NOW + DAY), queries.visible_circle(viewer=theo, slug=circle.slug)) == ([], circle)


def test_a_founder_may_bring_back_what_they_deleted() -> None:
    founder = somebody("Nadia")
    circle = a_circle(founder)
    circles.delete_circle(circle=circle, by=founder, now=NOW)
    assert undoing.deleted_lately(founder, NOW + 29 * DAY) == [circle]
    assert undoing.deleted_lately(founder, NOW + 31 * DAY) == []
    assert undoing.deleted_lately(somebody("Théo"), NOW) == []


def test_a_page_of_people_a_file_brought_goes_on_where_it_stopped() -> None:
    founder = somebody("Nom 00")
    circle = a_circle(founder)
    rows = "".join(f"Nom {number:02}\n" for number in range(1, 40))
    circles.import_members(circle=circle, content=f"Nom\n{rows}".encode(), file_name="membres.csv", now=NOW)
    first = queries.members_page(circle=circle, viewer=founder)[:30]
    rest = queries.members_page(circle=circle, viewer=founder, after=first[-1].person.key)
    assert [row.shown_name for row in [*first, *rest]] == [f"Nom {number:02}" for number in range(40)]
