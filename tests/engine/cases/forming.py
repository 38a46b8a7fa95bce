"""The shape of a network: who spans worlds, which clans there are, what holds it together, how mixed it is."""

from __future__ import annotations

import csv
import math
from collections import deque
from functools import partial
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import strategies as st

import entregent
from entregent.engine import network, shape
from entregent.engine.network import Network
from tests.engine import reference
from tests.engine.battery import Answer, Case, Edge, Names, Published, Question
from tests.engine.cases.circles import (
    CROWD,
    attended,
    crowd,
    networks,
    under_names,
    weights,
    with_one_more,
    with_person,
)
from tests.engine.cases.meeting import THERE, edges_of, of_a_network
from tests.engine.cases.strategies import among, moved
from tests.engine.histories import karate

TOGETHER = network.build(3, attendances=THERE)


def eighteen_women() -> Network:
    """Davis, Gardner & Gardner, Deep South (1941)."""
    told = Path(entregent.__file__).parent / "cli" / "demonstration" / "data" / "old_city.csv"
    rows = list(csv.reader(told.read_text(encoding="utf-8").splitlines()))[1:]
    return network.build(
        18, attendances=[(woman, g) for woman, row in enumerate(rows) for g, mark in enumerate(row[1:]) if mark]
    )


def as_networkx(built: Network) -> nx.Graph[int]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(built.people))
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in weights(built).items())
    return graph


def measure_twin(question: Question, answer: Answer) -> None:
    built = question["network"]
    tied, weight_of = weights(built), dict(enumerate(built.heaviness.tolist()))
    for person in range(built.people):
        if built.degree[person]:
            assert answer.constraint[person] == pytest.approx(reference.constraint(tied, person), rel=1e-9)
            assert answer.effective_size[person] == pytest.approx(reference.effective_size(tied, person), rel=1e-9)
        else:
            assert math.isnan(answer.constraint[person]) and math.isnan(answer.effective_size[person])
    for t, (a, b) in enumerate(tied):
        expected = reference.corrected_overlap(tied, attended(built), weight_of, a, b)
        assert answer.overlap[t] == pytest.approx(expected, rel=1e-6, abs=1e-8)


def measure_by_networkx(question: Question, answer: Answer) -> None:
    graph = as_networkx(question["network"])
    everybody = list(graph)
    if not everybody:  # networkx refuses a graph of nobody
        return
    # networkx 3.6 divides by the wrong row when it is asked for all at once: named, it follows the definition.
    for theirs, ours in (
        (nx.constraint(graph, weight="weight"), answer.constraint),
        (nx.effective_size(graph, everybody, weight="weight"), answer.effective_size),
        (nx.clustering(graph), answer.clustering),
    ):
        np.testing.assert_allclose(ours, [theirs[p] for p in everybody], rtol=1e-9, atol=1e-12)
    for t, (a, b) in enumerate(weights(question["network"])):
        both = len(set(graph[a]) & set(graph[b])) / max(1, len(set(graph[a]) | set(graph[b])) - 2)
        assert answer.raw_overlap[t] == pytest.approx(both)


def measure_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["network"].people, names)
    built, was = under_names(question["network"], to)
    again = shape.measure(built)
    for name in ("constraint", "effective_size", "clustering"):
        np.testing.assert_allclose(getattr(again, name), moved(getattr(answer, name), to), rtol=1e-9)
    np.testing.assert_allclose(again.overlap, answer.overlap[was], rtol=1e-9, atol=1e-12)


def measure_absent(question: Question, answer: Answer) -> None:
    more = shape.measure(with_one_more(question["network"]))
    np.testing.assert_array_equal(more.constraint[:-1], answer.constraint)
    np.testing.assert_array_equal(more.overlap, answer.overlap)


def burt() -> Network:
    you, a, b, c, d, e, f = range(7)
    return network.of_ties(7, [(you, p) for p in (a, b, c, d, e, f)] + [(a, b), (a, d), (a, f), (b, d), (d, f)])


