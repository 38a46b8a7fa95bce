"""A circle opens from its name, changes with undo, is left in one act, and belongs to nobody once somebody answered."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from entregent.activity.models import Event
from entregent.circles import operations as circles
from entregent.circles import queries, rules
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, Membership
from entregent.core.walltime import UnknownZone
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from tests.cast import DAY, HOUR, NOW, ZONE, a_circle, a_past_date, invite, say, seen, somebody, write

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


def verbs(circle: Circle) -> list[str]:
    return [event.verb for event in queries.journal(circle)]


# Opening


def test_a_circle_opens_from_its_name_alone(anne: Person) -> None:
    circle = circles.open_circle(name=" Les Déjeuners  du plateau ", by=anne, now=NOW, language="fr", zone=ZONE)
    circle.refresh_from_db()
    assert (circle.name, circle.name_folded, circle.setting, circle.hue, circle.address_form, circle.opened_by) == (
        "Les Déjeuners du plateau", "les dejeuners du plateau", "lunch", "sage", "vous", anne,
    )  # fmt: skip
    assert re.fullmatch(r"les-dejeuners-du-plateau-[2-9a-z]{6}", circle.slug)
    assert str(circle) == circle.slug
    row = circle.memberships.get()
    assert (row.person, row.joined_at, row.settled_at, row.mail, row.shown_name) == (anne, NOW, NOW, "every", "Anne")
    assert verbs(circle) == ["opened"]


@pytest.mark.parametrize("name", ["", "  ", "\u200b"])
def test_a_circle_needs_a_name(anne: Person, name: str) -> None:
    with pytest.raises(circles.NoName):
        circles.open_circle(name=name, by=anne, now=NOW, language="fr", zone=ZONE)
    assert not Circle.objects.exists()


def test_a_circle_needs_a_place_on_the_clock(anne: Person) -> None:
    with pytest.raises(UnknownZone):
        circles.open_circle(name="Lunch", by=anne, now=NOW, language="fr", zone="Mars/Olympus")


@pytest.mark.parametrize(("name", "start"), [("山田", "cercle-"), ("🙂", "cercle-"), ("A" * 80, "a" * 40 + "-")])
def test_an_address_is_readable_whatever_the_name(name: str, start: str) -> None:
    slug = circles.new_slug(name)
    assert slug.startswith(start)
    assert len(slug) == len(start) + 6


@pytest.mark.parametrize(
    ("setting", "in_a_circle", "operator", "may"),
    [
        ("anyone", False, False, True),
        ("members", True, False, True),
        ("members", False, False, False),
        ("operator", True, False, False),
        ("operator", False, True, True),
        ("members", False, True, True),
    ],
)
def test_who_may_open_is_a_setting(
    settings: Any, circle: Circle, setting: str, in_a_circle: bool, operator: bool, may: bool
) -> None:
    settings.WHO_MAY_OPEN = setting
    person = circle.opened_by if in_a_circle else somebody("Nobody")
    if operator:
        people.make_operator(person=person, now=NOW)
    assert rules.may_open(person) == may
    assert rules.strangers_welcome() == (setting == "anyone")


def test_a_deleted_circle_makes_nobody_a_member(settings: Any, circle: Circle, anne: Person) -> None:
    settings.WHO_MAY_OPEN = "members"
    circles.delete_circle(circle=circle, by=anne, now=NOW)
    assert not rules.may_open(anne)


# Changing


def test_a_change_says_what_was_there_before_and_can_be_taken_back(circle: Circle, anne: Person, theo: Person) -> None:
    circles.add_member(circle=circle, person=theo, now=NOW)
    event = change(circle, anne, name="Déjeuners", place="Le Petit Marché", hue="sage")
    assert event is not None
    assert event.before == {"name": "Tuesday lunch", "place": ""}
    circle.refresh_from_db()
    assert (circle.name, circle.name_folded, circle.place) == ("Déjeuners", "dejeuners", "Le Petit Marché")
    circles.undo(event=event, by=theo, now=NOW + DAY)
    circle.refresh_from_db()
    assert (circle.name, circle.name_folded, circle.place) == ("Tuesday lunch", "tuesday lunch", "")
    assert verbs(circle) == ["undid", "changed", "opened"]


def test_what_is_the_same_is_no_change(circle: Circle, anne: Person) -> None:
    assert change(circle, anne, name=circle.name, hue=circle.hue) is None
    assert verbs(circle) == ["opened"]


def test_two_who_change_two_things_from_the_same_page_change_both(circle: Circle, anne: Person) -> None:
    first, second = Circle.objects.get(pk=circle.pk), Circle.objects.get(pk=circle.pk)
    change(first, anne, name="Déjeuners")
    change(second, anne, purpose="Eating")
    circle.refresh_from_db()
    assert (circle.name, circle.purpose) == ("Déjeuners", "Eating")


@pytest.mark.parametrize(("fields", "refusal"), [({"name": " "}, circles.NoName), ({"zone": "Mars/X"}, UnknownZone)])
def test_a_change_that_cannot_be_is_refused(
    circle: Circle, anne: Person, fields: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        change(circle, anne, **fields)
    circle.refresh_from_db()
    assert (circle.name, circle.zone) == ("Tuesday lunch", ZONE)


def test_a_change_is_taken_back_once_and_within_thirty_days(circle: Circle, anne: Person) -> None:
    event = change(circle, anne, place="Le Petit Marché")
    assert event is not None
    assert not queries.undoable(event, anne, event.at + rules.UNDO_WINDOW + timedelta(seconds=1))
    with pytest.raises(circles.Refused):
        circles.undo(event=event, by=anne, now=event.at + rules.UNDO_WINDOW + timedelta(seconds=1))
    stale = Event.objects.get(pk=event.pk)
    circles.undo(event=event, by=anne, now=event.at + rules.UNDO_WINDOW)
    for again in (stale, Event.objects.get(pk=event.pk)):
        with pytest.raises(circles.Refused):
            circles.undo(event=again, by=anne, now=NOW + DAY)
    assert verbs(circle) == ["undid", "changed", "opened"]


def test_who_is_not_in_takes_nothing_back(circle: Circle, anne: Person, theo: Person) -> None:
    event = change(circle, anne, place="Le Petit Marché")
    assert event is not None
    with pytest.raises(circles.Refused):
        circles.undo(event=event, by=theo, now=NOW + DAY)
    circle.refresh_from_db()
    assert circle.place == "Le Petit Marché"


def test_a_line_is_taken_back_in_its_own_circle_alone(circle: Circle, anne: Person) -> None:
    event = change(circle, anne, place="Le Petit Marché")
    assert event is not None
    assert queries.event_to_undo(viewer=anne, slug=circle.slug, event_id=event.pk) == event
    assert queries.event_to_undo(viewer=anne, slug=a_circle(anne).slug, event_id=event.pk) is None
    assert queries.event_to_undo(viewer=anne, slug="absent", event_id=event.pk) is None
    assert queries.event_to_undo(viewer=anne, slug=circle.slug, event_id=0) is None


def test_an_opening_is_not_undone_by_its_line(circle: Circle, anne: Person) -> None:
    with pytest.raises(circles.Refused):
        circles.undo(event=queries.journal(circle)[0], by=anne, now=NOW + DAY)


# Deleting


def test_the_founder_deletes_and_brings_back_while_nobody_answered(circle: Circle, anne: Person) -> None:
    circles.delete_circle(circle=circle, by=anne, now=NOW)
    assert queries.visible_circle(viewer=anne, slug=circle.slug) is None
    assert queries.deleted_circle(founder=anne, slug=circle.slug) == circle
    with pytest.raises(circles.Refused):
        circles.delete_circle(circle=circle, by=anne, now=NOW)
    circles.restore_circle(circle=circle, by=anne, now=NOW + rules.UNDO_WINDOW)
    assert queries.visible_circle(viewer=anne, slug=circle.slug) == circle
    with pytest.raises(circles.Refused):
        circles.restore_circle(circle=circle, by=anne, now=NOW + DAY)
    assert verbs(circle) == ["restored", "deleted", "opened"]


@pytest.mark.parametrize("how", ["a member", "who left", "who was imported and came back"])
def test_nobody_deletes_once_a_second_person_has_answered(circle: Circle, anne: Person, theo: Person, how: str) -> None:
    circles.add_member(circle=circle, person=theo, now=NOW)
    if how == "who left":
        circles.leave(circle=circle, person=theo, now=NOW)
    if how == "who was imported and came back":
        Membership.objects.filter(person=theo).update(imported_at=NOW, left_at=NOW)
        circles.add_member(circle=circle, person=theo, now=NOW)
    with pytest.raises(circles.Refused):
        circles.delete_circle(circle=circle, by=anne, now=NOW)


def test_people_a_file_brought_have_not_answered(circle: Circle, anne: Person, theo: Person) -> None:
    circles.add_member(circle=circle, person=theo, now=NOW)
    Membership.objects.filter(person=theo).update(imported_at=NOW)
    assert rules.may_delete(circle, anne)
    assert not rules.may_delete(circle, theo)


def test_only_the_founder_brings_a_circle_back_and_within_thirty_days(
    circle: Circle, anne: Person, theo: Person
) -> None:
    circles.delete_circle(circle=circle, by=anne, now=NOW)
    assert queries.deleted_circle(founder=theo, slug=circle.slug) is None
    for by, now in ((theo, NOW), (anne, NOW + rules.UNDO_WINDOW + timedelta(seconds=1))):
        with pytest.raises(circles.Refused):
            circles.restore_circle(circle=circle, by=by, now=now)


def test_a_deleted_circle_is_purged_after_thirty_days_with_those_only_it_knew(circle: Circle, anne: Person) -> None:
    batch = invite(circle, anne, "paul@example.org", name="Paul")
    named = somebody("Known by name")
    circles.add_member(circle=circle, person=named, now=NOW)
    Membership.objects.filter(person=named).update(imported_at=NOW)
    kept = a_circle(anne, name="Another")
    invited = batch.invitations.get().person
    circles.delete_circle(circle=circle, by=anne, now=NOW)
    assert circles.purge_deleted(NOW + rules.UNDO_WINDOW) == 0
    assert circles.purge_deleted(NOW + rules.UNDO_WINDOW + timedelta(seconds=1)) == 1
    assert list(Circle.objects.all()) == [kept]
    for person in (invited, named):
        person.refresh_from_db()
        assert (person.name, person.erased_at is not None, person.addresses.count()) == ("", True, 0)
    anne.refresh_from_db()
    assert (anne.name, anne.erased_at) == ("Anne", None)
    assert Event.objects.filter(circle_id=circle.pk).count() == 3


def test_what_was_written_in_a_purged_circle_is_purged_too(circle: Circle, anne: Person) -> None:
    from entregent.threads import operations as threads
    from entregent.threads.models import Reply
    from entregent.trust.enums import Reach
    from entregent.trust.models import Audience

    gathering = a_past_date(circle, anne)
    say(gathering, anne, now=NOW - 8 * DAY)
    write(gathering, anne, "Only here.", Reach.TABLE)
    kept = write(a_past_date(a_circle(anne), anne), anne, "Elsewhere.")
    circles.delete_circle(circle=circle, by=anne, now=NOW)
    circles.purge_deleted(NOW + 31 * DAY)
    assert threads.forget_old(NOW + 31 * DAY) == 1
    assert list(Reply.objects.all()) == [kept]
    assert not Audience.objects.exists()


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
    assert set(queries.wants_mail(circle, (MailLevel.EVERY, MailLevel.DATES))) == {anne, theo}
    assert queries.how_many_want_mail(circle, (MailLevel.EVERY, MailLevel.DATES)) == 2
    assert queries.wants_mail(circle, (MailLevel.EVERY,)) == [anne]
    circles.leave(circle=circle, person=theo, now=NOW)
    erase_all(anne, NOW)
    assert queries.wants_mail(circle, (MailLevel.EVERY, MailLevel.DATES)) == []


# Welcoming


def test_who_invited_is_asked_to_welcome_for_thirty_days(circle: Circle, anne: Person, theo: Person) -> None:
    row = circles.add_member(circle=circle, person=theo, now=NOW, invited_by=anne)
    assert list(queries.to_welcome(anne, NOW + 29 * DAY)) == [row]
    assert list(queries.to_welcome(anne, NOW + 30 * DAY)) == []
    assert list(queries.to_welcome(theo, NOW)) == []
    assert not circles.mark_welcomed(membership_id=row.pk, by=theo, now=NOW)
    assert circles.mark_welcomed(membership_id=row.pk, by=anne, now=NOW)
    assert not circles.mark_welcomed(membership_id=row.pk, by=anne, now=NOW)
    assert list(queries.to_welcome(anne, NOW)) == []
    assert not circles.unmark_welcomed(membership_id=row.pk, by=theo)
    assert circles.unmark_welcomed(membership_id=row.pk, by=anne)
    assert list(queries.to_welcome(anne, NOW)) == [row]


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
def test_members_are_read_in_three_queries(circle: Circle, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        circles.add_member(circle=circle, person=somebody(f"Person {number}"), now=NOW)
    with django_assert_num_queries(3):
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
