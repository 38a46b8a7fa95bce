"""Tiny questions as integer programs, solved by HiGHS through scipy: the second solver of what is searched for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import lil_array

Pairs = Sequence[Sequence[int]]


def least_met(
    present: Sequence[Sequence[bool]], sizes: Sequence[Sequence[int]], before: Sequence[Sequence[int]], apart: Pairs
) -> int | None:
    """The fewest meetings of two people who have met already; None where the pairs cannot be kept apart."""
    rounds, people = len(present), len(before)
    seats = [(r, t, p) for r in range(rounds) for t in range(len(sizes[r])) for p in range(people) if present[r][p]]
    pairs = list(combinations(range(people), 2))
    both = [(r, t, a, b) for r, t in dict.fromkeys((r, t) for r, t, _ in seats) for a, b in pairs]
    at = {name: number for number, name in enumerate([*seats, *both, *pairs])}
    model = Model(len(at))
    for r in range(rounds):
        for p in range(people):
            if present[r][p]:
                model.row({at[r, t, p]: 1 for t in range(len(sizes[r]))}, 1, 1)
        for t, size in enumerate(sizes[r]):
            model.row({at[r, t, p]: 1 for p in range(people) if present[r][p]}, size, size)
    for r, t, a, b in both:
        if present[r][a] and present[r][b]:
            model.row({at[r, t, a]: 1, at[r, t, b]: 1, at[r, t, a, b]: -1}, -np.inf, 1)
    kept = {(min(pair), max(pair)) for pair in apart}
    for a, b in pairs:
        here = {at[r, t, a, b]: 1.0 for r, t, c, d in both if (c, d) == (a, b)}
        if not here:
            continue
        if (a, b) in kept:
            model.row(here, 0, 0)
        known = int(max(before[a][b], before[b][a]) > 0)
        model.row({**here, at[a, b]: -1}, -np.inf, 1 - known)
    return model.least({at[pair]: 1 for pair in pairs}, whole=len(seats))


def least_cost(people: int, sizes: Sequence[int], cost: Sequence[Sequence[int]], apart: Pairs) -> int | None:
    """The least cost of pairs inside teams of those sizes."""
    seats = [(t, p) for t in range(len(sizes)) for p in range(people)]
    pairs = [(t, a, b) for t in range(len(sizes)) for a, b in combinations(range(people), 2)]
    at = {name: number for number, name in enumerate([*seats, *pairs])}
    model = Model(len(at))
    for p in range(people):
        model.row({at[t, p]: 1 for t in range(len(sizes))}, 1, 1)
    kept = {(min(pair), max(pair)) for pair in apart}
    for t, size in enumerate(sizes):
        model.row({at[t, p]: 1 for p in range(people)}, size, size)
        for a, b in combinations(range(people), 2):
            model.row({at[t, a]: 1, at[t, b]: 1, at[t, a, b]: -1}, -np.inf, 1)
            if (a, b) in kept:
                model.row({at[t, a, b]: 1}, 0, 0)
    return model.least({at[t, a, b]: cost[a][b] for t, a, b in pairs}, whole=len(seats))


class Model:
    def __init__(self, variables: int) -> None:
        self.variables = variables
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def row(self, coefficients: dict[int, float], least: float, most: float) -> None:
        self.rows.append((coefficients, least, most))

    def least(self, cost: dict[int, int], *, whole: int) -> int | None:
        """The least cost when the first `whole` variables are 0 or 1 and the others at least 0."""
        if not self.variables or not self.rows:
            return 0
        table, price = lil_array((len(self.rows), self.variables)), np.zeros(self.variables)
        for number, (coefficients, *_) in enumerate(self.rows):
            for place, value in coefficients.items():
                table[number, place] = value
        for place, value in cost.items():
            price[place] = value
        upper = np.where(np.arange(self.variables) < whole, 1, np.inf)
        bounds = LinearConstraint(table.tocsr(), [low for _, low, _ in self.rows], [high for *_, high in self.rows])
        found = milp(
            price,
            constraints=[bounds],
            bounds=(0, upper),
            integrality=(np.arange(self.variables) < whole).astype(int),
            options={"time_limit": 60},
        )
        return None if found.x is None else round(found.fun)
