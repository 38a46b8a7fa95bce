"""Two last voices at once, a voice against the deadline, two who propose the same, two workers: one outcome, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from entregent.activity.models import Event
from entregent.decisions import operations as decisions
from entregent.decisions import queries
from entregent.decisions.enums import Outcome
from entregent.decisions.models import Proposal, Voice
from entregent.decisions.operations import AlreadyProposed, settling, speaking
from entregent.people.models import Person
from tests.cast import NOW
from tests.decisions.conftest import one_kind
from tests.decisions.stage import company, consent, fresh, outcome, propose
from tests.races.together import SECONDS, Pause, of, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

__all__ = ["one_kind"]

Consent = Callable[..., Voice]


def says_yes(proposal: Proposal, person: Person, say: Consent) -> Callable[[], Voice]:
    return lambda: say(proposal=proposal, person=person, now=NOW)


# The two last voices come at once


def decided_once(proposal: Proposal, last: list[Person], say: Consent) -> bool:
    """Both voices are taken, and what was asked for is done once."""
    outcomes = together([says_yes(proposal, person, say) for person in last])
    return (
        len(of(Voice, outcomes)) == len(last)
        and outcome(proposal) == Outcome.PASSED
        and Event.objects.filter(verb="passed").count() == 1
    )


def all_but_two(kind: str) -> tuple[Proposal, list[Person]]:
    circle, (anne, bruno, chloe, david) = company(4)
    proposal = propose(circle, anne, kind=kind)
    consent(proposal, bruno)
    return proposal, [chloe, david]


def test_of_two_last_voices_one_decides(one_kind: str) -> None:
    assert decided_once(*all_but_two(one_kind), decisions.consent)


def test_control_without_the_lock_both_decide(one_kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal, last = all_but_two(one_kind)
    with Pause(2) as pause:
        everybody = queries.everybody_consents

        def once_both_are_written(row: Proposal) -> bool:
            pause()
            return everybody(row)

        monkeypatch.setattr(queries, "everybody_consents", once_both_are_written)
        assert not decided_once(proposal, last, unguarded(decisions.consent, monkeypatch))


# A voice comes while the deadline passes


def what_was_taken_counted(proposal: Proposal, acts: list[Callable[[], Any]]) -> bool:
    """Whoever was told that their consent is noted was counted."""
    taken = len(of(Voice, together([*acts, lambda: decisions.sweep_decisions(proposal.closes_at)])))
    passes = 1 + taken >= proposal.needed
    return (outcome(proposal) == Outcome.PASSED) is passes and outcome(proposal) != ""


def test_a_voice_against_the_deadline_counts_or_is_refused() -> None:
    circle, everybody = company(6)
    proposal = propose(circle, everybody[0])
    acts: list[Callable[[], Any]] = [says_yes(proposal, one, decisions.consent) for one in everybody[1:5]]
    assert what_was_taken_counted(proposal, acts)


def test_control_without_the_lock_a_voice_is_noted_and_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    circle, everybody = company(4)
    proposal = propose(circle, everybody[0])
    has_read, has_settled = threading.Event(), threading.Event()

    def read_then_wait(proposal: Proposal) -> Proposal:
        row = fresh(proposal)
        has_read.set()
        assert has_settled.wait(SECONDS)
        return row

    sweep = decisions.sweep_decisions

    def sweep_meanwhile(now: Any) -> int:
        assert has_read.wait(SECONDS)
        try:
            return sweep(now)
        finally:
            has_settled.set()

    say = unguarded(decisions.consent, monkeypatch)
    monkeypatch.setattr(speaking, "locked", read_then_wait)
    monkeypatch.setattr(decisions, "sweep_decisions", sweep_meanwhile)
    assert not what_was_taken_counted(proposal, [says_yes(proposal, everybody[1], say)])


# Two propose the same


def one_opened(kind: str) -> bool:
    circle, people = company(2)
    acts = [lambda by=by: propose(circle, by, kind=kind) for by in people]
    outcomes = together(acts)
    return only(outcomes, Proposal, AlreadyProposed) and len(of(Proposal, outcomes)) == 1


def test_two_propose_the_same_and_one_is_asked(one_kind: str) -> None:
    assert one_opened(one_kind)


def test_control_without_the_lock_both_are_asked(one_kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(2) as pause:
        monkeypatch.setattr(queries, "open_one", pause.after(queries.open_one))
        monkeypatch.setattr(decisions, "propose", unguarded(decisions.propose, monkeypatch))
        assert not one_opened(one_kind)


# Several workers settle


def settled_once() -> bool:
    circle, (anne, bruno, *_) = company(4)
    proposal = propose(circle, anne)
    consent(proposal, bruno)
    outcomes = together([lambda: decisions.sweep_decisions(proposal.closes_at)] * 3)
    return sum(of(int, outcomes)) == 1 and Event.objects.filter(verb="passed").count() == 1


def test_of_several_workers_one_settles() -> None:
    assert settled_once()


def test_control_without_the_lock_several_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(3) as pause:
        monkeypatch.setattr(queries, "verdict", pause.after(queries.verdict))
        monkeypatch.setattr(settling, "settle", unguarded(decisions.settle, monkeypatch))
        assert not settled_once()
