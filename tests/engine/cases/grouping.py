"""Which groups a network is made of, what holds it together, and how mixed it is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import strategies as st
from scipy import stats

from entregent.engine import clans, core, diversity, network
from entregent.engine.network import Network
from tests.engine import reference
from tests.engine.battery import Answer, Case, Edge, Names, Published, Question
from tests.engine.cases.circles import CROWD, GIVEN, crowd, networks, under_names, weights, with_one_more
from tests.engine.cases.forming import TOGETHER, as_networkx, eighteen_women
from tests.engine.cases.meeting import edges_of, of_a_network
from tests.engine.cases.strategies import NAN, among
from tests.engine.histories import karate


def partings(count: int) -> Iterator[list[int]]:
    """Every way to part so many people: the clan of each."""
    if count == 0:
        yield []
        return
    for before in partings(count - 1):
        for clan in range(max(before, default=-1) + 2):
            yield [*before, clan]


def clans_twin(question: Question, answer: Answer) -> None:
    """The modularity of the definition; among at most five people, that of the best parting there is."""
    built, of = question["network"], answer.of.tolist()
    assert sorted(answer.sizes, reverse=True) == list(answer.sizes)
    assert [of.count(clan) for clan in range(len(answer.sizes))] == list(answer.sizes)
    assert [each >= 0 for each in of] == (built.degree > 0).tolist()
    if not built.ties:
        return
    assert answer.modularity == pytest.approx(reference.modularity(weights(built), of), abs=1e-9)
    if built.people <= 5:
        best = max(reference.modularity(weights(built), each) for each in partings(built.people))
        assert answer.modularity == pytest.approx(best, abs=1e-9)


def clans_by_networkx(question: Question, answer: Answer) -> None:
    if answer.sizes:
        groups = [set(np.flatnonzero(answer.of == clan).tolist()) for clan in range(len(answer.sizes))]
        graph = as_networkx(question["network"]).subgraph(np.flatnonzero(answer.of >= 0).tolist())
        assert nx.community.modularity(graph, groups) == pytest.approx(answer.modularity)


def clans_absent(question: Question, answer: Answer) -> None:
    more = clans.find(with_one_more(question["network"]), rng=np.random.default_rng(1))
    assert more.modularity == pytest.approx(answer.modularity, abs=1e-9)
    assert more.of[-1] == -1


CLANS = Case(
    clans.find,
    of_a_network,
    twin=clans_twin,
    published=[
        Published(
            {"network": eighteen_women()},
            lambda found: found.of.tolist() == [0] * 9 + [1] * 9,
            "Freeman (2003): the consensus of 21 methods on Davis, Gardner & Gardner's 18 women",
        ),
        Published(
            {"network": karate()},
            lambda found: (round(found.modularity, 4), len(found.sizes)) == (0.4198, 4),
            "Brandes et al., IEEE TKDE 20 (2008)",
        ),
    ],
    second=clans_by_networkx,
    renamed="Chance falls on places: other names are another draw. Planted groups are a test of their own.",
    absent=clans_absent,
    edges=edges_of(
        lambda found: found.sizes == (),
        lambda found: found.of.tolist() == [-1],
        lambda found: found.sizes == (3,),
        lambda found: (len(found.of), found.sizes) == (CROWD, ()),
    ),
    examples=10,
)


def candidates(built: Network) -> Iterator[set[int]]:
    """Every group made of those whose ties sum to at least some value, that leaves a pair inside and one outside."""
    total = built.total()
    for least in sorted(set(total.tolist()), reverse=True):
        group = {p for p in range(built.people) if total[p] >= least * (1 - 1e-9)}
        if 2 <= len(group) <= built.people - 2:
            yield group


def core_twin(question: Question, answer: Answer) -> None:
    built = question["network"]
    if int((built.degree > 0).sum()) < 3:
        assert not answer.inside.any()
        return
    fits = [reference.core_fit(weights(built), built.people, group) for group in candidates(built)]
    best = max((each for each in fits if not math.isnan(each)), default=0.0)
    assert answer.fit == pytest.approx(max(0.0, best), abs=1e-6)
    if answer.inside.any():
        inside = set(np.flatnonzero(answer.inside).tolist())
        assert reference.core_fit(weights(built), built.people, inside) == pytest.approx(answer.fit, abs=1e-6)


def core_by_scipy(question: Question, answer: Answer) -> None:
    """scipy's correlation with the ideal pattern; and what networkx says of nobody: they are in no core of ties."""
    built, inside = question["network"], answer.inside
    if not inside.any():
        return
    graph = as_networkx(built)
    assert all(nx.core_number(graph)[p] >= 1 for p in np.flatnonzero(inside).tolist())
    one, two = np.triu_indices(built.people, 1)
    kept = inside[one] == inside[two]
    found = nx.to_numpy_array(graph, nodelist=range(built.people))[one, two][kept]
    assert stats.pearsonr(found, inside[one][kept]).statistic == pytest.approx(answer.fit, abs=1e-6)


