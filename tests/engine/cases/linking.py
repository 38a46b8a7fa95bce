"""How one person reaches another: chains of people who introduce."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import strategies as st

from entregent.engine import chains, network
from tests.engine import reference
from tests.engine.battery import Answer, Case, Edge, Names, Published, Question, ask
from tests.engine.cases.circles import CROWD, networks, under_names, weights, with_one_more, with_person
from tests.engine.cases.meeting import edges_of
from tests.engine.cases.strategies import NAN, among, moved
from tests.engine.histories import karate


def flags(people: int) -> st.SearchStrategy[list[bool]]:
    return st.lists(st.booleans(), min_size=people, max_size=people)


@st.composite
def to_prepare(draw: st.DrawFn) -> Question:
    drawn = draw(networks)
    return {"network": drawn, "introduces": draw(st.none() | flags(drawn.people))}


def trusted(roads: chains.Roads) -> dict[tuple[int, int], float]:
    ways = roads.ways
    return {
        (p, int(ways.other[slot])): float(ways.trust[slot])
        for p in range(roads.people)
        for slot in range(ways.start[p], ways.start[p + 1])
    }


def prepare_twin(question: Question, answer: Answer) -> None:
    both = {pair: 1 - 0.5**w for pair, w in weights(question["network"]).items()}
    both |= {(b, a): trust for (a, b), trust in both.items()}
    assert trusted(answer) == pytest.approx(both, rel=1e-9)
    assert answer.ways.carries.tolist() == (question["introduces"] or [True] * answer.people)


def prepare_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(answer.people, names)
    said = question["introduces"]
    again = chains.prepare(
        under_names(question["network"], to)[0], introduces=None if said is None else moved(said, to) if to else []
    )
    assert trusted(again) == {(to[a], to[b]): trust for (a, b), trust in trusted(answer).items()}


def prepare_absent(question: Question, answer: Answer) -> None:
    said = question["introduces"]
    more = chains.prepare(with_one_more(question["network"]), introduces=None if said is None else [*said, True])
    assert trusted(more) == trusted(answer)


PREPARE = Case(
    chains.prepare,
    to_prepare(),
    twin=prepare_twin,
    published="Trust of a strength is this house's scale.",
    second="Trust of a strength is this house's scale: no library has it.",
    renamed=prepare_renamed,
    absent=prepare_absent,
    edges=edges_of(
        lambda roads: roads.people == 0,
        lambda roads: trusted(roads) == {},
        lambda roads: list(trusted(roads).values()) == pytest.approx([1 - 0.5**0.5] * 6),
        lambda roads: (roads.people, len(roads.ways.other)) == (CROWD, 0),
    ),
    examples=8,
)


@st.composite
def from_to(draw: st.DrawFn) -> Question:
    drawn, start = draw(with_person())
    target = draw(st.integers(0, drawn.people - 1))
    roads = chains.prepare(drawn, introduces=draw(flags(drawn.people)))
    return {"roads": roads, "start": start, "target": target, "hops": draw(st.integers(1, 4))}


@st.composite
def from_to_any(draw: st.DrawFn) -> Question:
    asked = draw(from_to())
    del asked["target"]
    holders = draw(st.lists(st.integers(0, asked["roads"].people - 1), max_size=3))
    return {**asked, "holders": holders, "count": draw(st.integers(1, 5))}


def every_chain(question: Question) -> dict[tuple[int, ...], float]:
    roads, start = question["roads"], question["start"]
    targets = set(question.get("holders", [question.get("target")])) - {start}
    once = {pair: trust for pair, trust in trusted(roads).items() if pair[0] < pair[1]}
    return reference.chains(once, roads.ways.carries.tolist(), start, targets, question["hops"])


def chains_twin(question: Question, answer: Answer) -> None:
    if question["start"] == question.get("target"):
        assert answer.reason.kind == "oneself"
        return
    every = every_chain(question)
    best = sorted(every.values(), reverse=True)[: question.get("count", 5)]
    assert [each.trust for each in answer.chains] == pytest.approx(best, rel=1e-9)
    assert all(every[each.people] == pytest.approx(each.trust) for each in answer.chains)
    assert not question["roads"].ways.mark.any()


def chains_by_networkx(question: Question, answer: Answer) -> None:
    """Every simple path there is, without those through somebody who does not introduce."""
    if question["start"] == question.get("target"):
        return
    roads, start = question["roads"], question["start"]
    graph: nx.Graph[int] = nx.Graph(list(trusted(roads)))
    graph.add_nodes_from(range(roads.people))
    found = []
    for target in set(question.get("holders", [question.get("target")])) - {start}:
        for path in nx.all_simple_paths(graph, start, target, cutoff=question["hops"]):
            carried = all(roads.ways.carries[p] for p in path[1:-1])
            found.append(carried * math.prod(trusted(roads)[pair] for pair in pairwise(path)))
    best = sorted(filter(None, found), reverse=True)[: question.get("count", 5)]
    assert [each.trust for each in answer.chains] == pytest.approx(best)


def roads_under_names(roads: chains.Roads, to: list[int], people: int) -> chains.Roads:
    once = {(to[a], to[b]): trust for (a, b), trust in trusted(roads).items() if a < b}
    ordered = sorted((min(pair), max(pair), trust) for pair, trust in once.items())
    carries = [*moved(roads.ways.carries, to).tolist(), *[True] * (people - roads.people)]
    return chains.prepare(
        network.of_ties(people, [each[:2] for each in ordered]), introduces=carries, trust=[each[2] for each in ordered]
    )


def chains_renamed(question: Question, answer: Answer, names: Names) -> None:
    if question["start"] == question.get("target"):
        return
    to = among(question["roads"].people, names)
    named: Question = {key: to[question[key]] for key in ("start", "target") if key in question}
    asked: Question = {**question, **named, "roads": roads_under_names(question["roads"], to, len(to))}
    if "holders" in question:
        asked["holders"] = [to[each] for each in question["holders"]]
    again = ask(chains.find if "target" in question else chains.to_any, asked)
    assert [each.trust for each in again.chains] == pytest.approx([each.trust for each in answer.chains])
    assert (again.distance, again.within) == (answer.distance, answer.within)


def chains_absent(question: Question, answer: Answer) -> None:
    if question["start"] == question.get("target"):
        return
    people = question["roads"].people
    asked: Question = {**question, "roads": roads_under_names(question["roads"], list(range(people)), people + 1)}
    assert ask(chains.find if "target" in question else chains.to_any, asked) == answer


def roads_of(nobody: Any, one: Any, gathering: Any, million: Any, **more: Any) -> dict[str, Edge | str]:
    found: dict[str, Edge | str] = {}
    for name, edge in edges_of(nobody, one, gathering, million).items():
        found[name] = edge if isinstance(edge, str) else Edge(partial(made_ready, edge, more), edge.answer)
    found["not a number"] = Edge({"roads": NAN, **more}, "not-made")
    return found


def made_ready(edge: Edge, more: Question) -> Question:
    given = edge.asked()["network"]
    return {"roads": given if isinstance(given, float) else chains.prepare(given), **more}


def square() -> network.Network:
    return network.of_ties(4, [(0, 1), (1, 2), (0, 3), (3, 2)])


POHL = "Every tie of trust one half: two ways of two ties, a quarter each, by hand"
TWO_WAYS = Published(
    {"roads": chains.prepare(square()), "start": 0, "target": 2},
    lambda found: [(each.people, each.trust) for each in found.chains[:2]] == [((0, 1, 2), 0.25), ((0, 3, 2), 0.25)],
    POHL,
)
FIND = Case(
    chains.find,
    from_to(),
    twin=chains_twin,
    published=[TWO_WAYS],
    second=chains_by_networkx,
    renamed=chains_renamed,
    absent=chains_absent,
    edges={
        **roads_of(
            "unknown-person",
            "unknown-person",
            lambda found: [each.people for each in found.chains] == [(0, 1), (0, 2, 1)],
            lambda found: (found.distance, found.within) == (None, (0, 0, 0, 0)),
            start=0,
            target=1,
        ),
        "with oneself": Edge({"roads": chains.prepare(karate()), "start": 3, "target": 3}, "oneself"),
    },
    examples=12,
)
TO_ANY = Case(
    chains.to_any,
    from_to_any(),
    twin=chains_twin,
    published=[Published({"roads": chains.prepare(square()), "start": 0, "holders": [2]}, TWO_WAYS.holds, POHL)],
    second=chains_by_networkx,
    renamed=chains_renamed,
    absent=chains_absent,
    edges=roads_of(
        "unknown-person",
        "unknown-person",
        lambda found: len(found.chains) == 2,
        lambda found: (found.chains, found.distance) == ((), None),
        start=0,
        holders=[1],
    ),
    examples=12,
)
