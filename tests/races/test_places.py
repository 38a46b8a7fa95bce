"""More yeses than places at once, and two who give theirs up at once: each place is somebody's, each is told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import rules
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Answer, Gathering
from entregent.gatherings.operations import answering, seating
from entregent.gatherings.queries import seats
from entregent.notices.models import Notice
from entregent.people.models import Person
from tests.cast import NOW, a_circle, a_date, say, somebody
from tests.races.together import Pause, of, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

PLACES, CROWD = 4, 20
AT_ONCE = 6  # as many as a server of PostgreSQL is asked for at the same instant


def circle_of(people: int) -> tuple[Circle, list[Person]]:
    everybody = [somebody(f"Person {number}", f"p{number}@example.org") for number in range(people)]
    return a_circle(*everybody), everybody


def yes(
    answer: Callable[..., Answer], table: Gathering, person: Person, reply: Reply = Reply.YES
) -> Callable[[], Answer]:
    return lambda: answer(gathering=table, person=person, reply=reply, via=Via.PAGE, now=NOW)


def a_table(people: int, places: int) -> tuple[Gathering, list[Person]]:
    circle, everybody = circle_of(people)
    return a_date(circle, everybody[0], seats=places), everybody


def everybody_says_yes(answer: Callable[..., Answer], table: Gathering, people: list[Person]) -> bool:
    """Whether so many have a place and each of the others one place of their own in line."""
    outcomes = together([yes(answer, table, person) for person in people])
    waiting = {outcome.person_id for outcome in of(Answer, outcomes) if outcome.waiting_since}
    line = sorted(seats.line_of(table, person) for person in people if person.pk in waiting)
    return (
        only(outcomes, Answer)
        and seats.taken(table) == table.seats
        and line == list(range(1, len(people) - table.seats + 1))
    )


def test_five_times_as_many_yeses_as_places_at_once() -> None:
    assert everybody_says_yes(gatherings.answer, *a_table(CROWD, PLACES))


def test_control_without_the_lock_the_table_holds_more_than_it_has_places(monkeypatch: pytest.MonkeyPatch) -> None:
    table, people = a_table(AT_ONCE, 1)
    with Pause(AT_ONCE) as pause:
        monkeypatch.setattr(seating, "place", pause_before_placing(pause))
        monkeypatch.setattr(answering, "place", seating.place)
        monkeypatch.setattr(answering, "promote", lambda *given, **more: [])
        assert not everybody_says_yes(unguarded(gatherings.answer, monkeypatch), table, people)
    assert seats.taken(table) == AT_ONCE


def pause_before_placing(pause: Pause) -> Callable[..., None]:
    """Everybody has looked at the table before anybody sits down."""
    place = seating.place

    def look_and_wait(*given: Any) -> None:
        place(*given)
        pause()

    return look_and_wait


def places_come_free(answer: Callable[..., Answer], table: Gathering, people: list[Person]) -> bool:
    """Whether as many as gave up were let in, the first in line, each told once. The table holds a third of them."""
    leaving = len(people) // 3
    outcomes = together([yes(answer, table, person, Reply.NO) for person in people[:leaving]])
    told = Notice.objects.filter(kind="place-free").values_list("person_id", flat=True)
    line = Answer.objects.filter(waiting_since__isnull=False)
    return (
        only(outcomes, Answer)
        and seats.taken(table) == leaving
        and [row.person for row in line.order_by("waiting_since")] == people[2 * leaving :]
        and sorted(told) == [person.pk for person in people[leaving : 2 * leaving]]
    )


def a_full_table(places: int) -> tuple[Gathering, list[Person]]:
    table, people = a_table(3 * places, places)
    for minute, person in enumerate(people):
        say(table, person, now=NOW + timedelta(minutes=minute))
    return table, people


def test_places_given_up_at_once_go_to_the_first_in_line_each_told_once() -> None:
    assert places_come_free(gatherings.answer, *a_full_table(3))


def test_control_without_the_lock_one_place_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    table, people = a_full_table(2)
    with Pause(2) as pause:
        monkeypatch.setattr(seats, "free", lambda table: 1)  # each saw their own place free, not yet the other's
        monkeypatch.setattr(seats, "waiting", pause.after(seats.waiting))
        assert not places_come_free(unguarded(gatherings.answer, monkeypatch), table, people)


def two_book(book: Callable[..., bool]) -> bool:
    circle, people = circle_of(2)
    table = a_date(circle, people[0])
    outcomes = together([lambda by=by: book(gathering=table, by=by, instead_of=None, now=NOW) for by in people])  # type: ignore[misc]
    return sorted(map(str, outcomes)) == ["False", "True"] and Notice.objects.filter(kind="headcount").count() == 1


def test_of_two_who_book_at_once_one_does() -> None:
    assert two_book(gatherings.book)


def test_control_without_the_lock_both_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(2) as pause:
        monkeypatch.setattr(rules, "is_ahead", pause.after(rules.is_ahead))
        assert not two_book(unguarded(gatherings.book, monkeypatch))