def core_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["network"].people, names)
    again = core.find(under_names(question["network"], to)[0])
    assert again.fit == pytest.approx(answer.fit, abs=1e-9)
    if abs(answer.fit) > 0:
        assert int(again.inside.sum()) == int(answer.inside.sum())


CORE = Case(
    core.find,
    of_a_network,
    twin=core_twin,
    published=[
        Published(
            {"network": eighteen_women()},
            lambda found: found.inside.nonzero()[0].tolist() == [0, 1, 2, 3, 12, 13],
            "Davis, Gardner & Gardner, Deep South (1941): Evelyn, Laura, Theresa, Brenda; Sylvia, Nora",
        )
    ],
    second=core_by_scipy,
    renamed=core_renamed,
    absent="Somebody more outside is more pairs that are not tied: another pattern to fit.",
    edges=edges_of(
        lambda found: not found.inside.any(),
        lambda found: not found.inside.any(),
        lambda found: [each.kind for each in found.reasons] == ["no-core"],
        lambda found: not found.inside.any(),
    ),
    examples=12,
)

KINDS = ["law", "art", "bread", None]
TOO_FEW = "Fewer than two answers have no mixture: NaN, and a reason says so."


def pairs_that_differ(given: list[str | None]) -> tuple[int, int]:
    known = [each for each in given if each]
    pairs = [(a, b) for i, a in enumerate(known) for b in known[:i]]
    return sum(a != b for a, b in pairs), len(pairs)


def blau_twin(question: Question, answer: Answer) -> None:
    differ, pairs = pairs_that_differ(question["answers"])
    known = [each for each in question["answers"] if each]
    assert answer.known == len(known)
    if not pairs:
        assert math.isnan(answer.raw) and math.isnan(answer.corrected)
        return
    assert answer.corrected == pytest.approx(differ / pairs)
    assert answer.raw == pytest.approx(1 - math.fsum((known.count(each) / len(known)) ** 2 for each in set(known)))


def blau_renamed(question: Question, answer: Answer, names: Names) -> None:
    given = question["answers"]
    to = among(len(given), names)
    assert same(diversity.blau([given[to.index(p)] for p in range(len(given))]), answer)


def same(one: Answer, two: Answer) -> bool:
    numbers = [(one.raw, two.raw), (one.corrected, two.corrected)]
    return one.known == two.known and all(a == pytest.approx(b, nan_ok=True) for a, b in numbers)


def blau_absent(question: Question, answer: Answer) -> None:
    assert same(diversity.blau([*question["answers"], None]), answer)


