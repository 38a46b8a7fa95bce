"""Clans and the core: against definitions, networkx, the published table of 1936, and planted groups."""

from __future__ import annotations

from itertools import combinations

import igraph
import networkx as nx
import numpy as np
import pytest

from entregent.engine import Refused, clans, core, network
from tests.engine import reference
from tests.engine.cases.forming import eighteen_women
from tests.engine.histories import karate


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_no_woman_is_misplaced_for_any_seed() -> None:
    """Freeman's consensus of 21 methods (2003): women 1–9 and 10–18."""
    women = eighteen_women()
    for seed in range(50):
        assert clans.find(women, rng=rng(seed), runs=1 + seed % 3).of.tolist() == [0] * 9 + [1] * 9


def test_the_same_chance_finds_the_same_clans_and_leaves_no_trace() -> None:
    random = np.random.default_rng(3)
    pairs = sorted({(min(p), max(p)) for p in random.integers(0, 60, (150, 2)).tolist() if p[0] != p[1]})
    built = network.of_ties(60, pairs)
    one, two = (clans.find(built, rng=rng(7)) for _ in range(2))
    assert one.of.tolist() == two.of.tolist()
    assert 0 <= one.agreement <= 1
    assert igraph.Graph.Erdos_Renyi(10, 0.5).vcount() == 10


def test_a_chain_of_equal_groups_comes_to_an_end() -> None:
    """Where moving a person gains nothing either way, "until nothing changes" would go on for ever."""
    there = [(p, p // 10) for p in range(300)] + [(10 * g, g - 1) for g in range(1, 30)]
    found = clans.find(network.build(300, attendances=there), rng=rng())
    assert sum(found.sizes) == 300 and found.modularity > 0.8


def planted(seed: int) -> network.Network:
    """Six groups of ten, most ties inside, of several strengths; and two who know nobody else."""
    random = np.random.default_rng(seed)
    pairs = [(a, b) for a, b in combinations(range(60), 2) if random.random() < (0.5 if a // 10 == b // 10 else 0.02)]
    return network.of_ties(62, [*pairs, (60, 61)], random.uniform(0.1, 2, len(pairs) + 1))


def ties_of(built: network.Network) -> dict[tuple[int, int], float]:
    return dict(zip(zip(built.a.tolist(), built.b.tolist(), strict=True), built.strength.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_a_large_network_is_condensed_to_parts_of_clans_that_nobody_wants_to_leave(seed: int) -> None:
    built = planted(seed)
    ties, small = ties_of(built), clans.condensed(built, rng(seed))
    clan = small.clan[small.part].tolist()
    best = reference.modularity(ties, clan)
    for p in range(62):
        for other in set(clan):
            assert reference.modularity(ties, [*clan[:p], other, *clan[p + 1 :]]) < best + 1e-12
    whole = nx.Graph(list(ties))
    assert all(nx.is_connected(whole.subgraph(np.flatnonzero(small.part == g))) for g in range(len(small.clan)))


@pytest.mark.parametrize("seed", range(3))
def test_ties_between_parts_are_those_of_their_people(seed: int) -> None:
    built = planted(seed)
    small = clans.condensed(built, rng(seed))
    found = dict(zip(zip(small.a.tolist(), small.b.tolist(), strict=True), small.weight.tolist(), strict=True))
    unscaled = {ends: weight * 2 * built.strength.sum() for ends, weight in found.items()}
    assert unscaled == pytest.approx(reference.between_parts(ties_of(built), small.part.tolist()))


def test_the_one_round_of_a_large_network_is_nearly_as_good(monkeypatch: pytest.MonkeyPatch) -> None:
    built = planted(1)
    small_way = clans.find(built, rng=rng())
    monkeypatch.setattr(clans, "LARGE", 0)
    found = clans.find(built, rng=rng())
    assert found.modularity == pytest.approx(reference.modularity(ties_of(built), found.of.tolist()))
    assert found.modularity > 0.9 * small_way.modularity


def test_no_tie_no_clan() -> None:
    found = clans.find(network.build(3), rng=rng())
    assert (found.of.tolist(), found.sizes, found.reasons[0]["count"]) == ([-1, -1, -1], (), 0)
    with pytest.raises(Refused, match="runs"):
        clans.find(karate(), rng=rng(), runs=0)


def test_the_source_of_chance_has_what_the_library_asks_for() -> None:
    chance = clans.Chance(rng())
    assert 0 <= chance.random() < 1
    assert {chance.randint(2, 3) for _ in range(40)} == {2, 3}
    assert all(0 <= chance.getrandbits(5) < 32 for _ in range(40))
    assert isinstance(chance.gauss(0, 1), float)


def test_a_planted_core_is_found_and_names_do_not_matter() -> None:
    names = rng().permutation(30)
    strong = [(names[a], names[b]) for a, b in combinations(range(6), 2)]
    weak = [(names[p], names[p % 6]) for p in range(6, 30)]
    built = network.of_ties(30, strong + weak, [3.0] * len(strong) + [0.5] * len(weak))
    assert set(core.find(built).inside.nonzero()[0]) == set(names[:6])


def test_two_libraries_name_a_planted_core() -> None:
    """The innermost k-core of networkx and of igraph: where ties are alike, five who all know each other and guests."""
    ties = [*combinations(range(5), 2), *((p, p % 5) for p in range(5, 25))]
    graph = nx.Graph(ties)
    by_networkx = nx.core_number(graph)
    by_igraph = igraph.Graph(n=25, edges=ties).coreness()
    found = core.find(network.of_ties(25, ties)).inside
    for numbers in ([by_networkx[p] for p in range(25)], by_igraph):
        assert np.flatnonzero(found).tolist() == [p for p, number in enumerate(numbers) if number == max(numbers)]


def test_where_all_are_alike_there_is_no_core() -> None:
    ring = network.of_ties(8, [(p, (p + 1) % 8) for p in range(8)])
    for built in (ring, network.build(0), network.build(5), network.of_ties(2, [(0, 1)])):
        found = core.find(built)
        assert not found.inside.any() and found.reasons[0].kind == "no-core"
