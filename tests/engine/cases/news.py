"""Of whom to take news, and which dormant ties to wake."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from scipy import optimize

from entregent.engine import news
from entregent.engine.ties import Kind
from tests.engine.battery import Answer, Case, Edge, Names, Published, Question
from tests.engine.cases.circles import CROWD, under_names, weights, with_one_more
from tests.engine.cases.meeting import edges_of, kind_of, one_of_a_network
from tests.engine.cases.strategies import NAN, among, moved


@st.composite
def weeks(draw: st.DrawFn) -> Question:
    day = st.none() | st.floats(-50, 100).map(lambda each: round(each, 1))
    last = draw(st.lists(day, max_size=7))

    def of_each(one: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
        return st.lists(one, min_size=len(last), max_size=len(last))

    return {
        "last": last,
        "now": 100.0,
        "budget": draw(st.integers(0, 90)),
        "minutes": draw(of_each(st.integers(1, 40))),
        "values": draw(of_each(st.floats(0, 3).map(lambda each: round(each, 2)))),
        "rhythms": draw(of_each(st.sampled_from([30.0, 90.0]))),
    }


def gains(question: Question) -> list[float]:
    each = zip(question["last"], question["values"], question["rhythms"], strict=True)
    return [v * (1 if day is None else 1 - 0.5 ** ((100 - day) / rhythm)) for day, v, rhythm in each]


def week_twin(question: Question, answer: Answer) -> None:
    gain, minutes, budget = gains(question), question["minutes"], question["budget"]
    sets = [s for n in range(len(gain) + 1) for s in combinations(range(len(gain)), n)]
    best = max(sum(gain[p] for p in s) for s in sets if sum(minutes[p] for p in s) <= budget)
    assert sum(gain[p] for p in answer.people) == pytest.approx(best)
    assert answer.minutes == sum(minutes[p] for p in answer.people) <= budget
    waited = [-1e9 if question["last"][p] is None else question["last"][p] for p in answer.people]
    assert waited == sorted(waited)


def week_by_scipy(question: Question, answer: Answer) -> None:
    gain = np.array(gains(question))
    if not len(gain):
        return
    fits = optimize.LinearConstraint(np.array(question["minutes"])[None, :], ub=question["budget"])
    solved = optimize.milp(-gain, constraints=fits, integrality=np.ones(len(gain)), bounds=optimize.Bounds(0, 1))
    assert sum(gain[p] for p in answer.people) == pytest.approx(-solved.fun, abs=1e-6)


def week_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(len(question["last"]), names)
    last = [question["last"][to.index(p)] for p in range(len(to))]
    of_each = {key: moved(question[key], to) if to else [] for key in ("minutes", "values", "rhythms")}
    again, gain = news.this_week(**{**question, "last": last, **of_each}), gains(question)
    assert sum(gain[to.index(p)] for p in again.people) == pytest.approx(sum(gain[p] for p in answer.people))


def week_absent(question: Question, answer: Answer) -> None:
    """Somebody who does not matter to them."""
    more = {"last": [*question["last"], None], "minutes": [*question["minutes"], 1]}
    more |= {"values": [*question["values"], 0.0], "rhythms": [*question["rhythms"], 90.0]}
    assert news.this_week(**{**question, **more}) == answer


NOT_ASKED = "News are between two persons: no gathering is counted."
THIS_WEEK = Case(
    news.this_week,
    weeks(),
    twin=week_twin,
    published=[
        Published(
            {"last": [None] * 4, "now": 0.0, "budget": 11, "minutes": [7, 5, 4, 3], "values": [17.0, 12.0, 9.0, 6.0]},
            lambda week: sorted(week.people) == [0, 2],
            "by hand: of {7, 4}, {7, 3}, {5, 4} and {5, 3} minutes, the first is worth most, 26",
        )
    ],
    second=week_by_scipy,
    renamed=week_renamed,
    absent=week_absent,
    edges={
        "nobody": Edge({"last": [], "now": 0.0}, lambda week: week.people == ()),
        "one person": Edge({"last": [0.0], "now": 100.0}, lambda week: week.people == (0,)),
        "one gathering": NOT_ASKED,
        "duplicates": NOT_ASKED,
        "with oneself": NOT_ASKED,
        "not a number": Edge({"last": [NAN], "now": 100.0}, "not-a-number"),
        "negative or future days": Edge({"last": [-5.0, 7.0], "now": 0.0}, "future"),
        "a million people without a tie": Edge(
            lambda: {"last": [None] * CROWD, "now": 0.0}, lambda week: week.people == (0, 1, 2)
        ),
    },
    examples=12,
)


def dormant_twin(question: Question, answer: Answer) -> None:
    built, person = question["network"], question["person"]
    mine, found = set(built.neighbours(person).tolist()), []
    for t, (a, b) in enumerate(weights(built)):
        if person in (a, b) and kind_of(built, t) is Kind.DORMANT:
            theirs = set(built.neighbours(a + b - person).tolist()) - {person}
            new = len(theirs - mine) / len(theirs) if theirs else 0.0
            was = float(built.strength[t]) * 2 ** ((built.seen.now - float(built.last[t])) / 180)
            found.append((was * (1 + new), was, new))
    found.sort(reverse=True)
    assert [worth(each) for each in answer] == pytest.approx([each[0] for each in found[:3]])
    assert all(kind_of(built, built.between(person, each.person) or 0) is Kind.DORMANT for each in answer)


def worth(found: news.Sleeping) -> float:
    return found.was * (1 + found.new)


def dormant_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["network"].people, names)
    again = news.dormant(under_names(question["network"], to)[0], to[question["person"]])
    assert [worth(each) for each in again] == pytest.approx([worth(each) for each in answer])


def dormant_absent(question: Question, answer: Answer) -> None:
    assert news.dormant(with_one_more(question["network"]), question["person"]) == answer


DORMANT = Case(
    news.dormant,
    one_of_a_network(),
    twin=dormant_twin,
    published="Levin, Walter & Murnighan (2011) print no formula: trust times novelty is this house's.",
    second="Trust times novelty is this house's: no library has it.",
    renamed=dormant_renamed,
    absent=dormant_absent,
    edges=edges_of("unknown-person", [], lambda found: found == [], lambda found: found == [], person=0),
    examples=10,
)
