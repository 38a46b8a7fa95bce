"""People come in, leave in one act, come back, are welcomed; who sees whom, and who gets mail."""

from __future__ import annotations

from typing import Any

import pytest

from entregent.activity.models import Event
from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, Membership
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from tests.cast import DAY, HOUR, NOW, a_circle, seen, somebody, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne() -> Person:
    return somebody("Anne", "anne@example.org")


@pytest.fixture
def theo() -> Person:
    return somebody("Théo", "theo@example.org")


@pytest.fixture
def circle(anne: Person) -> Circle:
    return a_circle(anne)


def change(circle: Circle, by: Person, **fields: str) -> Event | None:
    return circles.change_circle(circle=circle, by=by, now=NOW + HOUR, **fields)


# Coming in, leaving, coming back


def test_a_member_joins_once_under_the_name_that_was_typed(circle: Circle, anne: Person) -> None:
    guest = somebody()
    row = circles.add_member(
        circle=circle, person=guest, now=NOW, name=" Inès  Haddad ", invited_by=anne, trade="Cook", mail=MailLevel.DATES
    )
    assert (row.shown_name, row.name_folded, row.sort_name, row.trade, row.mail) == (
        "Inès Haddad", "ines haddad", "haddad ines", "Cook", "dates",
    )  # fmt: skip
    assert circles.add_member(circle=circle, person=guest, now=NOW + DAY, name="Other") == row
    row.refresh_from_db()
    assert (row.name, row.joined_at) == ("Inès Haddad", NOW)
    people.rename(person=guest, name="Inès H.")
    assert Membership.objects.get(pk=row.pk).shown_name == "Inès H."


def test_a_name_whose_letters_fold_into_many_still_fits(circle: Circle) -> None:
    row = circles.add_member(circle=circle, person=somebody(), now=NOW, name="\ufdfa" * 90)
    row.refresh_from_db()
    assert (len(row.name), len(row.name_folded), len(row.sort_name)) == (80, 160, 160)
    circle.rename("\ufdfa" * 90)
    assert len(circle.name_folded) == 160


def test_leaving_is_at_once_and_the_other_may_come_back_by_the_journal(circle: Circle, theo: Person) -> None:
    circles.add_member(circle=circle, person=theo, now=NOW)
    event = circles.leave(circle=circle, person=theo, now=NOW)
    assert event is not None
    assert queries.visible_circle(viewer=theo, slug=circle.slug) is None
    assert circles.leave(circle=circle, person=theo, now=NOW) is None
    with pytest.raises(circles.Refused):
        circles.undo(event=event, by=circle.opened_by, now=NOW)
    circles.undo(event=event, by=theo, now=NOW + DAY)
    assert queries.membership(circle, theo) is not None
    assert verbs(circle) == ["undid", "left", "opened"]


def test_an_erased_person_comes_back_to_nothing(circle: Circle, theo: Person) -> None:
    circles.add_member(circle=circle, person=theo, now=NOW)
    event = circles.leave(circle=circle, person=theo, now=NOW)
    assert event is not None
    erase_all(theo, NOW)
    with pytest.raises(circles.Refused):
        circles.undo(event=event, by=theo, now=NOW)
    assert queries.membership(circle, theo) is None


def test_who_comes_back_is_new_again(circle: Circle, anne: Person, theo: Person) -> None:
    row = circles.add_member(circle=circle, person=theo, now=NOW, invited_by=anne)
    circles.mark_welcomed(membership_id=row.pk, by=anne, now=NOW)
    Membership.objects.filter(pk=row.pk).update(imported_at=NOW)
    circles.leave(circle=circle, person=theo, now=NOW + DAY)
    row = circles.add_member(circle=circle, person=theo, now=NOW + 2 * DAY, mail=MailLevel.NONE)
    row.refresh_from_db()
    assert (row.joined_at, row.left_at, row.imported_at, row.welcomed_at, row.invited_by, row.mail) == (
        NOW + 2 * DAY, None, None, None, None, "none",
    )  # fmt: skip