MEASURE = Case(
    shape.measure,
    of_a_network,
    twin=measure_twin,
    published=[
        Published(
            {"network": karate()},
            lambda found: float(found.clustering.mean()) == pytest.approx(0.5706384782),
            "Newman, Networks (2010): the clustering of Zachary's club, 0.571",
        ),
        Published(
            {"network": burt()},
            lambda found: found.effective_size[0] == pytest.approx(6 - 2 * 5 / 6),
            "Burt, Structural Holes (1992), p. 56",
        ),
    ],
    second=measure_by_networkx,
    renamed=measure_renamed,
    absent=measure_absent,
    edges=edges_of(
        lambda found: not len(found.constraint),
        lambda found: np.isnan(found.constraint).tolist() == [True],
        lambda found: (found.overlap.tolist(), found.raw_overlap.tolist()) == ([0, 0, 0], [1, 1, 1]),
        lambda found: bool(np.isnan(found.constraint).all()) and not found.clustering.any(),
    ),
    examples=12,
)


@st.composite
def shaped(draw: st.DrawFn) -> Question:
    drawn = draw(networks)
    return {"network": drawn, "shape": shape.measure(drawn)}


def spans(built: Network, found: shape.Shape) -> list[bool]:
    """Each tie in turn: little in common, and each end has somebody the other lacks."""
    near = {p: set(built.neighbours(p).tolist()) for p in range(built.people)}
    return [
        bool(found.overlap[t] <= 0.1 and near[a] - near[b] - {b} and near[b] - near[a] - {a})
        for t, (a, b) in enumerate(weights(built))
    ]


def bridges_twin(question: Question, answer: Answer) -> None:
    assert answer.tolist() == spans(question["network"], question["shape"])


def bridges_by_networkx(question: Question, answer: Answer) -> None:
    """A local bridge of networkx, an end of which does not stand alone behind it, is one of ours."""
    graph = as_networkx(question["network"])
    local = {tuple(sorted(pair)) for pair in nx.local_bridges(graph, with_span=False)}
    local = {(a, b) for a, b in local if graph.degree[a] > 1 and graph.degree[b] > 1}
    pairs = list(weights(question["network"]))
    assert local <= {pairs[t] for t in np.flatnonzero(answer)}


def bridges_renamed(question: Question, answer: Answer, names: Names) -> None:
    built, was = under_names(question["network"], among(question["network"].people, names))
    assert shape.bridges(built, shape.measure(built)).tolist() == answer[was].tolist()


def bridges_absent(question: Question, answer: Answer) -> None:
    built = with_one_more(question["network"])
    assert shape.bridges(built, shape.measure(built)).tolist() == answer.tolist()


def shapes_of(nobody: Any, one: Any, gathering: Any, million: Any, **more: Any) -> dict[str, Edge | str]:
    """`edges_of`, each network with its own shape."""
    found: dict[str, Edge | str] = {}
    for name, edge in edges_of(nobody, one, gathering, million, **more).items():
        found[name] = edge if isinstance(edge, str) else Edge(partial(with_shape, edge), edge.answer)
    return found


def with_shape(edge: Edge) -> Question:
    question = edge.asked()
    built = question["network"]
    return {**question, "shape": shape.measure(built if isinstance(built, Network) else crowd())}


BRIDGES = Case(
    shape.bridges,
    shaped(),
    twin=bridges_twin,
    published="Granovetter's local bridges have an overlap of 0; the tenth is this house's.",
    second=bridges_by_networkx,
    renamed=bridges_renamed,
    absent=bridges_absent,
    edges=shapes_of(
        lambda found: not len(found),
        lambda found: not len(found),
        lambda found: not found.any(),
        lambda found: not len(found),
    ),
    examples=10,
)


