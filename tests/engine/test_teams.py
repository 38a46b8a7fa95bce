"""Teams: against every partition, a second solver's optimum, and what cannot be."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entregent.engine import Refused, tables, teams
from tests.engine import reference


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_small_teams_are_the_best_of_all() -> None:
    trades, years = ["a", "a", "a", "b", "b", "c"], [1, 2, 3, 4, 5, 6]
    found = teams.compose(6, 2, rng=rng(), fields={"trade": trades}, levels=years)
    thirds = teams.bands(years, 6)
    best = min(
        reference.alike([each], trades) + reference.alike([each], thirds)
        for each in reference.partitions(range(6), [3, 3])
    )
    assert found.alike == best


def test_strangers_are_put_together() -> None:
    know = np.zeros((6, 6))
    for a, b in ((0, 1), (2, 3), (4, 5)):
        know[a, b] = 1
    assert teams.compose(6, 3, rng=rng(), know=know).known == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 20), st.integers(1, 25), st.integers(0, 5))
def test_everybody_is_in_one_team(people: int, count: int, seed: int) -> None:
    found = teams.compose(people, count, rng=np.random.default_rng(seed), pace=tables.steps(40_000))
    assert sorted(p for team in found.teams for p in team) == list(range(people))
    assert len(found.teams) == min(count, people)
    sizes = [len(team) for team in found.teams]
    assert max(sizes, default=0) - min(sizes, default=0) <= 1


def test_pairs_kept_apart_are_in_two_teams_or_refused() -> None:
    found = teams.compose(6, 2, rng=rng(), apart=[(0, 1), (2, 3)])
    assert not any({a, b} <= set(team) for team in found.teams for a, b in ((0, 1), (2, 3)))
    with pytest.raises(Refused, match="need as many tables, and there are 2"):
        teams.compose(6, 2, rng=rng(), apart=list(combinations(range(3), 2)))


@pytest.mark.parametrize(
    "change", [{"teams": 0}, {"people": -1}, {"levels": [float("nan")] * 6}, {"levels": [1]}, {"know": np.ones((2, 2))}]
)
def test_what_makes_no_sense_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Refused):
        teams.compose(**{"people": 6, "teams": 2, **change}, rng=rng())  # type: ignore[arg-type]
