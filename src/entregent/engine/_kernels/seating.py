"""Annealing on table plans: two people of one round change places.

`seats[r, i]` is who sits on chair i of round r; table t of round r has the chairs `first[r, t]` … `first[r, t + 1] −
1`, and
`table_of[r, i]` is the table of chair i. `together[i, j]` counts how often i and j sat together, history included.

A plan costs two numbers. The first: `price[c]` whenever two people who sat together c times do so again, and
`apart[i, j]`.
The second, of which less is better at an equal first: `alike[i, j]`, what two people at one table have in common.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entregent.engine._kernels.chance import State, below, chance
from entregent.engine._kernels.compiling import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


class Board(NamedTuple):
    seats: Ints
    first: Ints
    table_of: Ints
    together: Ints


class Costs(NamedTuple):
    price: Longs
    apart: Ints
    alike: Ints


class Heat(NamedTuple):
    """A temperature, and what one unit of the second cost weighs against the first."""

    now: float
    weight: int


@kernel
def moving(board: Board, costs: Costs, r: int, i: int, table: int, other: int) -> tuple[int, int]:
    """What both costs gain if the person of chair i leaves `table` and another comes in their place from chair
    `other`.
    """
    leaving, coming = board.seats[r, i], board.seats[r, other]
    main, side = 0, 0
    for chair in range(board.first[r, table], board.first[r, table + 1]):
        if chair != i:
            w = board.seats[r, chair]
            main += costs.price[board.together[coming, w]] + costs.apart[coming, w]
            main -= costs.price[board.together[leaving, w] - 1] + costs.apart[leaving, w]
            side += costs.alike[coming, w] - costs.alike[leaving, w]
    return main, side


@kernel
def count_move(board: Board, r: int, i: int, table: int, other: int) -> None:
    leaving, coming = board.seats[r, i], board.seats[r, other]
    together = board.together
    for chair in range(board.first[r, table], board.first[r, table + 1]):
        if chair != i:
            w = board.seats[r, chair]
            together[leaving, w] -= 1
            together[w, leaving] -= 1
            together[coming, w] += 1
            together[w, coming] += 1


@kernel
def anneal(
    board: Board, costs: Costs, heat: Heat, totals: Longs, best: Ints, goal: int, steps: int, state: State
) -> None:
    """Try `steps` exchanges at one heat. `totals` holds both costs now, then those of the best plan met, `best`.

    Stops where the first cost is down to `goal` and nothing can be gained on the second (all of `alike` is 0).
    """
    rounds, tables = board.first.shape[0], board.first.shape[1] - 1
    mixing = costs.alike.any()
    for _ in range(steps):
        if totals[2] <= goal and not mixing:
            break
        r = below(state, rounds)
        present = board.first[r, tables]
        i, j = below(state, present), below(state, present)
        if present < 2 or board.table_of[r, i] == board.table_of[r, j]:
            continue
        a, b = board.table_of[r, i], board.table_of[r, j]
        main_a, side_a = moving(board, costs, r, i, a, j)
        main_b, side_b = moving(board, costs, r, j, b, i)
        main, side = main_a + main_b, side_a + side_b
        worse = main + heat.weight * side
        if worse > 0 and chance(state) >= math.exp(-worse / heat.now):
            continue
        count_move(board, r, i, a, j)
        count_move(board, r, j, b, i)
        board.seats[r, i], board.seats[r, j] = board.seats[r, j], board.seats[r, i]
        totals[0] += main
        totals[1] += side
        if totals[0] < totals[2] or (totals[0] == totals[2] and totals[1] < totals[3]):
            totals[2], totals[3] = totals[0], totals[1]
            best[:] = board.seats


@kernel
def anneal_names(
    design: Ints, names: Ints, apart: Ints, alike: Ints, heat: Heat, totals: Longs, best: Ints, steps: int, state: State
) -> None:
    """Give the places of a finished design to people: two of them change their names in every round at once.

    `design[i, j]` counts how often places i and j meet, `names[i]` is who has place i.
    """
    people = len(names)
    for _ in range(steps):
        i, j = below(state, people), below(state, people)
        if i == j:
            continue
        u, v = names[i], names[j]
        main, side = 0, 0
        for k in range(people):
            if k != i and k != j:
                w, more = names[k], design[j, k] - design[i, k]
                if more != 0:
                    main += more * (apart[u, w] - apart[v, w])
                    side += more * (alike[u, w] - alike[v, w])
        worse = main + heat.weight * side
        if worse > 0 and chance(state) >= math.exp(-worse / heat.now):
            continue
        names[i], names[j] = v, u
        totals[0] += main
        totals[1] += side
        if totals[0] < totals[2] or (totals[0] == totals[2] and totals[1] < totals[3]):
            totals[2], totals[3] = totals[0], totals[1]
            best[:] = names