def test_who_a_file_named_joins_where_they_stand(circle: Circle, anne: Person, theo: Person) -> None:
    row = circles.add_member(circle=circle, person=theo, now=NOW, mail=MailLevel.NONE)
    Membership.objects.filter(pk=row.pk).update(imported_at=NOW)
    row = circles.add_member(circle=circle, person=theo, now=NOW + DAY, invited_by=anne)
    assert (row.joined_at, row.imported_at, row.invited_by, row.mail) == (NOW, None, anne, "every")


def test_mail_level_and_name_are_of_one_circle(circle: Circle, theo: Person) -> None:
    other = a_circle(theo, name="Other")
    circles.add_member(circle=circle, person=theo, now=NOW)
    circles.set_mail(circle=circle, person=theo, level=MailLevel.NONE)
    circles.name_in_circle(circle=circle, person=theo, name=" Théodore ")
    here, there = queries.membership(circle, theo), queries.membership(other, theo)
    assert here is not None and there is not None
    assert [(here.mail, here.name, here.name_folded), (there.mail, there.name)] == [
        ("none", "Théodore", "theodore"), ("every", ""),
    ]  # fmt: skip


def test_dates_are_mailed_to_who_wants_them_and_has_an_address(circle: Circle, anne: Person, theo: Person) -> None:
    ines, odile = somebody("Inès", "ines@example.org"), somebody("Odile")
    people.give_address(person=theo, written="theo@work.example", now=NOW)
    for person, level in ((theo, MailLevel.DATES), (ines, MailLevel.NONE), (odile, MailLevel.EVERY)):
        circles.add_member(circle=circle, person=person, now=NOW, mail=level)
    assert set(queries.wants_mail(circle, (MailLevel.EVERY, MailLevel.DATES), NOW)) == {anne, theo}
    assert queries.how_many_want_mail(circle, (MailLevel.EVERY, MailLevel.DATES), NOW) == 2
    assert queries.wants_mail(circle, (MailLevel.EVERY,), NOW) == [anne]
    circles.leave(circle=circle, person=theo, now=NOW)
    erase_all(anne, NOW)
    assert queries.wants_mail(circle, (MailLevel.EVERY, MailLevel.DATES), NOW) == []


# Welcoming


def test_who_invited_is_asked_to_welcome_for_thirty_days(circle: Circle, anne: Person, theo: Person) -> None:
    row = circles.add_member(circle=circle, person=theo, now=NOW, invited_by=anne)
    assert list(queries.to_welcome(anne, NOW + 29 * DAY, 3)) == [row]
    assert list(queries.to_welcome(anne, NOW + 30 * DAY, 3)) == []
    assert list(queries.to_welcome(theo, NOW, 3)) == []
    assert not circles.mark_welcomed(membership_id=row.pk, by=theo, now=NOW)
    assert circles.mark_welcomed(membership_id=row.pk, by=anne, now=NOW)
    assert not circles.mark_welcomed(membership_id=row.pk, by=anne, now=NOW)
    assert list(queries.to_welcome(anne, NOW, 3)) == []
    assert not circles.unmark_welcomed(membership_id=row.pk, by=theo)
    assert circles.unmark_welcomed(membership_id=row.pk, by=anne)
    assert list(queries.to_welcome(anne, NOW, 3)) == [row]


def test_newcomers_are_who_came_lately_and_of_themselves(circle: Circle, theo: Person) -> None:
    row = circles.add_member(circle=circle, person=theo, now=NOW)
    brought = circles.add_member(circle=circle, person=somebody("By file"), now=NOW)
    Membership.objects.filter(pk=brought.pk).update(imported_at=NOW)
    assert list(queries.newcomers(circle, NOW + 29 * DAY)) == [row]
    assert list(queries.newcomers(circle, NOW + 30 * DAY)) == []


# Reading


