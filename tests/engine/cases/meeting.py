"""Who is tied to whom, and how: the network, and one person's ties."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import strategies as st
from scipy import sparse

from entregent.engine import network, ties
from entregent.engine.network import Network
from tests.engine import reference
from tests.engine.battery import Answer, Case, Edge, Names, Published, Question, ask
from tests.engine.cases.circles import CROWD, GIVEN, crowd, networks, under_names, weights, with_one_more, with_person
from tests.engine.cases.strategies import NAN, among
from tests.engine.histories import KARATE, History, histories

CLUB = [tuple(int(each) - 1 for each in tie.split()) for tie in KARATE.split(",")]
OURS = "The limits are this house's, and nobody printed their outcome."
NO_LIBRARY = "The limits are this house's: no library has them."


def asked_of(history: History, hidden: list[int]) -> Question:
    return {
        "people": history.people,
        "attendances": history.attended,
        "times": history.days,
        "exchanges": [each[:2] for each in history.exchanged],
        "exchange_times": [each[2] for each in history.exchanged],
        "now": history.now,
        "hidden": hidden,
    }


@st.composite
def what_happened(draw: st.DrawFn) -> Question:
    history = draw(histories(most=7, gatherings=4))
    some = st.lists(st.integers(0, history.people - 1), max_size=1) if history.people else st.just([])
    return asked_of(history, draw(some))


def without_hidden(question: Question) -> tuple[list[tuple[int, int]], list[tuple[int, int, float]]]:
    unseen = set(question["hidden"])
    wrote = [(*pair, day) for pair, day in zip(question["exchanges"], question["exchange_times"], strict=True)]
    return (
        [each for each in question["attendances"] if each[0] not in unseen],
        [each for each in wrote if not unseen & set(each[:2])],
    )


def build_twin(question: Question, answer: Answer) -> None:
    came, wrote = without_hidden(question)
    expected = reference.strengths(question["people"], came, question["times"], wrote, question["now"])
    assert weights(answer) == pytest.approx(expected, rel=1e-12)
    rows = {p: sorted(q for pair in expected for q in pair if p in pair and q != p) for p in range(answer.people)}
    assert {p: answer.neighbours(p).tolist() for p in range(answer.people)} == rows


def build_by_scipy(question: Question, answer: Answer) -> None:
    people, (came, wrote) = question["people"], without_hidden(question)
    there = np.array(sorted(set(came)), dtype=np.int64).reshape(-1, 2)
    days = np.array(question["times"])
    table = sparse.csr_array((np.ones(len(there)), (there[:, 0], there[:, 1])), shape=(people, len(days)))
    each = np.exp2((days - question["now"]) / 180) / np.maximum(1, np.asarray(table.sum(axis=0)).ravel() - 1)
    ends = np.array([pair[:2] for pair in wrote], dtype=np.int64).reshape(-1, 2)
    worth = np.exp2((np.array([pair[2] for pair in wrote]) - question["now"]) / 180)
    met = (table * each[None, :]) @ table.T if len(days) else sparse.csr_array((people, people))
    linked = sparse.coo_array((worth, (ends[:, 0], ends[:, 1])), shape=(people, people))
    both = sparse.triu(met + linked + linked.T, 1).toarray()
    ours = sparse.coo_array((answer.strength, (answer.a, answer.b)), shape=(people, people)).toarray()
    np.testing.assert_allclose(ours, both, atol=1e-12)


def build_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["people"], names)
    again = ask(
        network.build,
        {
            **question,
            "attendances": [(to[p], g) for p, g in reversed(question["attendances"] * 2)],
            "exchanges": [(to[b], to[a]) for a, b in question["exchanges"]],
            "hidden": [to[p] for p in question["hidden"]],
        },
    )
    assert weights(again) == pytest.approx(weights(under_names(answer, to)[0]), rel=1e-12)


def build_absent(question: Question, answer: Answer) -> None:
    more = ask(network.build, {**question, "people": question["people"] + 1})
    assert weights(more) == weights(answer) and more.neighbours(question["people"]).tolist() == []


THERE = [(0, 0), (1, 0), (2, 0)]
BUILD = Case(
    network.build,
    what_happened(),
    twin=build_twin,
    published=[
        Published(
            {"people": 5, "attendances": [*THERE, (3, 0), (0, 1), (1, 1), (0, 2), (1, 2), (4, 2)]},
            lambda built: weights(built)[0, 1] == pytest.approx(11 / 6),
            "Newman, Phys. Rev. E 64, 016132 (2001), figure 3",
        )
    ],
    second=build_by_scipy,
    renamed=build_renamed,
    absent=build_absent,
    edges={
        "nobody": Edge({"people": 0}, lambda built: (built.people, built.ties) == (0, 0)),
        "one person": Edge({"people": 1, "attendances": [(0, 0)]}, lambda built: built.ties == 0),
        "one gathering": Edge({"people": 3, "attendances": THERE}, lambda built: built.strength.tolist() == [0.5] * 3),
        "duplicates": Edge({"people": 3, "attendances": THERE * 2}, lambda built: built.gatherings.tolist() == [1] * 3),
        "with oneself": Edge({"people": 2, "exchanges": [(1, 1)]}, "oneself"),
        "not a number": Edge({"people": 3, "attendances": [(0, NAN)]}, "not-a-number"),
        "negative or future days": Edge({"people": 3, "attendances": THERE, "times": [-5.0], "now": -6.0}, "future"),
        "a million people without a tie": Edge({"people": CROWD}, lambda built: not built.degree.any()),
    },
    examples=12,
)


@st.composite
def ready_made(draw: st.DrawFn) -> Question:
    people = draw(st.integers(0, 7))
    every = [(a, b) for a in range(people) for b in range(people) if a != b]
    drawn = draw(st.lists(st.sampled_from(every), unique_by=frozenset)) if every else []
    strength = draw(st.lists(st.sampled_from([0.25, 1.0, 3.5]), min_size=len(drawn), max_size=len(drawn)))
    return {"people": people, "pairs": drawn, "strength": strength}


def given_weights(question: Question) -> dict[tuple[int, int], float]:
    pairs = [(min(pair), max(pair)) for pair in question["pairs"]]
    return dict(zip(pairs, question["strength"], strict=True))


def ready_twin(question: Question, answer: Answer) -> None:
    assert weights(answer) == given_weights(question)
    assert list(weights(answer)) == sorted(given_weights(question))


def ready_by_networkx(question: Question, answer: Answer) -> None:
    graph: nx.Graph[int] = nx.Graph(list(given_weights(question)))
    graph.add_nodes_from(range(question["people"]))
    assert [sorted(graph[p]) for p in range(answer.people)] == [answer.neighbours(p).tolist() for p in sorted(graph)]


def ready_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["people"], names)
    again = ask(network.of_ties, {**question, "pairs": [(to[a], to[b]) for a, b in question["pairs"]]})
    assert weights(again) == weights(under_names(answer, to)[0])


def ready_absent(question: Question, answer: Answer) -> None:
    assert weights(ask(network.of_ties, {**question, "people": question["people"] + 1})) == weights(answer)


OF_TIES = Case(
    network.of_ties,
    ready_made(),
    twin=ready_twin,
    published=[
        Published(
            {"people": 34, "pairs": CLUB},
            lambda built: (built.ties, int(built.degree[33])) == (78, 17),
            "Zachary, J. Anthropological Research 33 (1977)",
        )
    ],
    second=ready_by_networkx,
    renamed=ready_renamed,
    absent=ready_absent,
    edges={
        "nobody": Edge({"people": 0, "pairs": []}, lambda built: built.ties == 0),
        "one person": Edge({"people": 1, "pairs": [(0, 1)]}, "unknown-number"),
        "one gathering": "No gathering is known of ties that are given.",
        "duplicates": Edge({"people": 2, "pairs": [(0, 1), (1, 0)]}, "duplicate"),
        "with oneself": Edge({"people": 2, "pairs": [(1, 1)]}, "oneself"),
        "not a number": Edge({"people": 2, "pairs": [(0, 1)], "strength": [NAN]}, "not-a-number"),
        "negative or future days": Edge({"people": 2, "pairs": [(0, 1)], "strength": [-1]}, "not-positive"),
        "a million people without a tie": Edge({"people": CROWD, "pairs": []}, lambda built: built.people == CROWD),
    },
    examples=12,
)

FRIENDS = network.of_ties(3, [(0, 1), (0, 2)], [2, 1])
of_a_network = st.fixed_dictionaries({"network": networks})


def edges_of(nobody: Any, one: Any, gathering: Any, million: Any, **more: Any) -> dict[str, Edge | str]:
    """What a function says of networks at the edge; `more` is asked beside the network."""
    together = network.build(3, attendances=THERE)
    return {
        "nobody": Edge({"network": network.build(0), **more}, nobody),
        "one person": Edge({"network": network.build(1), **more}, one),
        "one gathering": Edge({"network": together, **more}, gathering),
        "duplicates": GIVEN,
        "with oneself": GIVEN,
        "not a number": Edge({"network": NAN, **more}, "not-made"),
        "negative or future days": GIVEN,
        "a million people without a tie": Edge(lambda: {"network": crowd(), **more}, million),
    }


def kind_of(built: Network, tie: int) -> ties.Kind:
    if built.seen.now - built.last[tie] > 360:
        return ties.Kind.DORMANT
    return ties.Kind.STRONG if built.strength[tie] >= 1 else ties.Kind.WEAK


def kinds_twin(question: Question, answer: Answer) -> None:
    assert answer.tolist() == [kind_of(question["network"], tie) for tie in range(question["network"].ties)]


def kinds_renamed(question: Question, answer: Answer, names: Names) -> None:
    again, was = under_names(question["network"], among(question["network"].people, names))
    assert ties.kinds(again).tolist() == answer[was].tolist()


def kinds_absent(question: Question, answer: Answer) -> None:
    assert ties.kinds(with_one_more(question["network"])).tolist() == answer.tolist()


KINDS = Case(
    ties.kinds,
    of_a_network,
    twin=kinds_twin,
    published=OURS,
    second=NO_LIBRARY,
    renamed=kinds_renamed,
    absent=kinds_absent,
    edges=edges_of(
        lambda found: not len(found),
        lambda found: not len(found),
        lambda found: found.tolist() == [ties.Kind.WEAK] * 3,
        lambda found: not len(found),
    ),
    examples=10,
)


@st.composite
def one_tie(draw: st.DrawFn) -> Question:
    drawn = draw(networks.filter(lambda each: each.ties > 0))
    return {"network": drawn, "tie": draw(st.integers(0, drawn.ties - 1))}


def behind_twin(question: Question, answer: Answer) -> None:
    built, tie = question["network"], question["tie"]
    said = {"met-on": int(built.gatherings[tie]), "exchanged-on": int(built.exchanges[tie])}
    assert {each.kind: each["count"] for each in answer} == {kind: count for kind, count in said.items() if count}
    assert {each["day"] for each in answer} == {float(built.last[tie])}


def behind_renamed(question: Question, answer: Answer, names: Names) -> None:
    again, was = under_names(question["network"], among(question["network"].people, names))
    assert ties.behind(again, was.index(question["tie"])) == answer


def behind_absent(question: Question, answer: Answer) -> None:
    assert ties.behind(with_one_more(question["network"]), question["tie"]) == answer


UNKNOWN = "unknown-number"
BEHIND = Case(
    ties.behind,
    one_tie(),
    twin=behind_twin,
    published="It repeats what was given, and nothing else.",
    second="It repeats what was given, and nothing else.",
    renamed=behind_renamed,
    absent=behind_absent,
    edges=edges_of(UNKNOWN, UNKNOWN, lambda found: [each.kind for each in found] == ["met"], UNKNOWN, tie=0),
    examples=10,
)


@st.composite
def one_of_a_network(draw: st.DrawFn) -> Question:
    drawn, person = draw(with_person())
    return {"network": drawn, "person": person}


def order_of(question: Question) -> list[int]:
    """The others, living ties first, by strength, by last contact, by number."""
    built, person = question["network"], question["person"]
    mine = [(t, a + b - person) for t, (a, b) in enumerate(weights(built)) if person in (a, b)]
    asleep = {t: kind_of(built, t) is ties.Kind.DORMANT for t, _ in mine}
    return [q for _, q in sorted(mine, key=lambda m: (asleep[m[0]], -built.strength[m[0]], -built.last[m[0]], m[1]))]


def of_person_twin(question: Question, answer: Answer) -> None:
    built, person = question["network"], question["person"]
    assert [each.person for each in answer] == order_of(question)
    for place, each in enumerate(answer):
        tie = built.between(person, each.person)
        assert (each.strength, each.kind) == (built.strength[tie], kind_of(built, tie))
        assert each.ring == (None if each.kind is ties.Kind.DORMANT else 5 if place < 5 else 15)


def of_person_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["network"].people, names)
    again = ties.of_person(under_names(question["network"], to)[0], to[question["person"]])
    assert {each.person: (each.strength, each.kind) for each in again} == {
        to[each.person]: (each.strength, each.kind) for each in answer
    }


def of_person_absent(question: Question, answer: Answer) -> None:
    assert ties.of_person(with_one_more(question["network"]), question["person"]) == answer


OF_PERSON = Case(
    ties.of_person,
    one_of_a_network(),
    twin=of_person_twin,
    published=OURS,
    second=NO_LIBRARY,
    renamed=of_person_renamed,
    absent=of_person_absent,
    edges=edges_of(
        "unknown-person",
        [],
        lambda found: [each.person for each in found] == [1, 2],
        lambda found: found == [],
        person=0,
    ),
    examples=10,
)


def rings_twin(question: Question, answer: Answer) -> None:
    named = [each for ring in answer.rings.values() for each in ring]
    assert [*named, *answer.beyond, *answer.dormant] == order_of(question)
    assert list(answer.rings) == [5, 15, 50, 150] and len(answer.rings[5]) == min(5, len(named))


def rings_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["network"].people, names)
    again = ties.rings(under_names(question["network"], to)[0], to[question["person"]])
    assert sorted(again.dormant) == sorted(to[each] for each in answer.dormant)
    assert {ring: len(each) for ring, each in again.rings.items()} == {r: len(e) for r, e in answer.rings.items()}


def rings_absent(question: Question, answer: Answer) -> None:
    assert ties.rings(with_one_more(question["network"]), question["person"]) == answer


RINGS = Case(
    ties.rings,
    one_of_a_network(),
    twin=rings_twin,
    published=[
        Published(
            {"network": network.of_ties(200, [(0, p) for p in range(1, 200)]), "person": 0},
            lambda found: [len(each) for each in found.rings.values()] == [5, 10, 35, 100],
            "Dunbar, J. Human Evolution 22 (1992): layers of 5, 15, 50 and 150",
        )
    ],
    second=NO_LIBRARY,
    renamed=rings_renamed,
    absent=rings_absent,
    edges=edges_of(
        "unknown-person",
        lambda found: found.rings[5] == (),
        lambda found: found.rings[5] == (1, 2),
        lambda found: found.rings[150] == (),
        person=0,
    ),
    examples=10,
)
