"""Whom somebody might meet."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import strategies as st

from entregent.engine import meet
from tests.engine import reference
from tests.engine.battery import Answer, Case, Edge, Names, Question, ask
from tests.engine.cases.circles import CROWD, GIVEN, crowd, under_names, weights
from tests.engine.cases.meeting import THERE, asked_of
from tests.engine.cases.strategies import NAN, among, moved
from tests.engine.histories import histories

OURS = "The recipe is this house's: nobody printed its outcome."


@st.composite
def pasts(draw: st.DrawFn) -> Question:
    history = draw(histories(most=6, gatherings=4))
    some = st.lists(st.integers(0, history.people - 1), max_size=1) if history.people else st.just([])
    return asked_of(history, draw(some))


def past_twin(question: Question, answer: Answer) -> None:
    unseen = set(question["hidden"])
    wrote = [(*pair, day) for pair, day in zip(question["exchanges"], question["exchange_times"], strict=True)]
    came = [each for each in question["attendances"] if each[0] not in unseen]
    wrote = [each for each in wrote if not unseen & set(each[:2])]
    first = min([*question["times"], *question["exchange_times"]], default=question["now"])
    covered = question["now"] - min(first, question["now"])
    for built, share in ((answer.slow, 0.25), (answer.fast, 0.05)):
        half_life = share * covered if covered > 0 else math.inf
        expected = reference.strengths(question["people"], came, question["times"], wrote, question["now"], half_life)
        assert weights(built) == pytest.approx(expected, rel=1e-9)


def past_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["people"], names)
    again = ask(
        meet.past,
        {
            **question,
            "attendances": [(to[p], g) for p, g in question["attendances"]],
            "exchanges": [(to[a], to[b]) for a, b in question["exchanges"]],
            "hidden": [to[p] for p in question["hidden"]],
        },
    )
    assert weights(again.slow) == pytest.approx(weights(under_names(answer.slow, to)[0]), rel=1e-9)


def past_absent(question: Question, answer: Answer) -> None:
    more = ask(meet.past, {**question, "people": question["people"] + 1})
    assert (weights(more.slow), weights(more.fast)) == (weights(answer.slow), weights(answer.fast))


PAST = Case(
    meet.past,
    pasts(),
    twin=past_twin,
    published=OURS,
    second="Two networks of `network.build`, which scipy counts too.",
    renamed=past_renamed,
    absent=past_absent,
    edges={
        "nobody": Edge({"people": 0}, lambda past: past.slow.people == 0),
        "one person": Edge({"people": 1, "attendances": [(0, 0)], "times": [3]}, lambda past: past.fast.ties == 0),
        "one gathering": Edge({"people": 3, "attendances": THERE, "times": [3]}, lambda past: past.fast.ties == 3),
        "duplicates": Edge({"people": 3, "attendances": THERE * 2}, lambda past: past.slow.ties == 3),
        "with oneself": Edge({"people": 2, "exchanges": [(1, 1)]}, "oneself"),
        "not a number": Edge({"people": 3, "attendances": THERE, "times": [NAN]}, "not-a-number"),
        "negative or future days": Edge({"people": 3, "attendances": THERE, "times": [-5.0], "now": -6.0}, "future"),
        "a million people without a tie": Edge({"people": CROWD}, lambda past: past.slow.ties == 0),
    },
    examples=8,
)


@st.composite
def of_somebody(draw: st.DrawFn) -> Question:
    asked = draw(pasts().filter(lambda each: each["people"] > 0))
    return {"given": ask(meet.past, asked), "person": draw(st.integers(0, asked["people"] - 1))}


def near_by_hand(given: meet.Past, i: int, j: int) -> float:
    slow, fast = weights(given.slow), weights(given.fast)
    if i == j or (min(i, j), max(i, j)) in slow:
        return 0.0
    active = [math.fsum(math.log1p(w) for pair, w in fast.items() if p in pair) for p in (i, j)]
    both = [reference.near(slow, given.slow.people, *way, 0.7, 16) for way in ((i, j), (j, i))]
    return float(sum(both) * (active[0] * active[1]) ** 0.2)


def chances_twin(question: Question, answer: Answer) -> None:
    given, person = question["given"], question["person"]
    expected = [near_by_hand(given, person, j) for j in range(given.slow.people)]
    assert answer.tolist() == pytest.approx(expected, rel=1e-6, abs=1e-12)


def chances_by_networkx(question: Question, answer: Answer) -> None:
    """networkx's PageRank that comes back to one person; steps beyond the sixteenth are 0.3 %."""
    given, person = question["given"], question["person"]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_weighted_edges_from((a, b, math.log1p(w)) for (a, b), w in weights(given.slow).items())
    if person not in graph:
        assert not answer.any()
        return
    here = nx.pagerank(graph, 0.7, {person: 1}, tol=1e-12)
    for j in set(graph) - set(graph[person]) - {person}:
        back = nx.pagerank(graph, 0.7, {j: 1}, tol=1e-12)[person]
        active = given.activity()
        assert answer[j] == pytest.approx((here[j] + back) * active[person] * active[j], rel=0.1, abs=1e-6)


def past_under_names(given: meet.Past, to: list[int], people: int) -> meet.Past:
    return meet.Past(*(under_names(each, to, people)[0] for each in (given.slow, given.fast)))


def chances_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(len(answer), names)
    again = meet.chances(past_under_names(question["given"], to, len(to)), to[question["person"]])
    np.testing.assert_allclose(again, moved(answer, to), rtol=1e-9, atol=1e-15)


def one_more(given: meet.Past) -> meet.Past:
    return past_under_names(given, list(range(given.slow.people)), given.slow.people + 1)


