"""Two people fix, confirm, move or cancel the same date at once: one wins, the other is told which date it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from entregent.activity.models import Event
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply, Rhythm, Via
from entregent.gatherings.models import Answer, Gathering, Series
from entregent.gatherings.operations import fixing, moving, sweeping
from entregent.notices.models import Notice
from entregent.people.models import Person
from tests.cast import NOON, NOW, a_circle, a_date, a_past_date, day_of, seen, somebody
from tests.races.together import Pause, of, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

Fix = Callable[..., Gathering]


def circle_of(people: int) -> tuple[Circle, list[Person]]:
    everybody = [somebody(f"Person {number}", f"p{number}@example.org") for number in range(people)]
    return a_circle(*everybody), everybody


def read_then_write(pause: Pause) -> Callable[..., None]:
    """Takes the turn as somebody would who forgot that another may be taking it."""

    def take_turn(circle: Circle, seen: int, now: object) -> None:
        current = Series.objects.get(circle=circle).version
        pause()
        if current != seen:
            raise gatherings.SomebodyWasFaster(None)
        Series.objects.filter(circle=circle).update(version=F("version") + 1)

    return take_turn


# Fixing


def two_fix(circle: Circle, people: list[Person], days: tuple[int, int], fix: Fix) -> bool:
    """Whether exactly one of two won, and the other was told of the winner's date."""
    page = seen(circle)
    outcomes = together(
        [
            lambda by=by, day=day: fix(  # type: ignore[misc]
                circle=circle, by=by, when=gatherings.When(day_of(NOW, day), NOON), seen=page, now=NOW
            )
            for by, day in zip(people, days, strict=True)
        ]
    )
    won, told = of(Gathering, outcomes), of(gatherings.SomebodyWasFaster, outcomes)
    fixed = Gathering.objects.filter(fixed_at__isnull=False)
    return (
        only(outcomes, Gathering, gatherings.SomebodyWasFaster)
        and len(won) == len(told) == 1
        and list(fixed) == won
        and told[0].gathering == won[0]
        and Event.objects.filter(verb="fixed").count() == 1
        and Notice.objects.filter(kind="date").count() == 2
    )


def test_two_people_fix_the_date_at_once() -> None:
    circle, people = circle_of(2)
    assert two_fix(circle, people, (2, 3), gatherings.fix_date)


def test_control_without_the_guard_two_dates_are_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    circle, people = circle_of(2)
    with Pause(2) as pause:
        monkeypatch.setattr(fixing, "take_turn", read_then_write(pause))
        assert not two_fix(circle, people, (2, 3), unguarded(gatherings.fix_date, monkeypatch))
    assert Gathering.objects.filter(fixed_at__isnull=False).count() == 2


def pencilled() -> tuple[Circle, list[Person]]:
    circle, people = circle_of(2)
    gatherings.set_rhythm(
        circle=circle,
        by=people[0],
        now=NOW,
        rhythm=Rhythm.WEEKLY,
        anchor=day_of(NOW, 2),
        hour=NOON,
        place="",
        minutes=90,
    )
    return circle, people


def test_two_people_confirm_the_pencilled_date_at_once() -> None:
    assert two_fix(*pencilled(), (2, 2), gatherings.fix_date)


def test_control_without_the_guard_it_is_confirmed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    circle, people = pencilled()
    with Pause(2) as turn, Pause(2) as calendar:
        monkeypatch.setattr(fixing, "take_turn", read_then_write(turn))
        monkeypatch.setattr(fixing, "_place_on_calendar", calendar.after(fixing._place_on_calendar))
        assert not two_fix(circle, people, (2, 2), unguarded(gatherings.fix_date, monkeypatch))
    assert Event.objects.filter(verb="fixed").count() == 2


# Moving and cancelling


def one_moves_one_cancels(
    gathering: Gathering, people: list[Person], move: Callable[..., Gathering], cancel: Callable[..., None]
) -> bool:
    """Whether one of the two happened and the other was told."""
    page = seen(gathering.circle)
    when = gatherings.When(day_of(NOW, 5), NOON)
    outcomes = together(
        [
            lambda: move(gathering=gathering, by=people[0], when=when, seen=page, now=NOW),
            lambda: cancel(gathering=gathering, by=people[1], seen=page, now=NOW),
        ]
    )
    done = Event.objects.filter(verb__in=("moved", "cancelled"))
    return only(outcomes, Gathering, type(None), gatherings.SomebodyWasFaster) and done.count() == 1


def test_moved_and_cancelled_at_once() -> None:
    circle, people = circle_of(2)
    assert one_moves_one_cancels(a_date(circle, people[0]), people, gatherings.move, gatherings.cancel)


def test_control_without_the_guard_it_is_moved_and_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    circle, people = circle_of(2)
    gathering = a_date(circle, people[0])
    with Pause(2) as turn, Pause(2) as looked:
        take_turn = read_then_write(turn)

        def take_turn_and_wait(circle: Circle, seen: int, now: object) -> None:
            take_turn(circle, seen, now)
            looked()

        monkeypatch.setattr(moving, "take_turn", take_turn)
        monkeypatch.setattr(moving, "_make_room", lambda *given: looked())
        monkeypatch.setattr(fixing, "take_turn", take_turn_and_wait)
        move = unguarded(gatherings.move, monkeypatch)
        cancel = unguarded(gatherings.cancel, monkeypatch)
        assert not one_moves_one_cancels(gathering, people, move, cancel)
    assert set(Event.objects.values_list("verb", flat=True)) >= {"moved", "cancelled"}


