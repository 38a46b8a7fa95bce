"""Run in the bench environment: `python -m benchmarks.engine_solvers cpsat|colette TABLES SIZE ROUNDS SECONDS SEED`."""

from __future__ import annotations

import json
import random
import sys
import time
from itertools import combinations
from typing import Any

Rounds = list[list[list[int]]]


def cpsat(tables: int, size: int, rounds: int, seconds: float, seed: int) -> Rounds | None:
    """The usual model: who sits where, who meets when, one more variable for each meeting too many."""
    from ortools.sat.python import cp_model

    model, people = cp_model.CpModel(), range(tables * size)
    at = {(p, r, t): model.new_bool_var("") for p in people for r in range(rounds) for t in range(tables)}
    for r in range(rounds):
        for p in people:
            model.add_exactly_one(at[p, r, t] for t in range(tables))
        for t in range(tables):
            model.add(sum(at[p, r, t] for p in people) == size)
    extra = []
    for a, b in combinations(people, 2):
        meetings = []
        for r in range(rounds):
            for t in range(tables):
                both = model.new_bool_var("")
                model.add_bool_or([at[a, r, t].negated(), at[b, r, t].negated(), both])
                meetings.append(both)
        more = model.new_int_var(0, rounds, "")
        model.add(sum(meetings) - 1 <= more)
        extra.append(more)
    for p in people:
        model.add(at[p, 0, p // size] == 1)
    model.minimize(sum(extra))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.random_seed = seconds, seed
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [[[p for p in people if solver.boolean_value(at[p, r, t])] for t in range(tables)] for r in range(rounds)]


def colette(tables: int, size: int, rounds: int, seconds: float, seed: int) -> Rounds | None:
    """It makes pairs only, one round after the other."""
    from colette.models import Person, RoundConfig
    from colette.solver import solve_round

    if size != 2:
        return None
    random.seed(seed)
    people = {str(n): Person(name=str(n), organisation=str(n), active=True, email="") for n in range(tables * 2)}
    began, past = time.monotonic(), list[Any]()
    for number in range(rounds):
        left = max(0.1, (seconds - time.monotonic() + began) / (rounds - number))
        config = RoundConfig(number=number, people=people, overrides={}, cost_of_pairing_previous_partner_n=rounds + 1)
        past.append(solve_round(config, past, max_seconds=left))
    return [[[int(pair.primary.name), int(pair.secondary.name)] for pair in each.pairs] for each in past]


def main() -> None:
    kind, tables, size, rounds, seconds, seed = sys.argv[1:]
    solve = {"cpsat": cpsat, "colette": colette}[kind]
    print(json.dumps(solve(int(tables), int(size), int(rounds), float(seconds), int(seed))))


if __name__ == "__main__":
    main()
