"""Meetings: against the walk written out, networkx, what must not change it, and what nobody wants proposed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from entregent.engine import Refused, meet
from entregent.words import sentence
from tests.engine.histories import KARATE, History, histories

CLUB = [tuple(int(each) - 1 for each in tie.split()) for tie in KARATE.split(",")]


def past_of(history: History) -> meet.Past:
    return meet.past(
        history.people,
        attendances=history.attended,
        times=history.days,
        exchanges=[each[:2] for each in history.exchanged],
        exchange_times=[each[2] for each in history.exchanged],
        now=history.now,
    )


@settings(max_examples=20, deadline=None)
@given(histories(most=8))
def test_only_people_who_have_not_met_are_proposed_and_nobody_twice(history: History) -> None:
    given_ = past_of(history)
    chosen = meet.pairs(given_, count=3)
    named = [p for each in chosen for p in (each.one, each.two)]
    assert len(named) == len(set(named))
    for each in chosen:
        assert given_.slow.between(each.one, each.two) is None
        assert 0 < each.chance <= 1 and 0 < each.opens <= 2
    for person in range(history.people):
        met = set(given_.slow.neighbours(person).tolist())
        assert not met & {each.two for each in meet.suggest(given_, person, count=9)}


def test_a_meeting_says_whom_they_know_and_what_it_opens() -> None:
    """Two triangles joined by a tie: each end of it may bring the others together."""
    groups = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3)]
    found = meet.suggest(meet.past(6, exchanges=groups), 2, count=1, clan=[0, 0, 0, 1, 1, 1])[0]
    assert (found.one, found.two) == (2, 4)
    said = [sentence(each, "en", "ABCDEF".__getitem__) for each in found.reasons]
    assert said == [
        "One person in common: D.",
        "It would join two clans.",
        "It would bring 3 people closer to one or the other.",
    ]
    assert found.worth == found.chance * found.opens


def test_what_nobody_wants_is_not_proposed() -> None:
    line = meet.past(4, exchanges=[(0, 1), (1, 2), (2, 3)])
    assert [each.two for each in meet.suggest(line, 0, never=[(2, 0)])] == [3]
    assert [(each.one, each.two) for each in meet.pairs(line, never=[(0, 3), (0, 2)])] == [(1, 3)]
    hidden = meet.past(4, exchanges=[(0, 1), (1, 2), (2, 3)], hidden=[1])
    assert meet.suggest(hidden, 0) == []


def test_recent_days_count_more() -> None:
    """Two ways to somebody new; the one walked lately comes first."""
    exchanges = [(0, 1), (1, 2), (0, 3), (3, 4)]
    late = meet.past(5, exchanges=exchanges, exchange_times=[0, 0, 100, 100])
    assert [each.two for each in meet.suggest(late, 0)] == [4, 2]


def test_what_makes_no_sense_is_refused() -> None:
    small = meet.past(2)
    assert meet.suggest(small, 0) == meet.pairs(small) == meet.pairs(meet.past(0)) == []
    for call in (
        lambda: meet.suggest(small, 2),
        lambda: meet.suggest(small, 0, clan=[1]),
        lambda: meet.pairs(meet.past(2000)),
        lambda: meet.past(2, exchanges=[(0, 0)]),
        lambda: meet.past(2, exchanges=[(0, 1)], exchange_times=[float("nan")]),
    ):
        with pytest.raises(Refused):
            call()
