"""Annealing on a base round: shifting it by every element of a cyclic group gives the other rounds.

Two people may sit together once in all rounds if the orbits of the pairs of the base round are all different.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from entregent.engine._kernels.chance import State, below, chance
from entregent.engine._kernels.compiling import kernel

Ints = NDArray[np.int32]


@kernel
def move(seats: Ints, size: int, orbit: Ints, used: Ints, room: Ints, i: int, sign: int) -> int:
    """Take the person of chair i away from their table (sign −1) or seat them there (+1): the change of surplus."""
    start = i - i % size
    change = 0
    for chair in range(start, start + size):
        if chair != i:
            o = orbit[seats[i], seats[chair]]
            if sign > 0:
                change += used[o] >= room[o]
                used[o] += 1
            else:
                used[o] -= 1
                change -= used[o] >= room[o]
    return change


@kernel
def exchange(seats: Ints, turn: Ints, i: int, j: int, k: int) -> None:
    """Chairs i and j change hands, and the person then on i is turned k times; `exchange` of nothing else undoes it."""
    seats[i], seats[j] = seats[j], seats[i]
    for _ in range(k):
        seats[i] = turn[seats[i]]


@kernel
def anneal_orbits(
    seats: Ints,
    size: int,
    chairs: int,
    turn: Ints,
    order: int,
    orbit: Ints,
    used: Ints,
    room: Ints,
    surplus: int,
    steps: int,
    hot: float,
    cold: float,
    state: State,
) -> int:
    """Exchange chairs inside each base round (of `chairs` chairs) until no pair is in surplus; returns the surplus
    left.

    `turn` is a further symmetry of that `order` which leaves each base round as it is: a chair stands for its images
    too.
    """
    rate = (cold / hot) ** (1.0 / max(1, steps))
    heat = hot
    for _ in range(steps):
        if surplus == 0:
            break
        heat *= rate
        i = below(state, len(seats))
        j = i - i % chairs + below(state, chairs)
        turned = below(state, order)
        if i // size == j // size and (turned == 0 or i != j):
            continue
        change = move(seats, size, orbit, used, room, i, -1)
        if i != j:
            change += move(seats, size, orbit, used, room, j, -1)
        was_i, was_j = seats[i], seats[j]
        exchange(seats, turn, i, j, turned)
        change += move(seats, size, orbit, used, room, i, 1)
        if i != j:
            change += move(seats, size, orbit, used, room, j, 1)
        if change <= 0 or chance(state) < math.exp(-change / heat):
            surplus += change
            continue
        move(seats, size, orbit, used, room, i, -1)
        if i != j:
            move(seats, size, orbit, used, room, j, -1)
        seats[i], seats[j] = was_i, was_j
        move(seats, size, orbit, used, room, i, 1)
        if i != j:
            move(seats, size, orbit, used, room, j, 1)
    return surplus
