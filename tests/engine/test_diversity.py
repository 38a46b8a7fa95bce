"""Diversity: against counting pairs, networkx, what is published, and chance itself."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import strategies as st

from entregent.engine import Refused, diversity, network
from tests.engine.cases.circles import weights
from tests.engine.histories import karate

ANSWERS = st.lists(st.sampled_from(["law", "art", "bread", None]), max_size=12)
SIDES = [int(p in {8, 9, 14, 15, 18, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33}) for p in range(34)]


def test_blau_does_not_depend_on_how_many_are_asked() -> None:
    """The mean over samples of four is the value of all: that is what correcting for small numbers means."""
    rng = np.random.default_rng(1)
    everybody = ["a"] * 50 + ["b"] * 30 + ["c"] * 20
    samples = [diversity.blau(rng.choice(everybody, 4, replace=False).tolist()) for _ in range(3000)]
    expected = diversity.blau(everybody).corrected
    assert float(np.mean([each.corrected for each in samples])) == pytest.approx(expected, abs=0.02)
    assert float(np.mean([each.raw for each in samples])) < expected - 0.1


def test_a_second_library_and_the_two_sides_of_the_karate_club() -> None:
    club = karate()
    found = diversity.assortativity(club, SIDES)
    graph = nx.Graph(list(weights(club)))
    nx.set_node_attributes(graph, dict(enumerate(SIDES)), "side")
    assert found.raw == pytest.approx(nx.attribute_assortativity_coefficient(graph, "side"))
    assert found.corrected == pytest.approx(found.raw, abs=0.05)


def test_chance_is_zero_once_corrected() -> None:
    rng = np.random.default_rng(4)
    built = network.of_ties(12, [(a, b) for a in range(12) for b in range(a) if rng.random() < 0.4])
    answers = [["a", "b", "b"][p % 3] for p in range(12)]
    shuffled = [rng.permutation(answers).tolist() for _ in range(1500)]
    like = [diversity.assortativity(built, each) for each in shuffled]
    assert float(np.mean([each.corrected for each in like])) == pytest.approx(0, abs=0.02)
    assert float(np.mean([each.raw for each in like])) < -0.05
    complete = network.of_ties(12, [(a, b) for a in range(12) for b in range(a)])
    assert diversity.ei(complete, answers).corrected == pytest.approx(0)


def test_ei_goes_from_inside_to_outside() -> None:
    """Krackhardt & Stern (1988): −1 when all ties are inside, 1 when all are outside."""
    built = network.of_ties(4, [(0, 1), (2, 3)])
    for answers, expected in ((["a", "a", "b", "b"], -1), (["a", "b", "a", "b"], 1)):
        found = diversity.ei(built, answers)
        assert (found.raw, found.corrected, found.known) == (expected, expected, 2)
    mine = diversity.ei(network.of_ties(4, [(0, 1), (0, 2)]), ["a", "a", "b", "b"], person=0)
    assert (mine.raw, mine.known) == (0, 2)


def test_too_few_answers_are_said_to_be() -> None:
    built = network.of_ties(3, [(0, 1)])
    for found in (
        diversity.ei(built, [None, None, "a"]),
        diversity.assortativity(built, ["a", "a", "a"]),
        diversity.blau([]),
    ):
        assert math.isnan(found.corrected) and found.reasons[0].kind == "too-few-answers"
    with pytest.raises(Refused, match="answers"):
        diversity.ei(built, ["a"])
    with pytest.raises(Refused, match="person"):
        diversity.ei(built, ["a", "a", "b"], person=3)