def chances_absent(question: Question, answer: Answer) -> None:
    more = meet.chances(one_more(question["given"]), question["person"])
    np.testing.assert_allclose(more, [*answer, 0], rtol=1e-12)


@st.composite
def suggestions(draw: st.DrawFn) -> Question:
    asked = draw(of_somebody())
    return {**asked, **draw(of_choice(asked["given"])), "count": draw(st.integers(0, 3))}


def of_choice(given: meet.Past) -> st.SearchStrategy[Question]:
    people = given.slow.people
    clan = st.lists(st.integers(0, 1), min_size=people, max_size=people)
    never = st.lists(st.sampled_from(list(combinations(range(people), 2))), max_size=2) if people > 1 else st.just([])
    return st.fixed_dictionaries({"clan": st.none() | clan, "never": never})


def opens(given: meet.Past, i: int, j: int, clan: list[int] | None) -> float:
    near = [set(given.slow.neighbours(p).tolist()) for p in (i, j)]
    lacking = [len(mine - theirs) / len(mine) if mine else 0.0 for mine, theirs in (near, near[::-1])]
    return sum(lacking) / 2 + (clan is not None and clan[i] != clan[j])


def proposals(question: Question, pairs: list[tuple[int, int]]) -> list[tuple[float, int, int]]:
    """Worth of each pair that may be proposed, the best first."""
    given, never = question["given"], {frozenset(pair) for pair in question["never"]}
    likely = {pair: near_by_hand(given, *pair) for pair in pairs if frozenset(pair) not in never}
    top = max(likely.values(), default=0.0) or 1.0
    worth = [(-chance / top * opens(given, *pair, question["clan"]), *pair) for pair, chance in likely.items()]
    return sorted(each for each in worth if each[0] < 0)


def suggest_twin(question: Question, answer: Answer) -> None:
    who = question["person"]
    best = proposals(question, [(who, p) for p in range(question["given"].slow.people)])[: question["count"]]
    assert [each.worth for each in answer] == pytest.approx([-each[0] for each in best])
    gained = [opens(question["given"], who, each.two, question["clan"]) for each in answer]
    assert [each.opens for each in answer] == pytest.approx(gained)


def choice_under_names(question: Question, to: list[int]) -> Question:
    return {
        **question,
        "given": past_under_names(question["given"], to, len(to)),
        "never": [(to[a], to[b]) for a, b in question["never"]],
        "clan": None if question["clan"] is None else moved(question["clan"], to),
        **({"person": to[question["person"]]} if "person" in question else {}),
    }


def meetings_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["given"].slow.people, names)
    function = meet.suggest if "person" in question else meet.pairs
    again = ask(function, choice_under_names(question, to))
    assert [each.worth for each in again][:1] == pytest.approx([each.worth for each in answer][:1])


def meetings_absent(question: Question, answer: Answer) -> None:
    more = {**question, "given": one_more(question["given"])}
    if question["clan"] is not None:
        more["clan"] = [*question["clan"], 7]
    again = ask(meet.suggest if "person" in question else meet.pairs, more)
    assert [(each.one, each.two) for each in again] == [(each.one, each.two) for each in answer]


def pasts_of(nobody: Any, one: Any, gathering: Any, million: Any, **more: Any) -> dict[str, Edge | str]:
    together = meet.past(3, attendances=THERE, times=[0])
    return {
        "nobody": Edge({"given": meet.past(0), **more}, nobody),
        "one person": Edge({"given": meet.past(1), **more}, one),
        "one gathering": Edge({"given": together, **more}, gathering),
        "duplicates": GIVEN,
        "with oneself": GIVEN,
        "not a number": Edge({"given": NAN, **more}, "not-made"),
        "negative or future days": GIVEN,
        "a million people without a tie": Edge(lambda: {"given": meet.Past(crowd(), crowd()), **more}, million),
    }


CHANCES = Case(
    meet.chances,
    of_somebody(),
    twin=chances_twin,
    published=OURS,
    second=chances_by_networkx,
    renamed=chances_renamed,
    absent=chances_absent,
    edges=pasts_of(
        "unknown-person",
        lambda found: found.tolist() == [0],
        lambda found: found.tolist() == [0, 0, 0],
        lambda found: not found.any(),
        person=0,
    ),
    examples=8,
)
SUGGEST = Case(
    meet.suggest,
    suggestions(),
    twin=suggest_twin,
    published=OURS,
    second="Chance is networkx's to check, in `chances`; the gain is this house's.",
    renamed=meetings_renamed,
    absent=meetings_absent,
    edges=pasts_of("unknown-person", [], lambda found: found == [], lambda found: found == [], person=0),
    examples=8,
)


@st.composite
def of_everybody(draw: st.DrawFn) -> Question:
    given = ask(meet.past, draw(pasts()))
    return {"given": given, **draw(of_choice(given)), "count": draw(st.integers(0, 3))}


def pairs_twin(question: Question, answer: Answer) -> None:
    """The best, then the best of those who are not named yet. Equal ones may change places."""
    left, worth = proposals(question, list(combinations(range(question["given"].slow.people), 2))), []
    named: set[int] = set()
    for each in answer:
        worth.append(-next(value for value, a, b in left if not {a, b} & named))
        assert not {each.one, each.two} & named
        named |= {each.one, each.two}
    assert [each.worth for each in answer] == pytest.approx(worth)
    if len(answer) < question["count"]:
        assert not [pair for pair in left if not set(pair[1:]) & named]


PAIRS = Case(
    meet.pairs,
    of_everybody(),
    twin=pairs_twin,
    published=OURS,
    second="Chance is networkx's to check, in `chances`; the choice is this house's.",
    renamed=meetings_renamed,
    absent=meetings_absent,
    edges=pasts_of([], [], lambda found: found == [], "too-large"),
    examples=8,
)