NOTHING_MET = "No gathering is counted in it."
BLAU = Case(
    diversity.blau,
    st.fixed_dictionaries({"answers": st.lists(st.sampled_from(KINDS), max_size=9)}),
    twin=blau_twin,
    published=[
        Published(
            {"answers": ["a"] * 5 + ["b"] * 3 + ["c"] * 2},
            lambda found: found.raw == pytest.approx(0.62),
            "Blau, Inequality and Heterogeneity (1977): 1 − (.25 + .09 + .04)",
        )
    ],
    second="A sum of squares: the twin that counts pairs is the other way to it.",
    renamed=blau_renamed,
    absent=blau_absent,
    edges={
        "nobody": Edge(
            {"answers": []}, lambda found: math.isnan(found.raw) and found.reasons[0].kind == "too-few-answers"
        ),
        "one person": Edge({"answers": ["law"]}, lambda found: math.isnan(found.raw)),
        "one gathering": NOTHING_MET,
        "duplicates": Edge({"answers": ["law", "law"]}, lambda found: (found.raw, found.corrected) == (0, 0)),
        "with oneself": NOTHING_MET,
        "not a number": Edge({"answers": [NAN, "law", "art"]}, lambda found: found.known == 2),
        "negative or future days": NOTHING_MET,
        "a million people without a tie": Edge(
            lambda: {"answers": ["law", "art"] * (CROWD // 2)}, lambda found: found.raw == pytest.approx(0.5)
        ),
    },
    examples=12,
    undefined=TOO_FEW,
)


@st.composite
def answered(draw: st.DrawFn) -> Question:
    drawn = draw(networks)
    return {
        "network": drawn,
        "answers": draw(st.lists(st.sampled_from(KINDS), min_size=drawn.people, max_size=drawn.people)),
    }


@st.composite
def answered_of_one(draw: st.DrawFn) -> Question:
    asked = draw(answered())
    people = asked["network"].people
    return {**asked, "person": draw(st.none() | st.integers(0, people - 1)) if people else None}


def told_pairs(question: Question) -> list[tuple[str, str]]:
    answers, person = question["answers"], question.get("person")
    return [
        (answers[a], answers[b])
        for a, b in weights(question["network"])
        if answers[a] and answers[b] and person in (None, a, b)
    ]


def chance_of(question: Question) -> float:
    """The chance that two drawn among those who answered are alike; for one person, with somebody else."""
    answers, person = question["answers"], question.get("person")
    if person is None:
        differ, pairs = pairs_that_differ(answers)
        return 1 - differ / pairs
    others = [each for p, each in enumerate(answers) if p != person and each]
    return others.count(answers[person]) / len(others)


def ei_twin(question: Question, answer: Answer) -> None:
    told = told_pairs(question)
    assert answer.known == len(told)
    if not told:
        assert math.isnan(answer.raw)
        return
    outside = sum(a != b for a, b in told)
    assert answer.raw == pytest.approx((2 * outside - len(told)) / len(told))
    zero = 1 - 2 * chance_of(question)
    room = 1 - zero if answer.raw > zero else 1 + zero
    assert answer.corrected == pytest.approx((answer.raw - zero) / room if room > 1e-12 else 0.0, abs=1e-9)


def ei_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["network"].people, names)
    person = None if question["person"] is None else to[question["person"]]
    assert same(diversity.ei(**renamed_answers(question, to), person=person), answer)


def renamed_answers(question: Question, to: list[int]) -> Question:
    answers = [question["answers"][to.index(p)] for p in range(len(to))]
    return {"network": under_names(question["network"], to)[0], "answers": answers}


def ei_absent(question: Question, answer: Answer) -> None:
    more = {**question, "network": with_one_more(question["network"]), "answers": [*question["answers"], None]}
    assert same(diversity.ei(**more), answer)


def answers_at_the_edge(nobody: Any, one: Any, gathering: Any, million: Any) -> dict[str, Edge | str]:
    return {
        "nobody": Edge({"network": network.build(0), "answers": []}, nobody),
        "one person": Edge({"network": network.build(1), "answers": ["law"]}, one),
        "one gathering": Edge({"network": TOGETHER, "answers": ["law", "law", "art"]}, gathering),
        "duplicates": GIVEN,
        "with oneself": GIVEN,
        "not a number": Edge({"network": TOGETHER, "answers": [NAN, NAN, NAN]}, nobody),
        "negative or future days": GIVEN,
        "a million people without a tie": Edge(lambda: {"network": crowd(), "answers": ["law"] * CROWD}, million),
    }


def unknown(found: Answer) -> bool:
    return math.isnan(found.corrected) and found.reasons[0].kind == "too-few-answers"


EI = Case(
    diversity.ei,
    answered_of_one(),
    twin=ei_twin,
    published=[
        Published(
            {"network": network.of_ties(4, [(0, 1), (2, 3)]), "answers": ["a", "a", "b", "b"]},
            lambda found: (found.raw, found.corrected) == (-1, -1),
            "Krackhardt & Stern, Social Psychology Quarterly 51 (1988): −1 when all ties are inside",
        )
    ],
    second="A share of ties: networkx counts them for `assortativity`.",
    renamed=ei_renamed,
    absent=ei_absent,
    edges=answers_at_the_edge(unknown, unknown, lambda found: found.raw == pytest.approx(1 / 3), unknown),
    examples=12,
    undefined=TOO_FEW,
)


def like_twin(question: Question, answer: Answer) -> None:
    told, (differ, pairs) = told_pairs(question), pairs_that_differ(question["answers"])
    assert answer.known == len(told)
    if not told or not differ:
        assert math.isnan(answer.corrected)
        return
    alike, chance = sum(a == b for a, b in told) / len(told), 1 - differ / pairs
    assert answer.corrected == pytest.approx((alike - chance) / (1 - chance))


def like_by_networkx(question: Question, answer: Answer) -> None:
    answers, graph = question["answers"], as_networkx(question["network"])
    known = graph.subgraph([p for p in graph if answers[p]]).copy()
    if math.isnan(answer.raw) or not known.number_of_edges():
        return
    nx.set_node_attributes(known, {p: answers[p] for p in known}, "kind")
    assert answer.raw == pytest.approx(nx.attribute_assortativity_coefficient(known, "kind"))


def like_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["network"].people, names)
    assert same(diversity.assortativity(**renamed_answers(question, to)), answer)


def like_absent(question: Question, answer: Answer) -> None:
    more = with_one_more(question["network"])
    assert same(diversity.assortativity(more, [*question["answers"], None]), answer)


ASSORTATIVITY = Case(
    diversity.assortativity,
    answered(),
    twin=like_twin,
    published=[
        Published(
            {"network": network.of_ties(4, [(0, 1), (2, 3)]), "answers": ["a", "a", "b", "b"]},
            lambda found: (found.raw, found.corrected) == (1, 1),
            "Newman, Phys. Rev. E 67, 026126 (2003): 1 when like keeps to like only",
        )
    ],
    second=like_by_networkx,
    renamed=like_renamed,
    absent=like_absent,
    edges=answers_at_the_edge(unknown, unknown, lambda found: found.corrected == pytest.approx(0), unknown),
    examples=12,
    undefined=TOO_FEW,
)
