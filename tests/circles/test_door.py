"""Coming in without knowing anybody: a knock is answered once, kindly, for all; an open door takes a proved address."""

from __future__ import annotations

from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries, rules
from entregent.circles.models import Circle, Knock
from entregent.circles.queries import door
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people import privacy
from entregent.people.models import Person
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, somebody, verbs, waiting
from tests.notices.post import deliver
from tests.tables import holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne() -> Person:
    return somebody("Anne", "anne@example.org")


@pytest.fixture
def circle(anne: Person) -> Circle:
    circle = a_circle(anne, somebody("Théo", "theo@example.org"))
    circles.change_circle(circle=circle, by=anne, now=NOW, way_in="request", question="Why?")
    return circle


@pytest.fixture
def lucie() -> Person:
    return somebody("Lucie", "lucie@example.org")


def asked(circle: Circle, person: Person, now: Any = NOW, says: str = "I bake.") -> Knock:
    return circles.knock(circle=circle, person=person, says=says, now=now)


def letters(now: Any) -> list[tuple[str, str, str]]:
    """Who was written what: address, subject, text."""
    return [(mail.to, mail.subject, mail.text) for mail in deliver(now).values()]


def test_a_knock_waits_and_a_few_members_are_told(circle: Circle, lucie: Person, anne: Person) -> None:
    made = asked(circle, lucie)
    assert list(door.at_the_door(circle, anne)) == [made]
    assert waiting("knock") == ["Anne", "Théo"]
    assert not queries.is_here(circle, lucie)
    assert verbs(circle) == ["changed", "opened"]


def test_somebody_let_in_is_in_welcomed_by_whoever_answered_and_told(
    circle: Circle, lucie: Person, anne: Person
) -> None:
    made = asked(circle, lucie)
    row = circles.let_in(circle=circle, knock_id=made.pk, by=anne, now=NOW + HOUR)
    assert (row.person, row.invited_by, row.settled_at) == (lucie, anne, None)
    assert verbs(circle)[0] == "let-in"
    assert (waiting("knock"), waiting("knock-let-in")) == ([], ["Lucie"])
    assert lucie in [one.person for one in queries.to_welcome(anne, NOW + HOUR, 3)]


def test_a_refusal_is_told_without_a_name_and_may_be_turned_into_a_yes(
    circle: Circle, lucie: Person, anne: Person
) -> None:
    made = asked(circle, lucie)
    circles.decline_knock(circle=circle, knock_id=made.pk, by=anne, word="We are full.", now=NOW + HOUR)
    assert waiting("knock-declined") == ["Lucie"]
    assert "decline" not in " ".join(verbs(circle))
    with pytest.raises(circles.AskedAlready):
        asked(circle, lucie, NOW + DAY)
    circles.let_in(circle=circle, knock_id=made.pk, by=anne, now=NOW + 2 * DAY)
    assert queries.is_here(circle, lucie)
    assert waiting("knock-declined") == []


def test_one_may_ask_again_after_a_month(circle: Circle, lucie: Person, anne: Person) -> None:
    made = asked(circle, lucie)
    circles.decline_knock(circle=circle, knock_id=made.pk, by=anne, word="", now=NOW)
    assert asked(circle, lucie, NOW + rules.KNOCK_AGAIN_AFTER).pk != made.pk


def test_of_two_who_answer_one_does(circle: Circle, lucie: Person, anne: Person) -> None:
    made = asked(circle, lucie)
    theo = circle.memberships.get(person__name="Théo").person
    circles.decline_knock(circle=circle, knock_id=made.pk, by=theo, word="", now=NOW)
    with pytest.raises(circles.Refused):
        circles.decline_knock(circle=circle, knock_id=made.pk, by=anne, word="", now=NOW)
    circles.let_in(circle=circle, knock_id=made.pk, by=anne, now=NOW)
    with pytest.raises(circles.Refused):
        circles.let_in(circle=circle, knock_id=made.pk, by=theo, now=NOW)


@pytest.mark.parametrize("answer", ["let in", "declined"])
def test_for_two_minutes_whoever_answered_takes_it_back(
    circle: Circle, lucie: Person, anne: Person, answer: str
) -> None:
    made = asked(circle, lucie)
    theo = circle.memberships.get(person__name="Théo").person
    if answer == "let in":
        circles.let_in(circle=circle, knock_id=made.pk, by=anne, now=NOW)
    else:
        circles.decline_knock(circle=circle, knock_id=made.pk, by=anne, word="No", now=NOW)
    for by, now in ((theo, NOW + MINUTE), (anne, NOW + 2 * MINUTE)):
        with pytest.raises(circles.Refused):
            circles.take_answer_back(circle=circle, knock_id=made.pk, by=by, now=now)
    circles.take_answer_back(circle=circle, knock_id=made.pk, by=anne, now=NOW + MINUTE)
    assert door.waiting_knock(circle, lucie) == made
    assert not queries.is_here(circle, lucie)
    assert waiting("knock-let-in") + waiting("knock-declined") == []


