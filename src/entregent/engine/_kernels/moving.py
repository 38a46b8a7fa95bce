"""The first round of the Leiden method on a large network: persons to clans, then clans to parts that hang together.

Rows of neighbours as in `Network`; `weight[slot]` is that of the tie to `other[slot]`, `total[p]` the sum of all of p,
both as shares of all there is: what modularity gains is then what p gives to a clan less `total[p]` times its mass.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entregent.engine._kernels.compiling import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
ENOUGH = 1e-15  # a gain below it is a rounding
MOST_VISITS = 100  # for each person: roundings could go round in circles


class Rows(NamedTuple):
    start: Longs
    other: Ints
    weight: Floats
    total: Floats


class Toward(NamedTuple):
    """What one person gives to each group: `sum[g]`, 0 between two persons, and the groups it is not 0 for."""

    sum: Floats
    groups: Ints


@kernel
def add_up(rows: Rows, p: int, of: Ints, toward: Toward) -> int:
    """Fill `toward` for the groups `of`; returns how many there are."""
    count = 0
    for slot in range(rows.start[p], rows.start[p + 1]):
        group = of[rows.other[slot]]
        if toward.sum[group] == 0.0:
            toward.groups[count] = group
            count += 1
        toward.sum[group] += rows.weight[slot]
    return count


@kernel
def settle(rows: Rows, order: Ints, clan: Ints) -> None:
    """Everybody goes where modularity gains most, neighbours of who moved once more, until nobody wants to.

    `clan` comes as everybody alone; `order`, who is asked first.
    """
    people = len(rows.total)
    mass, queue, waits = rows.total.copy(), order.copy(), np.ones(people, np.bool_)
    toward = Toward(np.zeros(people), np.empty(people, np.int32))
    head, waiting = 0, people
    for _ in range(MOST_VISITS * people):
        if waiting == 0:
            break
        p = queue[head]
        head, waiting = (head + 1) % people, waiting - 1
        waits[p] = False
        count, own = add_up(rows, p, clan, toward), clan[p]
        mass[own] -= rows.total[p]
        best, most = own, toward.sum[own] - rows.total[p] * mass[own] + ENOUGH
        for k in range(count):
            group = toward.groups[k]
            gain = toward.sum[group] - rows.total[p] * mass[group]
            if gain > most:
                best, most = group, gain
            toward.sum[group] = 0.0
        mass[best] += rows.total[p]
        if best == own:
            continue
        clan[p] = best
        for slot in range(rows.start[p], rows.start[p + 1]):
            q = rows.other[slot]
            if clan[q] != best and not waits[q]:
                waits[q] = True
                queue[(head + waiting) % people] = q
                waiting += 1


@kernel
def within(rows: Rows, clan: Ints, p: int) -> float:
    """What p gives to the others of their clan."""
    inside = 0.0
    for slot in range(rows.start[p], rows.start[p + 1]):
        if clan[rows.other[slot]] == clan[p]:
            inside += rows.weight[slot]
    return inside


@kernel
def refine(rows: Rows, order: Ints, clan: Ints, part: Ints) -> None:
    """Inside each clan, those who are alone join the part to which modularity gains most, if both are well tied to the
    rest of the clan. `part` comes as everybody alone.
    """
    people = len(rows.total)
    clan_mass, mass, alone = np.zeros(people), rows.total.copy(), np.ones(people, np.bool_)
    toward, out = Toward(np.zeros(people), np.empty(people, np.int32)), np.empty(people)
    for p in range(people):
        clan_mass[clan[p]] += rows.total[p]
        out[p] = within(rows, clan, p)
    for p in order:
        room = clan_mass[clan[p]]
        if not alone[p] or out[p] < rows.total[p] * (room - rows.total[p]):
            continue
        count, best, most = add_up(rows, p, part, toward), p, ENOUGH
        inside = out[p]
        for k in range(count):
            group = toward.groups[k]
            gain = toward.sum[group] - rows.total[p] * mass[group]
            tied = out[group] >= mass[group] * (room - mass[group])
            if clan[group] == clan[p] and group != p and tied and gain > most:
                best, most = group, gain
        if best != p:
            out[best] += inside - 2.0 * toward.sum[best]
            mass[best] += rows.total[p]
            part[p], alone[best] = best, False
        for k in range(count):
            toward.sum[toward.groups[k]] = 0.0


@kernel
def gather(rows: Rows, part: Ints, first: Longs, members: Longs, a: Ints, b: Ints, weight: Floats) -> int:
    """Ties between parts a ≤ b, each once, those inside a part as one to itself; returns how many.

    Part g holds `members[first[g]]` … `members[first[g + 1] − 1]`.
    """
    parts, ties = len(first) - 1, 0
    toward = Toward(np.zeros(parts), np.empty(parts, np.int32))
    for g in range(parts):
        count = 0
        for place in range(first[g], first[g + 1]):
            p = members[place]
            for slot in range(rows.start[p], rows.start[p + 1]):
                h = part[rows.other[slot]]
                if h < g:
                    continue
                if toward.sum[h] == 0.0:
                    toward.groups[count] = h
                    count += 1
                toward.sum[h] += rows.weight[slot]
        for k in range(count):
            h = toward.groups[k]
            a[ties], b[ties], weight[ties] = g, h, toward.sum[h] / (2.0 if g == h else 1.0)
            toward.sum[h] = 0.0
            ties += 1
    return ties
