"""Shape: against its slow twin, networkx, published values, and what must not change it."""

from __future__ import annotations

from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entregent.engine import Refused, network, shape
from entregent.words import sentence
from tests.engine.cases.circles import weights
from tests.engine.cases.forming import as_networkx
from tests.engine.histories import History, histories, karate


def test_a_second_library_agrees() -> None:
    rng = np.random.default_rng(2)
    pairs = sorted({(min(p), max(p)) for p in rng.integers(0, 45, (300, 2)).tolist() if p[0] != p[1]})
    built = network.of_ties(50, pairs, rng.random(len(pairs)) + 0.01)
    found, graph = shape.measure(built), as_networkx(built)
    everybody = list(graph)
    # networkx 3.6 divides by the wrong row when it is asked for all at once: named, it follows the definition.
    theirs: list[tuple[Any, Any]] = [
        (nx.constraint(graph, weight="weight"), found.constraint),
        (nx.effective_size(graph, everybody, weight="weight"), found.effective_size),
        (nx.clustering(graph), found.clustering),
    ]
    for by_networkx, ours in theirs:
        np.testing.assert_allclose(ours, [by_networkx[p] for p in everybody], rtol=1e-9, atol=1e-12)
    jaccard = [len(set(graph[a]) & set(graph[b])) / max(1, len(set(graph[a]) | set(graph[b])) - 2) for a, b in pairs]
    np.testing.assert_allclose(found.raw_overlap, jaccard, rtol=1e-12)


def test_published_values_of_the_karate_club() -> None:
    """The mean clustering of Zachary's network, 0.571 (Newman, Networks, 2010); constraint as igraph has it."""
    club = karate()
    found = shape.measure(club)
    assert float(found.clustering.mean()) == pytest.approx(0.5706384782)
    theirs = igraph.Graph(n=34, edges=list(weights(club)))
    np.testing.assert_allclose(found.constraint, theirs.constraint(), rtol=1e-9)
    np.testing.assert_allclose(found.clustering, theirs.transitivity_local_undirected(mode="zero"), rtol=1e-9)


def test_onnela_s_own_figure() -> None:
    """PNAS 104, figure 1: overlap of a tie by how its ends' friends fall together: 0, 1/3, 2/3 and 1."""
    for shared, expected in ((0, 0), (1, 1 / 3), (2, 2 / 3), (3, 1)):
        mine = {2: 3, 1: 3, 0: 2, 3: 3}[shared]
        if shared == 2:
            thirds = [(0, 2), (1, 2), (0, 3), (1, 3), (0, 4)]
        else:
            common = [(end, 2 + k) for k in range(shared) for end in (0, 1)]
            alone = [(end, 5 + 2 * k + end) for k in range((mine - shared) // 2) for end in (0, 1)]
            thirds = common + alone
        built = network.of_ties(12, [(0, 1), *thirds])
        assert shape.measure(built).overlap[0] == pytest.approx(expected)


@settings(max_examples=30, deadline=None)
@given(histories(), st.randoms(use_true_random=False), st.sampled_from([0.5, 3.0]))
def test_names_and_units_change_nothing(history: History, random: Any, factor: float) -> None:
    names = random.sample(range(history.people), history.people)
    built = history.built()
    again = network.of_ties(
        history.people, [(names[a], names[b]) for a, b in zip(built.a, built.b, strict=True)], built.strength * factor
    )
    one, two = (
        shape.measure(network.of_ties(history.people, np.column_stack([built.a, built.b]), built.strength)),
        (shape.measure(again)),
    )
    np.testing.assert_allclose(one.constraint, two.constraint[names], rtol=1e-9)
    np.testing.assert_allclose(one.effective_size, two.effective_size[names], rtol=1e-9)
    np.testing.assert_allclose(np.sort(one.overlap), np.sort(two.overlap), rtol=1e-9)


def test_a_large_gathering_alone_embeds_nobody() -> None:
    party = [(p, 0) for p in range(30)]
    found = shape.measure(network.build(30, attendances=party))
    assert (float(found.raw_overlap.min()), float(found.overlap.max())) == (1, 0)


def test_a_bridge_that_met_at_two_large_gatherings_stays_a_bridge() -> None:
    """0 and 1 went to two parties of different people; 2 and 3 share a circle that met again and again."""
    parties = [(p, 0) for p in (0, 1, *range(10, 25))] + [(p, 1) for p in (0, 1, *range(30, 45))]
    lunches = [(p, g) for g in range(2, 8) for p in (2, 3, 4, 5)]
    built = network.build(50, attendances=parties + lunches)
    found = shape.measure(built)
    bridge, clan = built.between(0, 1), built.between(2, 3)
    assert bridge is not None and clan is not None
    assert (found.raw_overlap[bridge], found.overlap[bridge]) == (1, 0)
    assert found.overlap[clan] == 1


def test_bridges_and_clans_are_said_to_the_person() -> None:
    """Two groups of four, all tied inside; 0 and 4 join them."""
    groups = [(a + g, b + g) for g in (0, 4) for a in range(4) for b in range(a)]
    built = network.of_ties(9, [*groups, (0, 4), (3, 8)])
    found = shape.measure(built)
    spanning = {(int(built.a[t]), int(built.b[t])) for t in shape.bridges(built, found).nonzero()[0]}
    assert spanning == {(0, 4)}
    mixed, closed, alone = (shape.around(built, found, person) for person in (0, 1, 8))
    assert (mixed.state, mixed.bridges, closed.state, alone.state) == ("mixed", (4,), "closed", "too-few")
    assert sentence(mixed.reasons[1], "en", "ABCDEFGHI".__getitem__) == "Bridges to E: few others join your worlds."
    star = network.of_ties(4, [(0, 1), (0, 2), (0, 3)])
    assert shape.around(star, shape.measure(star), 0).state == "open"


def test_nobody_and_nothing() -> None:
    nobody, alone = shape.measure(network.build(0)), shape.measure(network.build(2))
    assert len(nobody.constraint) == len(nobody.overlap) == 0
    assert np.isnan(alone.constraint).all() and np.isnan(alone.effective_size).all() and not alone.clustering.any()
    with pytest.raises(Refused, match="shape"):
        shape.bridges(network.build(3), alone)
    with pytest.raises(Refused, match="person"):
        shape.around(network.build(2), alone, 4)
