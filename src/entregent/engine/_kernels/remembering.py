"""Annealing on table plans that remembers what everybody pays at their table, and would at each other one.

Where plans freeze, one exchange in a thousand is taken. So what an exchange would change is looked up, in five
numbers, and what is remembered is brought up to date when one is taken. `spot` numbers the tables of all rounds: table
t of round r is r · (tables + 1) + t, the last of each round being that of the absent.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from entregent.engine._kernels.chance import State, below, bits, chance, third
from entregent.engine._kernels.compiling import kernel
from entregent.engine._kernels.seating import Board, Costs, Heat, Ints, Longs

BATCH, ANY = 32, 8  # so many exchanges of one round are tried in a row, the first ones between any two chairs


class Memory(NamedTuple):
    """`spot[p, r]`, where p is; `more[p, q]`, what p and q would pay to meet once more, `once[p, q]`, what they pay for
    the last time they do; `pays[p, spot]`, what p pays for those who are there, or would.
    """

    spot: Ints
    more: Ints
    once: Ints
    pays: Ints


@kernel
def look(board: Board, memory: Memory, p: int, r: int, table: int) -> None:
    """Count again what p pays or would pay at a table."""
    here, total = r * board.first.shape[1] + table, 0
    between = memory.once if memory.spot[p, r] == here else memory.more
    for chair in range(board.first[r, table], board.first[r, table + 1]):
        w = board.seats[r, chair]
        if w != p:
            total += between[p, w]
    memory.pays[p, here] = total


@kernel
def remember(board: Board, costs: Costs, weight: int, memory: Memory) -> None:
    """Count everything, where one unit of the second cost weighs `weight` of the first."""
    rounds, tables = board.first.shape[0], board.first.shape[1] - 1
    people = len(board.together)
    for p in range(people):
        for q in range(people):
            met, extra = board.together[p, q], costs.apart[p, q] + weight * costs.alike[p, q]
            memory.more[p, q] = costs.price[met] + extra
            memory.once[p, q] = costs.price[max(met - 1, 0)] + extra
    for r in range(rounds):
        memory.spot[:, r] = r * (tables + 1) + tables
        for chair in range(board.first[r, tables]):
            memory.spot[board.seats[r, chair], r] = r * (tables + 1) + board.table_of[r, chair]
        for table in range(tables):
            for p in range(people):
                look(board, memory, p, r, table)


@kernel
def cross(costs: Costs, weight: int, board: Board, memory: Memory, r: int, u: int, v: int, a: int, b: int) -> int:
    """u left table a, v table b, for the other: u met those of a once less and those of b once more, who pay something
    else now at each other's tables. Returns what that adds to the second cost.
    """
    spot, pays, side = memory.spot, memory.pays, 0
    for times, table in ((-1, a), (1, b)):
        for chair in range(board.first[r, table], board.first[r, table + 1]):
            w = board.seats[r, chair]
            if w in (u, v):
                continue
            met, extra = board.together[u, w] + times, costs.apart[u, w] + weight * costs.alike[u, w]
            more, once = costs.price[met] + extra, costs.price[max(met - 1, 0)] + extra
            apart, beside = more - memory.more[u, w], once - memory.once[u, w]
            side += times * costs.alike[u, w]
            board.together[u, w] = board.together[w, u] = met
            memory.more[u, w] = memory.more[w, u] = more
            memory.once[u, w] = memory.once[w, u] = once
            if apart != 0:
                for q in range(spot.shape[1]):
                    pays[u, spot[w, q]] += apart
                    pays[w, spot[u, q]] += apart
            if beside != apart:
                for q in range(spot.shape[1]):
                    if spot[u, q] == spot[w, q]:
                        pays[u, spot[w, q]] += beside - apart
                        pays[w, spot[u, q]] += beside - apart
    return side


@kernel
def exchange(costs: Costs, weight: int, board: Board, memory: Memory, r: int, i: int, j: int) -> int:
    """Those of chairs i and j change places; returns what that adds to the second cost."""
    u, v, a, b = board.seats[r, i], board.seats[r, j], board.table_of[r, i], board.table_of[r, j]
    spot, pays, base = memory.spot, memory.pays, r * board.first.shape[1]
    for p in range(len(spot)):
        apart, beside = memory.more[p, v] - memory.more[p, u], memory.once[p, v] - memory.once[p, u]
        pays[p, base + a] += beside if spot[p, r] == base + a else apart
        pays[p, base + b] -= beside if spot[p, r] == base + b else apart
    board.seats[r, i], board.seats[r, j] = v, u
    spot[u, r], spot[v, r] = base + b, base + a
    side = cross(costs, weight, board, memory, r, u, v, a, b) + cross(costs, weight, board, memory, r, v, u, b, a)
    for p in (u, v):
        look(board, memory, p, r, a)
        look(board, memory, p, r, b)
    return side


@kernel
def loose_chairs(board: Board, costs: Costs, memory: Memory, r: int, loose: Ints) -> int:
    """Fill `loose` with the chairs whose person meets at most one other there for the only time; returns how many.

    Between two of them nearly all exchanges take place that cost little: what an exchange costs is how many meet for
    the only time and will not, less how many had never met and will.
    """
    count, base = 0, r * board.first.shape[1]
    for table in range(board.first.shape[1] - 1):
        begin, end = board.first[r, table], board.first[r, table + 1]
        enough = costs.price[1] * (end - begin - 2)
        for chair in range(begin, end):
            if memory.pays[board.seats[r, chair], base + table] >= enough:
                loose[count] = chair
                count += 1
    return count


@kernel
def two_chairs(board: Board, r: int, drawn: np.uint64, loose: Ints, count: int) -> tuple[int, int]:
    """Two of the `count` first of `loose`; where it is 0, any two of the round at different tables."""
    if count > 0:
        return loose[third(drawn, np.uint64(0), count)], loose[third(drawn, np.uint64(1), count)]
    present = board.first[r, board.first.shape[1] - 1]
    i = third(drawn, np.uint64(0), present)
    begin, end = board.first[r, board.table_of[r, i]], board.first[r, board.table_of[r, i] + 1]
    j = third(drawn, np.uint64(1), present - (end - begin))
    return i, j if j < begin else j + end - begin


@kernel
def anneal_remembering(
    board: Board,
    costs: Costs,
    heat: Heat,
    memory: Memory,
    totals: Longs,
    best: Ints,
    goal: int,
    steps: int,
    state: State,
) -> None:
    """As `anneal`: the same question, the same answers kept."""
    rounds, places = board.first.shape
    goal, pays = -1 if costs.alike.any() else goal, memory.pays
    odds = np.exp(-np.arange(int(16 * heat.now) + 1) / heat.now)
    loose, count, r = np.empty(board.seats.shape[1], np.int32), 0, 0
    for step in range(steps):
        if step % BATCH == 0:
            r = below(state, rounds)
            count = loose_chairs(board, costs, memory, r, loose)
        if board.first[r, 1] == board.first[r, places - 1]:
            continue
        i, j = two_chairs(board, r, bits(state), loose, count if step % BATCH >= ANY else 0)
        a, b, base = board.table_of[r, i], board.table_of[r, j], r * places
        if a == b:
            continue
        u, v = board.seats[r, i], board.seats[r, j]
        worse = pays[u, base + b] + pays[v, base + a] - pays[u, base + a] - pays[v, base + b] - 2 * memory.more[u, v]
        if worse > 0 and (worse >= len(odds) or chance(state) >= odds[worse]):
            continue
        side = exchange(costs, heat.weight, board, memory, r, i, j)
        count = loose_chairs(board, costs, memory, r, loose)
        totals[0] += worse - heat.weight * side
        totals[1] += side
        if totals[0] < totals[2] or (totals[0] == totals[2] and totals[1] < totals[3]):
            totals[2], totals[3] = totals[0], totals[1]
            best[:] = board.seats
            if totals[2] <= goal:
                break