# Answers


ANSWERING = 6  # with whoever cancels, no more than a server of PostgreSQL is asked for at the same instant


def answer_at(gathering: Gathering, person: Person, answer: Callable[..., Answer], early: bool) -> Callable[[], object]:
    now = gathering.answer_until - timedelta(microseconds=1) if early else gathering.answer_until
    return lambda: answer(gathering=gathering, person=person, reply=Reply.YES, via=Via.PAGE, now=now)


def test_at_the_cut_off_exactly_the_answers_received_before_it_are_kept() -> None:
    circle, people = circle_of(ANSWERING)
    gathering = a_date(circle, people[0])
    acts = [
        answer_at(gathering, person, gatherings.answer, early=number % 2 == 0) for number, person in enumerate(people)
    ]
    outcomes = together(acts)
    assert only(outcomes, Answer, gatherings.TooLate)
    assert {row.person for row in Answer.objects.all()} == set(people[::2])
    assert [isinstance(outcome, Answer) for outcome in outcomes] == [True, False] * (ANSWERING // 2)


def answers_while_it_is_cancelled(answer: Callable[..., Answer], cancel: Callable[..., None]) -> bool:
    """Whether whoever read that their answer is kept has it kept, and none came in after the cancellation."""
    circle, people = circle_of(ANSWERING)
    gathering = a_date(circle, people[0])
    page = seen(circle)
    kept: set[int] = set()

    def cancel_and_look() -> None:
        cancel(gathering=gathering, by=people[0], seen=page, now=NOW)
        kept.update(Answer.objects.values_list("person_id", flat=True))

    outcomes = together([*[answer_at(gathering, person, answer, early=True) for person in people], cancel_and_look])
    said = {outcome.person_id for outcome in of(Answer, outcomes)}
    at_last = set(Answer.objects.values_list("person_id", flat=True))
    return only(outcomes, Answer, gatherings.TooLate, type(None)) and said == kept == at_last


def test_answers_while_the_date_is_cancelled() -> None:
    assert answers_while_it_is_cancelled(gatherings.answer, gatherings.cancel)


def test_control_without_the_lock_answers_come_in_after_the_cancellation(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(ANSWERING + 1) as read, Pause(ANSWERING + 1) as cancelled:
        is_open = rules.is_open

        def read_and_wait(gathering: Gathering, now: datetime) -> bool:
            found = is_open(gathering, now)
            read()
            cancelled()
            return found

        def cancel_between(**given: Any) -> None:
            read()
            gatherings.cancel(**given)
            cancelled()

        bare = unguarded(gatherings.answer, monkeypatch)
        monkeypatch.setattr(rules, "is_open", read_and_wait)
        assert not answers_while_it_is_cancelled(bare, cancel_between)
    assert Answer.objects.count() == ANSWERING


def test_answers_while_the_date_is_moved_are_of_the_old_day_or_of_the_new() -> None:
    circle, people = circle_of(ANSWERING)
    gathering = a_date(circle, people[0])
    page, later = seen(circle), NOW + timedelta(hours=1)
    moved = gatherings.When(day_of(NOW, 5), NOON)
    acts: list[Callable[[], object]] = [
        lambda person=person, now=now: gatherings.answer(  # type: ignore[misc]
            gathering=gathering, person=person, reply=Reply.YES, via=Via.PAGE, now=now
        )
        for person, now in zip(people, [NOW, later] * (ANSWERING // 2), strict=True)
    ]
    acts.append(lambda: gatherings.move(gathering=gathering, by=people[0], when=moved, seen=page, now=later))
    assert only(together(acts), Answer, Gathering)
    assert {row.person for row in queries.answers(Gathering.objects.get())} == set(people[1::2])


# The pencil


def four_pencil_in(pencil_in: Callable[..., Gathering | None]) -> bool:
    circle, _ = circle_of(1)
    Series.objects.filter(circle=circle).update(rhythm=Rhythm.WEEKLY, anchor=day_of(NOW, 2), hour=NOON)
    outcomes = together([lambda: pencil_in(circle=circle, now=NOW)] * 4)
    return only(outcomes, Gathering) and Gathering.objects.count() == 1


def test_four_workers_pencil_in_one_date() -> None:
    assert four_pencil_in(gatherings.pencil_in)


def test_control_without_the_lock_they_pencil_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(4) as pause:
        monkeypatch.setattr(queries, "pencilled", pause.after(queries.pencilled))
        assert not four_pencil_in(unguarded(gatherings.pencil_in, monkeypatch))


# The next date, asked for


def four_sweep(ask: Callable[[Gathering, datetime], bool]) -> bool:
    """Whether one of several workers asked, once."""
    circle, people = circle_of(1)
    gathering = a_past_date(circle, people[0])
    gatherings.record_attendance(gathering=gathering, by=people[0], person_ids=[people[0].pk], names=[], now=NOW)
    outcomes = together([lambda: ask(gathering, NOW)] * 4)
    return sorted(map(str, outcomes)) == ["False", "False", "False", "True"]


def test_four_workers_ask_for_the_next_date_once() -> None:
    assert four_sweep(sweeping._ask_next)


def test_control_asked_after_looking_they_all_ask() -> None:
    with Pause(4) as pause:

        def ask(last: Gathering, now: datetime) -> bool:
            fresh = Gathering.objects.get(pk=last.pk)
            pause()
            Gathering.objects.filter(pk=last.pk).update(next_asked_at=now)
            return fresh.next_asked_at is None

        assert not four_sweep(ask)
