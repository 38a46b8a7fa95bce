"""When people come, and whether the circle is fading."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from scipy import stats

from entregent.engine import rhythm
from tests.engine import reference
from tests.engine.battery import Answer, Case, Edge, Names, Question
from tests.engine.cases.strategies import MANY, NAN

COUNTS_ALONE = "It knows counts alone: no person is named."
NO_TABLES = "No table is counted in it."


@st.composite
def histories(draw: st.DrawFn) -> Question:
    there = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from("ab")), max_size=6))
    return {
        "slots": [slot for *_, slot in there],
        "came": [min(a, b) for a, b, _ in there],
        "members": [max(a, b) for a, b, _ in there],
        "now": draw(st.integers(0, 9)),
        "ask": draw(st.lists(st.sampled_from("bc"), max_size=2, unique=True)),
    }


@st.composite
def attendances(draw: st.DrawFn) -> Question:
    asked = draw(histories())
    return {"came": asked["came"], "members": asked["members"]}


def expected_twin(question: Question, answer: Answer) -> None:
    """The same grids summed with loops, from the formulas of the page."""
    wanted = reference.expected_attendance(
        question["slots"], question["came"], question["members"], question["now"], question["ask"], rhythm
    )
    assert [each.slot for each in answer] == list(wanted)
    for each in answer:
        mean, low, high = wanted[each.slot]
        assert each.mean == pytest.approx(mean, abs=1e-6)
        assert (each.low, each.high) == (low, high)


def expected_by_scipy(question: Question, answer: Answer) -> None:
    """One slot, one gathering: scipy's beta-binomial over the same grids gives the same mean."""
    for each in answer:
        assert 0 <= each.low <= each.high <= question["now"] and -1e-9 <= each.mean <= question["now"] + 1e-9
    came, members = 3, 8
    (found,) = rhythm.expected(["a"], [came], [members], 10)
    a, b = rhythm.CENTRES[:, None] * rhythm.POOLING, (1 - rhythm.CENTRES[:, None]) * rhythm.POOLING
    prior = stats.beta(a[..., None], b[..., None]).pdf(rhythm.LEVELS)
    prior = prior / prior.sum(axis=-1, keepdims=True)
    level, spread = rhythm.LEVELS[None, :], rhythm.SPREADS[:, None]
    seen = stats.betabinom(members, level * spread, (1 - level) * spread).pmf(came)
    believed = (seen * prior.sum(axis=(0, 1))).sum(axis=0)
    assert found.mean == pytest.approx(10 * float((believed * rhythm.LEVELS).sum() / believed.sum()), rel=1e-6)


def expected_renamed(question: Question, answer: Answer, names: Names) -> None:
    """Other names for the slots change the names alone."""
    del names
    to = {"a": "thu", "b": "fri", "c": "sun"}
    again = rhythm.expected(
        [to[slot] for slot in question["slots"]],
        question["came"],
        question["members"],
        question["now"],
        ask=[to[slot] for slot in question["ask"]],
    )
    assert [each.slot for each in again] == [to[each.slot] for each in answer]
    assert [(each.mean, each.low, each.high) for each in again] == [(e.mean, e.low, e.high) for e in answer]


ONE: dict[str, Any] = {"slots": ["a"], "came": [3], "members": [8], "now": 10}
EXPECTED = Case(
    rhythm.expected,
    histories(),
    twin=expected_twin,
    published="The grid is ours, and nobody printed its sums.",
    second=expected_by_scipy,
    renamed=expected_renamed,
    absent=COUNTS_ALONE,
    edges={
        "nobody": Edge({**ONE, "now": 0}, lambda found: (found[0].mean, found[0].high) == (0, 0)),
        "one person": Edge({**ONE, "now": 1}, lambda found: 0 < found[0].mean < 1),
        "more tables than people": NO_TABLES,
        "duplicates": Edge({**ONE, "ask": ["a", "a"]}, lambda found: len(found) == 1),
        "impossible": Edge({**ONE, "came": [9]}, "more-came"),
        "not a number": Edge({**ONE, "came": [NAN]}, "not-a-number"),
        "a hundred thousand people": Edge({**ONE, "now": MANY}, "too-many"),
    },
    examples=8,
)


def trend_twin(question: Question, answer: Answer) -> None:
    falling, middle = reference.trend_of_attendance(question["came"], question["members"], rhythm)
    assert answer.chance_of_falling == pytest.approx(falling, abs=1e-6)
    assert answer.ratio == pytest.approx(middle, rel=1e-6)


def trend_by_scipy(question: Question, answer: Answer) -> None:
    """Where scipy's rank correlation is as sure as can be, the direction is the same."""
    came, members = question["came"], question["members"]
    assert 0 <= answer.chance_of_falling <= 1 and answer.low <= answer.high
    if len(came) < 5 or not all(members):
        return
    shares = [a / b for a, b in zip(came, members, strict=True)]
    if len(set(shares)) == len(shares) and abs(tau := stats.kendalltau(range(len(shares)), shares).statistic) == 1:
        assert (answer.chance_of_falling > 0.5) == (tau < 0)


TREND = Case(
    rhythm.trend,
    attendances(),
    twin=trend_twin,
    published="The grid is ours, and nobody printed its sums.",
    second=trend_by_scipy,
    renamed=COUNTS_ALONE,
    absent=COUNTS_ALONE,
    edges={
        "nobody": Edge({"came": [], "members": []}, lambda found: found.state == "too-early"),
        "one person": Edge({"came": [1] * 9, "members": [1] * 9}, lambda found: found.state == "no-sign"),
        "more tables than people": NO_TABLES,
        "duplicates": "Two gatherings may be alike: that is no mistake.",
        "impossible": Edge({"came": [2], "members": [1]}, "more-came"),
        "not a number": Edge({"came": [1], "members": [NAN]}, "not-a-number"),
        "a hundred thousand people": Edge(
            {"came": [50_000] * 6, "members": [MANY] * 6}, lambda found: found.state == "no-sign"
        ),
    },
    examples=8,
)
