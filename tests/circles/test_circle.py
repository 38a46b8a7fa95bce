"""A circle opens from its name, changes with undo, and belongs to nobody once somebody answered."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from entregent.activity.models import Event
from entregent.circles import operations as circles
from entregent.circles import queries, rules
from entregent.circles.models import Circle, Membership
from entregent.circles.queries import undoing
from entregent.core.walltime import UnknownZone
from entregent.people import operations as people
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, ZONE, a_circle, a_past_date, invite, say, somebody, verbs, write

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
    assert not undoing.undoable(event, anne, event.at + rules.UNDO_WINDOW + timedelta(seconds=1))
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
    assert undoing.event_to_undo(viewer=anne, slug=circle.slug, event_id=event.pk) == event
    assert undoing.event_to_undo(viewer=anne, slug=a_circle(anne).slug, event_id=event.pk) is None
    assert undoing.event_to_undo(viewer=anne, slug="absent", event_id=event.pk) is None
    assert undoing.event_to_undo(viewer=anne, slug=circle.slug, event_id=0) is None


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