@st.composite
def shaped_around(draw: st.DrawFn) -> Question:
    drawn, person = draw(with_person())
    return {"network": drawn, "shape": shape.measure(drawn), "person": person}


def around_twin(question: Question, answer: Answer) -> None:
    built, found, person = question["network"], question["shape"], question["person"]
    mine = [t for t, pair in enumerate(weights(built)) if person in pair]
    if len(mine) < 3:
        assert (answer.state, answer.closure) == ("too-few", 0)
        return
    total = math.fsum(built.strength[t] for t in mine)
    closure = math.fsum(built.strength[t] * found.overlap[t] for t in mine) / total
    assert answer.closure == pytest.approx(closure, abs=1e-12)
    assert answer.state == ("closed" if closure >= 0.5 else "open" if closure <= 0.2 else "mixed")
    every = spans(built, found)
    assert sorted(answer.bridges) == sorted(int(built.a[t] + built.b[t]) - person for t in mine if every[t])


def around_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["network"].people, names)
    built, _ = under_names(question["network"], to)
    again = shape.around(built, shape.measure(built), to[question["person"]])
    assert again.closure == pytest.approx(answer.closure)
    assert sorted(again.bridges) == sorted(to[each] for each in answer.bridges)


def around_absent(question: Question, answer: Answer) -> None:
    built = with_one_more(question["network"])
    assert shape.around(built, shape.measure(built), question["person"]) == answer


AROUND = Case(
    shape.around,
    shaped_around(),
    twin=around_twin,
    published="The limits between open and closed are this house's.",
    second="A mean of overlaps: networkx counts those for `measure`, and no library names the mean.",
    renamed=around_renamed,
    absent=around_absent,
    edges=shapes_of(
        "unknown-person",
        lambda found: found.state == "too-few",
        lambda found: found.state == "too-few",
        lambda found: found.state == "too-few",
        person=0,
    ),
    examples=10,
)


def reach_twin(question: Question, answer: Answer) -> None:
    built = question["network"]
    for person in range(built.people):
        steps, queue = {person: 0}, deque([person])
        while queue:
            here = queue.popleft()
            for other in built.neighbours(here).tolist():
                if other not in steps and steps[here] < 2:
                    steps[other] = steps[here] + 1
                    queue.append(other)
        assert answer[person] == len(steps) - 1


def reach_by_networkx(question: Question, answer: Answer) -> None:
    graph = as_networkx(question["network"])
    expected = [len(nx.single_source_shortest_path_length(graph, p, cutoff=2)) - 1 for p in sorted(graph)]
    assert answer.tolist() == expected


def reach_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["network"].people, names)
    assert shape.reach(under_names(question["network"], to)[0]).tolist() == moved(answer, to).tolist()


def reach_absent(question: Question, answer: Answer) -> None:
    assert shape.reach(with_one_more(question["network"])).tolist() == [*answer.tolist(), 0]


KITE = [(0, 1), (0, 2), (0, 3), (0, 5), (1, 3), (1, 4), (1, 6), (2, 3), (2, 5), (3, 4), (3, 5), (3, 6), (4, 6), (5, 6),
        (5, 7), (6, 7), (7, 8), (8, 9)]  # fmt: skip
REACH = Case(
    shape.reach,
    of_a_network,
    twin=reach_twin,
    published=[
        Published(
            {"network": network.of_ties(10, KITE)},
            lambda found: (int(found.argmax()), found.tolist()[9]) == (7, 2),
            "Krackhardt, Administrative Science Quarterly 35 (1990), the kite: Heather alone reaches all",
        )
    ],
    second=reach_by_networkx,
    renamed=reach_renamed,
    absent=reach_absent,
    edges=edges_of(
        lambda found: not len(found),
        lambda found: found.tolist() == [0],
        lambda found: found.tolist() == [2, 2, 2],
        lambda found: (len(found), bool(found.any())) == (CROWD, False),
    ),
    examples=10,
)