def test_circles_of_a_person_say_how_many_they_are(anne: Person, theo: Person) -> None:
    lunches = a_circle(anne, theo, somebody("Inès"), name="Lunches")
    circles.leave(circle=lunches, person=circles_member(lunches, "Inès"), now=NOW)
    alone = a_circle(anne, name="Alone")
    archived = a_circle(anne, name="Ancient")
    Circle.objects.filter(pk=archived.pk).update(archived_at=NOW)
    circles.delete_circle(circle=a_circle(anne, name="Gone"), by=anne, now=NOW)
    assert {(row.name, row.size) for row in queries.circles_of(anne)} == {  # type: ignore[attr-defined]
        ("Lunches", 2), ("Alone", 1), ("Ancient", 1),
    }  # fmt: skip
    assert [row.name for row in queries.circles_of(theo)] == ["Lunches"]
    assert alone.pk


def circles_member(circle: Circle, name: str) -> Person:
    return circle.memberships.get(person__name=name).person


def test_a_circle_is_seen_by_its_members_alone(circle: Circle, anne: Person, theo: Person) -> None:
    assert queries.visible_circle(viewer=anne, slug=circle.slug) == circle
    assert queries.visible_circle(viewer=theo, slug=circle.slug) is None
    assert queries.visible_circle(viewer=anne, slug="no-such-circle") is None


def test_members_are_searched_without_case_or_accents_and_blocks_hide_both_ways(circle: Circle, anne: Person) -> None:
    boris = somebody("Boris Élan")
    circles.add_member(circle=circle, person=boris, now=NOW)
    circles.add_member(circle=circle, person=somebody(), now=NOW, name="Étienne Typed")
    assert names(circle, anne, "ELAN") == ["Boris Élan"]
    assert names(circle, anne, "étienne") == ["Étienne Typed"]
    assert names(circle, anne, "🙂") == names(circle, anne, "") == ["Anne", "Boris Élan", "Étienne Typed"]
    people.block(by=anne, person=boris, now=NOW)
    assert names(circle, anne, "") == ["Anne", "Étienne Typed"]
    assert names(circle, boris, "") == ["Boris Élan", "Étienne Typed"]


def names(circle: Circle, viewer: Person, search: str) -> list[str]:
    return [row.shown_name for row in queries.members(circle=circle, viewer=viewer, search=search)]


@pytest.mark.parametrize("count", [1, 3])
def test_members_are_read_in_two_queries(circle: Circle, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        circles.add_member(circle=circle, person=somebody(f"Person {number}"), now=NOW)
    with django_assert_num_queries(2):
        assert len(names(circle, circle.opened_by, "")) == count + 1


def test_an_erased_member_is_called_nothing(circle: Circle, anne: Person, theo: Person) -> None:
    guest = somebody()
    circles.add_member(circle=circle, person=guest, now=NOW, name="Odile")
    circles.add_member(circle=circle, person=theo, now=NOW, name="Typed")
    erase_all(theo, NOW)
    assert queries.names_in(circle.pk, [anne.pk, guest.pk, theo.pk]) == {
        anne.pk: "Anne", guest.pk: "Odile", theo.pk: "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "form", "spoken"),
    [("fr", "tu", "fr-tu"), ("fr", "vous", "fr"), ("en", "tu", "en"), ("", "tu", "fr-tu"), (None, "vous", "fr")],
)
def test_a_circle_speaks_its_form_of_address_in_the_readers_language(
    circle: Circle, reader: str | None, form: str, spoken: str
) -> None:
    circle.language, circle.address_form = "fr", form
    assert queries.language_for(circle, None if reader is None else somebody("X", language=reader)) == spoken


def test_nothing_of_opening_or_changing_is_mailed(circle: Circle, anne: Person) -> None:
    change(circle, anne, name="Other")
    assert not Notice.objects.exists()
    assert seen(circle) == 0


def test_nobody_is_asked_to_welcome_whom_a_block_stands_between() -> None:
    anne, theo = somebody("Anne"), somebody("Théo")
    circle = a_circle(anne, now=NOW)
    circles.join_by_link(link=circles.make_link(circle=circle, by=anne, now=NOW), person=theo, now=NOW)
    assert [row.person for row in queries.to_welcome(anne, NOW, 3)] == [theo]
    people.block(by=theo, person=anne, now=NOW)
    assert queries.to_welcome(anne, NOW, 3) == []
