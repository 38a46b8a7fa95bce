"""A poll closes, or its date is fixed, while answers arrive; two fix, two ask: one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from entregent.activity.models import Event
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Answer, Gathering
from entregent.gatherings.operations import SomebodyWasFaster, TooLate, fixing
from entregent.people.models import Person
from entregent.polls import operations as polls
from entregent.polls import queries
from entregent.polls.enums import Choice
from entregent.polls.models import Ballot, Poll
from entregent.polls.operations import AlreadyAsking, voting
from tests.cast import HOUR, MINUTE, NOW, a_circle, a_poll, seen, somebody
from tests.polls.stage import fresh
from tests.races.test_dates import read_then_write
from tests.races.together import SECONDS, Pause, of, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

VOTERS = 6
Vote = Callable[..., Ballot]


def asked(people: int) -> tuple[Poll, list[Person]]:
    everybody = [somebody(f"Person {number}", f"p{number}@example.org") for number in range(people)]
    return a_poll(a_circle(*everybody), everybody[0], now=NOW), everybody


def answering(poll: Poll, person: Person, received: datetime, vote: Vote) -> Callable[[], Ballot]:
    slot = queries.slots_of(poll)[0]
    return lambda: vote(poll=poll, person=person, choices={slot.pk: Choice.YES}, via=Via.MAIL, now=received)


class Late:
    """Read the poll, then write once something else has happened: what the lock on its row forbids."""

    def __init__(self) -> None:
        self.has_read, self.has_happened = threading.Event(), threading.Event()

    def locked(self, poll: Poll) -> Poll:
        row = fresh(poll)
        self.has_read.set()
        assert self.has_happened.wait(SECONDS)
        return row

    def after(self, act: Callable[[], Any]) -> Callable[[], Any]:
        def wait_and_act() -> Any:
            assert self.has_read.wait(SECONDS)
            try:
                return act()
            finally:
                self.has_happened.set()

        return wait_and_act


# A poll closes while answers arrive


def kept_those_received_before(poll: Poll, received: dict[int, datetime], outcomes: list[Any]) -> bool:
    """Exactly those received before the poll closed count, whoever was told what."""
    closes_at = fresh(poll).closes_at
    before = {person for person, moment in received.items() if moment < closes_at}
    kept = set(poll.ballots.values_list("person_id", flat=True))
    accepted = {ballot.person_id for ballot in of(Ballot, outcomes)}
    return only(outcomes, Ballot, Poll, TooLate) and kept == before == accepted


def test_a_poll_closing_keeps_exactly_what_was_received_before() -> None:
    poll, people = asked(VOTERS)
    received = {person.pk: NOW + HOUR + number * MINUTE for number, person in enumerate(people)}
    acts: list[Callable[[], Any]] = [answering(poll, person, received[person.pk], polls.vote) for person in people]
    halfway = NOW + HOUR + VOTERS / 2 * MINUTE - timedelta(seconds=30)
    outcomes = together([*acts, lambda: polls.close(poll=poll, by=people[0], now=halfway)])
    assert kept_those_received_before(poll, received, outcomes)


def test_control_without_the_guard_an_answer_slips_in_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    poll, people = asked(2)
    received, late = {people[1].pk: NOW + HOUR}, Late()
    close = late.after(lambda: polls.close(poll=poll, by=people[0], now=NOW + HOUR - MINUTE))
    vote = unguarded(polls.vote, monkeypatch)
    monkeypatch.setattr(voting, "locked", late.locked)
    outcomes = together([answering(poll, people[1], NOW + HOUR, vote), close])
    assert not kept_those_received_before(poll, received, outcomes)
    assert poll.ballots.count() == 1


def test_the_deadline_comes_while_answers_arrive() -> None:
    poll, people = asked(VOTERS)
    received = {person.pk: poll.closes_at + (number - VOTERS // 2) * MINUTE for number, person in enumerate(people)}
    acts: list[Callable[[], Any]] = [answering(poll, person, received[person.pk], polls.vote) for person in people]
    outcomes = together([*acts, lambda: polls.sweep_polls(poll.closes_at)])
    assert kept_those_received_before(poll, received, [one for one in outcomes if not isinstance(one, int)])
    assert fresh(poll).closed_at == poll.closes_at


# A date is fixed while answers arrive


def nobody_is_lost(poll: Poll, outcomes: list[Any]) -> bool:
    """Whoever was told that their answer is noted has it at the date."""
    carried = set(Answer.objects.filter(via=Via.POLL, reply=Reply.YES).values_list("person_id", flat=True))
    accepted = {ballot.person_id for ballot in of(Ballot, outcomes)}
    return only(outcomes, Ballot, Gathering, TooLate) and len(of(Gathering, outcomes)) == 1 and carried == accepted


def fix(poll: Poll, by: Person, place: int = 0) -> Callable[[], Gathering]:
    slot, page = queries.slots_of(poll)[place], seen(poll.circle)
    return lambda: polls.fix(poll=poll, slot=slot, by=by, seen=page, now=NOW + HOUR)


def test_what_is_noted_while_the_date_is_fixed_is_carried_or_refused() -> None:
    poll, people = asked(VOTERS)
    acts: list[Callable[[], Any]] = [answering(poll, person, NOW + HOUR, polls.vote) for person in people]
    outcomes = together([*acts, fix(poll, people[0])])
    assert nobody_is_lost(poll, outcomes)


def test_control_without_the_guard_an_answer_is_noted_and_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    poll, people = asked(2)
    late = Late()
    act = late.after(fix(poll, people[0]))
    vote = unguarded(polls.vote, monkeypatch)
    monkeypatch.setattr(voting, "locked", late.locked)
    outcomes = together([answering(poll, people[1], NOW + HOUR, vote), act])
    assert not nobody_is_lost(poll, outcomes)
    assert len(of(Ballot, outcomes)) == 1


# Two fix, two ask


def one_fixed(poll: Poll, people: list[Person]) -> bool:
    """Whether one of two slots became the date, and the other person was told which."""
    outcomes = together([fix(poll, people[0]), fix(poll, people[1], place=1)])
    won, told = of(Gathering, outcomes), of(SomebodyWasFaster, outcomes)
    return (
        only(outcomes, Gathering, SomebodyWasFaster)
        and len(won) == len(told) == 1
        and told[0].gathering == fresh(poll).gathering == won[0]
        and Event.objects.filter(verb="fixed").count() == 1
    )


def test_two_people_fix_at_once() -> None:
    assert one_fixed(*asked(2))


def test_control_without_the_guard_both_slots_are_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    poll, people = asked(2)
    with Pause(2) as pause:
        monkeypatch.setattr(fixing, "take_turn", read_then_write(pause))
        monkeypatch.setattr(polls, "fix", unguarded(polls.fix, monkeypatch))
        monkeypatch.setattr(gatherings, "fix_date", unguarded(gatherings.fix_date, monkeypatch))
        assert not one_fixed(poll, people)
    assert Gathering.objects.filter(fixed_at__isnull=False).count() == 2


def one_asked(circle: Circle, people: list[Person]) -> bool:
    first, second = people
    outcomes = together(
        [lambda: a_poll(circle, first, days=(5, 6), now=NOW), lambda: a_poll(circle, second, days=(8, 9), now=NOW)]
    )
    won, told = of(Poll, outcomes), of(AlreadyAsking, outcomes)
    return only(outcomes, Poll, AlreadyAsking) and len(won) == len(told) == 1 and told[0].poll == won[0]


def two_of_a_circle() -> tuple[Circle, list[Person]]:
    people = [somebody(f"Person {number}", f"p{number}@example.org") for number in range(2)]
    return a_circle(*people), people


def test_two_people_ask_at_once() -> None:
    assert one_asked(*two_of_a_circle())


def test_control_without_the_guard_the_second_meets_the_constraint(monkeypatch: pytest.MonkeyPatch) -> None:
    circle, people = two_of_a_circle()
    with Pause(2) as pause:
        monkeypatch.setattr(queries, "waiting_poll", pause.after(queries.waiting_poll))
        monkeypatch.setattr(polls, "ask", unguarded(polls.ask, monkeypatch))
        assert not one_asked(circle, people)
    assert Poll.objects.count() == 1
