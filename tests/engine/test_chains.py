"""Chains: against every path there is, networkx, what consent forbids, and what must not change them."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entregent.engine import Refused, chains, network
from entregent.words import sentence
from tests.engine import reference
from tests.engine.cases.circles import weights
from tests.engine.histories import karate


@st.composite
def questions(draw: st.DrawFn) -> tuple[network.Network, list[bool], int, list[int]]:
    people = draw(st.integers(2, 8))
    every = [(a, b) for a in range(people) for b in range(a)]
    pairs = draw(st.lists(st.sampled_from(every), unique=True))
    strength = draw(st.lists(st.sampled_from([0.3, 1.0, 2.5, 4.0]), min_size=len(pairs), max_size=len(pairs)))
    introduces = draw(st.lists(st.booleans(), min_size=people, max_size=people))
    person = st.integers(0, people - 1)
    return network.of_ties(people, pairs, strength), introduces, draw(person), draw(st.lists(person, max_size=4))


@settings(max_examples=60, deadline=None)
@given(questions(), st.integers(1, 6), st.integers(1, 4))
def test_the_best_chains_of_all_paths_are_found(question: Any, count: int, hops: int) -> None:
    built, introduces, start, holders = question
    roads = chains.prepare(built, introduces=introduces)
    found = chains.to_any(roads, start, holders, count=count, hops=hops)
    trusted = {pair: 1 - 0.5**w for pair, w in weights(built).items()}
    every = reference.chains(trusted, introduces, start, set(holders) - {start}, hops)
    assert [each.trust for each in found.chains] == pytest.approx(sorted(every.values(), reverse=True)[:count])
    for each in found.chains:
        assert every[each.people] == pytest.approx(each.trust)
    assert not roads.ways.mark.any()


def test_a_second_library_knows_the_same_paths() -> None:
    club = karate()
    graph = nx.Graph(list(weights(club)))
    roads = chains.prepare(club)
    paths = sorted((len(p) - 1 for p in nx.all_simple_paths(graph, 16, 25, cutoff=4)), key=lambda n: n)
    assert len(paths) < 50
    found = chains.find(roads, 16, 25, count=50)
    assert [each.trust for each in found.chains] == [0.5**n for n in paths]


def test_whoever_does_not_introduce_is_on_no_chain_but_may_end_one() -> None:
    built = network.of_ties(4, [(0, 1), (1, 2), (0, 3), (3, 2)], [5, 5, 1, 1])
    asked = chains.prepare(built, introduces=[False, False, False, True])
    assert [each.people for each in chains.find(asked, 0, 2).chains] == [(0, 3, 2)]
    assert [each.people for each in chains.find(asked, 0, 1).chains] == [(0, 1), (0, 3, 2, 1)][:1]


def test_no_chain_says_how_near_one_comes() -> None:
    line = chains.prepare(network.of_ties(8, [(p, p + 1) for p in range(6)]))
    far = chains.find(line, 0, 6)
    assert (far.chains, far.distance, far.within) == ((), 6, (1, 1, 1, 1))
    assert [sentence(each, "en") for each in far.reasons] == [
        "The shortest way takes 6 steps: too many for an introduction.",
        "4 people stand within four steps.",
    ]
    never = chains.to_any(line, 0, [7])
    assert (never.distance, never.reasons[0].kind) == (None, "no-chain")
    assert chains.to_any(line, 0, []).chains == ()


def test_a_chain_says_through_whom() -> None:
    roads = chains.prepare(network.of_ties(3, [(0, 1), (1, 2)]))
    through, direct = (chains.find(roads, 0, b).chains[0].reasons[0] for b in (2, 1))
    assert sentence(through, "en", "ABC".__getitem__) == "Through B."
    assert sentence(direct, "fr") == "Vous vous connaissez déjà."


@pytest.mark.parametrize(
    "call",
    [
        lambda roads: chains.find(roads, 0, 0),
        lambda roads: chains.find(roads, 0, 99),
        lambda roads: chains.find(roads, 0, 1, hops=5),
        lambda roads: chains.find(roads, 0, 1, count=0),
        lambda roads: chains.prepare(karate(), introduces=[True]),
        lambda roads: chains.prepare(karate(), introduces=[2] * 34),  # type: ignore[list-item]
        lambda roads: chains.prepare(network.of_ties(2, [(0, 1)]), trust=[1.5]),
        lambda roads: chains.prepare(network.of_ties(2, [(0, 1)]), trust=[float("nan")]),
    ],
)
def test_what_makes_no_sense_is_refused(call: Any) -> None:
    with pytest.raises(Refused):
        call(chains.prepare(karate()))