def test_who_asked_may_ask_no_more(circle: Circle, lucie: Person, anne: Person) -> None:
    made = asked(circle, lucie)
    assert not circles.withdraw_knock(knock_id=made.pk, person=anne, now=NOW)
    assert circles.withdraw_knock(knock_id=made.pk, person=lucie, now=NOW)
    assert (list(door.at_the_door(circle, anne)), waiting("knock")) == ([], [])
    assert asked(circle, lucie).pk != made.pk


def test_asking_is_limited_and_needs_a_proved_address(circle: Circle, lucie: Person) -> None:
    with pytest.raises(circles.Unproved):
        asked(circle, somebody("Nobody"))
    others = [a_circle(somebody(f"Founder {number}")) for number in range(rules.KNOCKS_A_DAY)]
    Circle.objects.update(way_in="request")
    for other in others:
        other.refresh_from_db()
        asked(other, lucie)
    with pytest.raises(circles.AskedTooOften):
        asked(circle, lucie)
    asked(circle, lucie, NOW + DAY)


@pytest.mark.parametrize("way_in", ["hidden", "open"])
def test_only_a_circle_that_says_so_takes_knocks(circle: Circle, lucie: Person, anne: Person, way_in: str) -> None:
    circles.change_circle(circle=circle, by=anne, now=NOW, way_in=way_in)
    with pytest.raises(circles.Refused):
        asked(circle, lucie)


def test_an_open_door_takes_whoever_proved_an_address(circle: Circle, lucie: Person, anne: Person) -> None:
    with pytest.raises(circles.Refused):
        circles.walk_in(circle=circle, person=lucie, now=NOW)
    circles.change_circle(circle=circle, by=anne, now=NOW, way_in="open")
    with pytest.raises(circles.Unproved):
        circles.walk_in(circle=circle, person=somebody("Nobody"), now=NOW)
    row = circles.walk_in(circle=circle, person=lucie, now=NOW)
    assert (row.person, row.invited_by, row.settled_at) == (lucie, None, None)
    assert verbs(circle)[0] == "joined"


def test_a_change_of_the_way_in_is_taken_back_like_any_other(circle: Circle, anne: Person) -> None:
    changed = circles.change_circle(circle=circle, by=anne, now=NOW, way_in="open")
    assert changed is not None
    assert door.public_circle(circle.slug) is not None
    circles.undo(event=changed, by=anne, now=NOW)
    circle.refresh_from_db()
    assert circle.way_in == "request"


def test_what_the_first_page_shows_is_the_instances_choice(circle: Circle, anne: Person, settings: Any) -> None:
    settings.SHOW_OPEN_CIRCLES = True
    assert door.open_circles() == []
    circles.change_circle(circle=circle, by=anne, now=NOW, way_in="open")
    assert (door.open_circles(), door.is_listed(circle)) == ([circle], True)
    settings.SHOW_OPEN_CIRCLES = False
    assert (door.open_circles(), door.is_listed(circle)) == ([], False)


def test_a_knock_is_forgotten_with_whoever_only_knocked(circle: Circle) -> None:
    lucie = people.person_for(written="lucie@asking.example", now=NOW)
    people.prove_address(person=lucie, written="lucie@asking.example", now=NOW)
    asked(circle, lucie, says="I bake cakes.")
    assert circles.forget_knocks(NOW + rules.KNOCK_WAITS) == 0
    assert circles.forget_knocks(NOW + rules.KNOCK_WAITS + MINUTE) == 1
    assert holding("lucie@asking.example", "I bake cakes.") == set()


def test_who_knocked_can_take_it_with_them_and_be_erased(circle: Circle, lucie: Person, anne: Person) -> None:
    made = asked(circle, lucie)
    circles.decline_knock(circle=circle, knock_id=made.pk, by=anne, word="We are full.", now=NOW)
    taken = privacy.export_all(lucie)
    assert "I bake." in str(taken)
    assert "We are full." in str(privacy.export_all(anne))
    privacy.erase_all(lucie, NOW)
    assert holding("I bake.", "lucie@example.org") == set()


def test_the_mails_say_who_asks_and_what_came_of_it(circle: Circle, lucie: Person, anne: Person) -> None:
    made = asked(circle, lucie)
    told = [mail for mail in letters(NOW + HOUR) if mail[0] == "anne@example.org"]
    assert [subject for _to, subject, _text in told] == ["Lucie asks to come in: Tuesday lunch"]
    assert all(word in told[0][2] for word in ("Why?", "I bake.", f"/c/{circle.slug}/door", "Fewer mails:"))
    circles.decline_knock(circle=circle, knock_id=made.pk, by=anne, word="We are full.", now=NOW + HOUR)
    [(to, subject, text)] = letters(NOW + 2 * HOUR)
    assert (to, subject) == ("lucie@example.org", "Tuesday lunch: not this time")
    assert "We are full." in text
    assert "Anne" not in text
    circles.let_in(circle=circle, knock_id=made.pk, by=anne, now=NOW + 3 * HOUR)
    [(to, subject, text)] = letters(NOW + 4 * HOUR)
    assert (to, subject) == ("lucie@example.org", "You are in: Tuesday lunch")
    assert "Anne let you in" in text
    assert Notice.objects.filter(sent_at=None, dropped_at=None).count() == 0
