"""Newcomers of a large open circle: what they may not do yet, how they become settled; no circle is ever locked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries, rules
from entregent.circles.models import Circle, Membership
from entregent.circles.operations import NotSettled
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Rhythm
from entregent.people import privacy
from entregent.people.models import Person
from tests.cast import DAY, NOON, NOW, a_circle, a_date, a_past_date, say, seen, somebody, verbs

pytestmark = pytest.mark.django_db

Company = tuple[Circle, list[Person], Person]


def a_large_circle(settled: int = 11, way_in: str = "open") -> Company:
    """So many settled members, and one newcomer."""
    people = [somebody(f"Membre {number}") for number in range(settled)]
    circle = a_circle(*people)
    circles.change_circle(circle=circle, by=people[0], now=NOW, way_in=way_in)
    newcomer = somebody("Inès", "ines@example.org")
    circles.add_member(circle=circle, person=newcomer, now=NOW)
    circles.change_circle(circle=circle, by=people[0], now=NOW, place="Meudon")
    return circle, people, newcomer


def row(circle: Circle, person: Person) -> Membership:
    return Membership.objects.get(circle=circle, person=person)


@pytest.mark.parametrize(
    ("settled", "way_in", "may"),
    [(11, "open", False), (11, "request", False), (10, "open", True), (11, "hidden", True)],
)
def test_limits_come_with_an_open_door_and_twelve_members(settled: int, way_in: str, may: bool) -> None:
    circle, people, newcomer = a_large_circle(settled, way_in)
    assert rules.may(circle, newcomer) is may
    assert rules.may(circle, people[0])


Act = Callable[[Circle, Person], object]
ACTS: dict[str, Act] = {
    "change": lambda circle, by: circles.change_circle(circle=circle, by=by, now=NOW, place="Viroflay"),
    "make a link": lambda circle, by: circles.make_link(circle=circle, by=by, now=NOW),
    "revoke a link": lambda circle, by: circles.revoke_link(circle=circle, link_id=0, by=by, now=NOW),
    "invite": lambda circle, by: circles.invite(
        circle=circle, by=by, addresses=[("", "a@example.org")], word="", now=NOW
    ),
    "fix a date": a_date,
    "set the rhythm": lambda circle, by: gatherings.set_rhythm(
        circle=circle, by=by, now=NOW, rhythm=Rhythm.WEEKLY, anchor=None, hour=NOON, place="", minutes=60
    ),
    "vouch": lambda circle, by: circles.vouch(circle=circle, person=circle.opened_by, by=by, now=NOW),
    "undo": lambda circle, by: circles.undo(event=queries.journal(circle)[0], by=by, now=NOW),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_a_newcomer_does_not_do_yet_what_a_settled_member_does(act: Act) -> None:
    circle, people, newcomer = a_large_circle()
    before = verbs(circle)
    with pytest.raises(NotSettled):
        act(circle, newcomer)
    assert verbs(circle) == before
    if act is not ACTS["invite"]:
        act(circle, people[1])


def test_a_newcomer_neither_moves_nor_cancels_nor_says_who_was_there_but_answers() -> None:
    circle, people, newcomer = a_large_circle()
    gathering, past = a_date(circle, people[0]), a_past_date(circle, people[0])
    when = gatherings.When(gathering.day + DAY, NOON)
    for act in (
        lambda: gatherings.move(gathering=gathering, by=newcomer, when=when, seen=seen(circle), now=NOW),
        lambda: gatherings.cancel(gathering=gathering, by=newcomer, seen=seen(circle), now=NOW),
        lambda: gatherings.restore(gathering=gathering, by=newcomer, seen=seen(circle), now=NOW),
        lambda: gatherings.record_attendance(gathering=past, by=newcomer, person_ids=[newcomer.pk], names=[], now=NOW),
    ):
        with pytest.raises(NotSettled):
            act()
    say(gathering, newcomer)
    assert gathering.answers.filter(person=newcomer).exists()


def there(circle: Circle, by: Person, person: Person, days: int) -> None:
    gathering = a_past_date(circle, by, days=days)
    gatherings.record_attendance(gathering=gathering, by=by, person_ids=[person.pk], names=[], now=NOW)


def test_coming_twice_settles_and_a_correction_unsettles() -> None:
    circle, people, newcomer = a_large_circle()
    there(circle, people[0], newcomer, 14)
    assert not rules.may(circle, newcomer)
    there(circle, people[0], newcomer, 7)
    assert (row(circle, newcomer).settled_at, rules.may(circle, newcomer)) == (NOW, True)
    last = circle.gatherings.latest("starts_at")
    gatherings.record_attendance(gathering=last, by=people[0], person_ids=[], names=[], now=NOW)
    assert (row(circle, newcomer).settled_at, rules.may(circle, newcomer)) == (None, False)


def test_scanning_the_tables_code_counts_as_coming() -> None:
    circle, people, newcomer = a_large_circle()
    for days in (14, 7):
        now = NOW - timedelta(days=days)
        gathering = a_date(circle, people[0], days=0, hour=(now + timedelta(hours=2)).time(), now=now)
        begun = gathering.starts_at
        link = gatherings.table_link(gathering=gathering, by=people[0], now=begun)
        gatherings.arrive(link=link, person=newcomer, now=begun)
    assert rules.may(circle, newcomer)


def test_two_members_word_settles_and_one_taken_back_unsettles() -> None:
    circle, people, newcomer = a_large_circle()
    circles.vouch(circle=circle, person=newcomer, by=people[0], now=NOW)
    assert circles.vouch(circle=circle, person=newcomer, by=people[0], now=NOW) is None
    assert not rules.may(circle, newcomer)
    circles.vouch(circle=circle, person=newcomer, by=people[1], now=NOW)
    assert (rules.may(circle, newcomer), row(circle, newcomer).settled_because) == (True, "vouched")
    assert verbs(circle)[:2] == ["vouched", "vouched"]
    assert circles.take_back_vouch(circle=circle, person=newcomer, by=people[1], now=NOW)
    assert not circles.take_back_vouch(circle=circle, person=newcomer, by=people[2], now=NOW)
    assert not rules.may(circle, newcomer)


def test_a_word_taken_back_changes_nothing_for_who_came_twice_meanwhile() -> None:
    circle, people, newcomer = a_large_circle()
    for by in people[:2]:
        circles.vouch(circle=circle, person=newcomer, by=by, now=NOW)
    for days in (14, 7):
        there(circle, people[0], newcomer, days)
    circles.take_back_vouch(circle=circle, person=newcomer, by=people[0], now=NOW)
    assert rules.may(circle, newcomer)


def test_nobody_vouches_for_themselves_nor_for_who_is_not_here() -> None:
    circle, people, _newcomer = a_large_circle()
    for person in (people[0], somebody("Elsewhere")):
        with pytest.raises(circles.Refused):
            circles.vouch(circle=circle, person=person, by=people[0], now=NOW)


def test_a_circle_never_becomes_unusable_because_its_settled_members_went() -> None:
    circle, people, newcomer = a_large_circle(settled=2)
    others = [somebody(f"Nouveau {number}") for number in range(12)]
    for person in others:
        circles.add_member(circle=circle, person=person, now=NOW)
    assert not rules.may(circle, newcomer)
    circles.leave(circle=circle, person=people[0], now=NOW)
    assert rules.may(circle, newcomer)
    assert ACTS["change"](circle, newcomer)


def test_a_circle_whose_founder_is_erased_goes_on() -> None:
    founder, theo = somebody("Anne"), somebody("Théo")
    circle = a_circle(founder, theo)
    privacy.erase_all(founder, NOW)
    circle.refresh_from_db()
    assert a_date(circle, theo).fixed_by == theo
    assert circles.make_link(circle=circle, by=theo, now=NOW).by == theo
    assert not rules.may_delete(circle, theo)


def test_vouches_go_with_whoever_is_erased() -> None:
    circle, people, newcomer = a_large_circle()
    circles.vouch(circle=circle, person=newcomer, by=people[0], now=NOW)
    assert "vouched_for" in str(privacy.export_all(people[0]))
    privacy.erase_all(people[0], NOW)
    assert not circle.vouches.exists()
