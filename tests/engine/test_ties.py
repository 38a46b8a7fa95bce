"""Ties: strong, weak or dormant; rings; the reasons people read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from entregent.engine import Refused, network, ties
from entregent.engine.reasons import reason
from entregent.words import sentence
from tests.engine.histories import History, histories


def test_a_tie_is_strong_weak_or_dormant() -> None:
    built = network.build(
        5, exchanges=[(0, 1), (0, 2), (0, 3), (3, 4)], exchange_times=[1000, 999, 600, 640], now=1000, half_life=180
    )
    assert ties.kinds(built).tolist() == [ties.Kind.STRONG, ties.Kind.WEAK, ties.Kind.DORMANT, ties.Kind.WEAK]
    assert ties.kinds(built, strong=0.1, dormant_after=500).tolist() == [1, 1, 1, 1]


def test_nothing_sleeps_where_nothing_fades() -> None:
    built = network.build(2, exchanges=[(0, 1)], exchange_times=[0], now=10_000, half_life=None)
    assert ties.kinds(built).tolist() == [ties.Kind.STRONG]


def test_rings_hold_5_15_50_and_150() -> None:
    built = network.of_ties(200, [(0, other) for other in range(1, 200)], [200 - other for other in range(1, 200)])
    found = ties.rings(built, 0)
    assert [len(each) for each in found.rings.values()] == [5, 10, 35, 100]
    assert (found.rings[5], len(found.beyond), found.dormant) == ((1, 2, 3, 4, 5), 49, ())
    assert sentence(found.reasons[0], "en").startswith("Circles of 5, 15, 50 and 150 are orders of magnitude")


def test_a_dormant_tie_is_in_no_ring() -> None:
    built = network.build(3, exchanges=[(0, 1), (0, 1), (0, 2)], exchange_times=[0, 0, 999], now=999, half_life=400)
    assert [(each.person, each.ring, each.kind) for each in ties.of_person(built, 0)] == [
        (2, 5, ties.Kind.STRONG),
        (1, None, ties.Kind.DORMANT),
    ]
    assert ties.rings(built, 0).dormant == (1,)


def test_a_tie_says_what_it_comes_from() -> None:
    there = [(p, g) for g in range(7) for p in range(2)]
    built = network.build(2, attendances=there, times=range(7), exchanges=[(0, 1)], exchange_times=[9])
    met, wrote = ties.behind(built, 0)
    assert sentence(met, "en", day=lambda day: f"{day:.0f} May") == "7 gatherings together, last contact on 9 May."
    assert sentence(wrote, "fr", day=lambda day: f"{day:.0f} mai") == "Un échange, dernier contact le 9 mai."
    undated = network.build(2, attendances=there)
    assert ties.behind(undated, 0) == (reason("met", count=7),)


@settings(max_examples=40, deadline=None)
@given(histories())
def test_everybody_tied_is_in_one_ring_or_asleep(history: History) -> None:
    built = history.built()
    for person in range(built.people):
        found = ties.rings(built, person)
        named = [each for ring in found.rings.values() for each in ring] + [*found.beyond, *found.dormant]
        assert sorted(named) == built.neighbours(person).tolist()


def test_what_makes_no_sense_is_refused() -> None:
    built = network.of_ties(2, [(0, 1)])
    for change in ({"strong": 0}, {"dormant_after": -1}):
        with pytest.raises(Refused, match="must be more than 0"):
            ties.kinds(built, **change)
    with pytest.raises(Refused, match="names person 5"):
        ties.rings(built, 5)
    with pytest.raises(Refused):
        ties.behind(built, 1)
    with pytest.raises(Refused):
        ties.behind(network.of_ties(2, []), 0)
