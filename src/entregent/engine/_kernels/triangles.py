"""Every triangle once, from its person of fewest ties: what constraint, effective size, overlap and clustering need.

With symmetric weights Σ_q p_iq p_qj = (1/s_i) Σ_q w_iq w_qj / s_q, so one number a tie serves both of its ends.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entregent.engine._kernels.compiling import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
BITS = 4096  # a filter that stays in the nearest cache, asked before the marks of everybody


class Graph(NamedTuple):
    start: Longs
    other: Ints
    tie: Ints
    strength: Floats
    of: Longs
    attended: Ints
    heaviness: Floats


class Upward(NamedTuple):
    """Each tie once, at its end of fewer ties: those of v are `first[v]` … `first[v + 1] − 1`."""

    first: Longs
    other: Ints
    weight: Floats


class Persons(NamedTuple):
    """`inverse`, 1 over the sum of their ties; `most`, the strongest of them; `redundant` and `triangles`, summed."""

    inverse: Floats
    most: Floats
    redundant: Floats
    triangles: Longs


class Sums(NamedTuple):
    """For each tie of `Upward`: what third persons invest, how many there are, how many are owed to one gathering."""

    invested: Floats
    thirds: Ints
    owed: Floats


class Near(NamedTuple):
    """For the upward neighbours of one person, side by side: their marks, and room for sums. `seen` is read by nobody:
    what was looked at ahead goes there, so that it is looked at.
    """

    mark: Ints
    filter: NDArray[np.uint8]
    inverse: Floats
    most: Floats
    redundant: Floats
    triangles: Longs
    shared: Ints
    seen: Floats


@kernel
def is_up(start: Longs, v: int, u: int) -> bool:
    mine, theirs = start[v + 1] - start[v], start[u + 1] - start[u]
    return bool(mine < theirs or (mine == theirs and v < u))


@kernel
def lay_out(graph: Graph, up: Upward, persons: Persons) -> None:
    """Lay the ties out, each at its lower end; sum and strongest tie of each person."""
    place = 0
    for v in range(len(graph.start) - 1):
        up.first[v] = place
        total, most = 0.0, 0.0
        for slot in range(graph.start[v], graph.start[v + 1]):
            weight = graph.strength[graph.tie[slot]]
            total += weight
            most = max(most, weight)
            if is_up(graph.start, v, graph.other[slot]):
                up.other[place], up.weight[place] = graph.other[slot], weight
                place += 1
        persons.inverse[v] = 1.0 / total if total > 0 else 0.0
        persons.most[v] = most
    up.first[len(graph.start) - 1] = place


@kernel
def both_at(graph: Graph, v: int, u: int, shared: Ints) -> int:
    """The gatherings at which both were, the heaviest first; returns how many."""
    i, j, count = graph.of[v], graph.of[u], 0
    while i < graph.of[v + 1] and j < graph.of[u + 1]:
        one, two = graph.attended[i], graph.attended[j]
        if one == two:
            shared[count] = one
            count += 1
        i += one <= two
        j += two <= one
    return count


@kernel
def heaviest(graph: Graph, shared: Ints, count: int, x: int) -> float:
    """What the heaviest gathering of `shared` at which x was gives to each pair; 0 where there is none."""
    i, j = 0, graph.of[x]
    while i < count and j < graph.of[x + 1]:
        one, two = shared[i], graph.attended[j]
        if one == two:
            return float(graph.heaviness[one])
        i += one < two
        j += two < one
    return 0.0


@kernel
def gather_near(up: Upward, persons: Persons, near: Near, v: int) -> None:
    for k in range(up.first[v + 1] - up.first[v]):
        x = up.other[up.first[v] + k]
        near.mark[x] = k + 1
        near.filter[x & (BITS - 1)] = 1
        near.inverse[k], near.most[k] = persons.inverse[x], 1.0 / persons.most[x]
        near.redundant[k], near.triangles[k] = 0.0, 0


@kernel
def give_back(up: Upward, persons: Persons, near: Near, v: int) -> None:
    for k in range(up.first[v + 1] - up.first[v]):
        x = up.other[up.first[v] + k]
        near.mark[x] = 0
        near.filter[x & (BITS - 1)] = 0
        persons.redundant[x] += near.redundant[k]
        persons.triangles[x] += near.triangles[k]


@kernel
def owe(sums: Sums, up: Upward, one: int, two: int, three: int, gathering: float) -> None:
    """The share of each third person's weaker tie that comes from the one gathering where all three were."""
    a, b, c = up.weight[one], up.weight[two], up.weight[three]
    sums.owed[one] += gathering / min(b, c)
    sums.owed[two] += gathering / min(a, c)
    sums.owed[three] += gathering / min(a, b)


@kernel
def reach_out(up: Upward, sums: Sums, base: int, end: int) -> float:
    """Look at both ends of all rows to come, so that memory brings them together and not one after the other."""
    seen = 0.0
    for one in range(base, end):
        u = up.other[one]
        begin, last = up.first[u], up.first[u + 1] - 1
        if begin <= last:
            seen += up.weight[begin] + up.weight[last] + up.other[begin] + up.other[last]
            seen += sums.invested[begin] + sums.invested[last] + sums.thirds[begin] + sums.thirds[last]
    return seen


@kernel
def visit(graph: Graph, up: Upward, persons: Persons, sums: Sums, near: Near) -> None:
    """Visit every triangle v, u, x once: v has fewest ties, x most."""
    corrected = len(graph.heaviness) > 0
    for v in range(len(up.first) - 1):
        base, end = up.first[v], up.first[v + 1]
        if end - base < 2:
            continue
        gather_near(up, persons, near, v)
        near.seen[0] = reach_out(up, sums, base, end)
        inverse_v, most_v, redundant_v, triangles_v = persons.inverse[v], 1.0 / persons.most[v], 0.0, 0
        for k in range(end - base):
            one = base + k
            u, w_vu = up.other[one], up.weight[one]
            inverse_u, most_u, invested_vu, count, redundant_u, together = (
                near.inverse[k],
                near.most[k],
                0.0,
                0,
                0.0,
                -1,
            )
            for three in range(up.first[u], up.first[u + 1]):
                x = up.other[three]
                if near.filter[x & (BITS - 1)] == 0 or near.mark[x] == 0:
                    continue
                h = near.mark[x] - 1
                two = base + h
                w_vx, w_ux = up.weight[two], up.weight[three]
                invested_vu += w_vx * w_ux * near.inverse[h]
                sums.invested[two] += w_vu * w_ux * inverse_u
                sums.invested[three] += w_vu * w_vx * inverse_v
                sums.thirds[two] += 1
                sums.thirds[three] += 1
                redundant_v += w_ux * (w_vx * most_u + w_vu * near.most[h])
                redundant_u += w_vx * (w_ux * most_v + w_vu * near.most[h])
                near.redundant[h] += w_vu * (w_ux * most_v + w_vx * most_u)
                near.triangles[h] += 1
                count += 1
                if corrected:
                    if together < 0:
                        together = both_at(graph, v, u, near.shared)
                    gathering = heaviest(graph, near.shared, together, x)
                    if gathering > 0:
                        owe(sums, up, one, two, three, gathering)
            sums.invested[one] += invested_vu
            sums.thirds[one] += count
            near.redundant[k] += redundant_u
            near.triangles[k] += count
            triangles_v += count
        persons.redundant[v] += redundant_v
        persons.triangles[v] += triangles_v
        give_back(up, persons, near, v)


@kernel
def constrain(up: Upward, persons: Persons, sums: Sums, constraint: Floats) -> None:
    """Burt's constraint: the sum over ties of the squared share invested, directly and through others."""
    for v in range(len(up.first) - 1):
        for place in range(up.first[v], up.first[v + 1]):
            u, invested = up.other[place], up.weight[place] + sums.invested[place]
            constraint[v] += (invested * persons.inverse[v]) ** 2
            constraint[u] += (invested * persons.inverse[u]) ** 2


@kernel
def embed(graph: Graph, sums: Sums, raw: Floats, overlap: Floats) -> None:
    """Onnela's overlap of each tie, as it is and without what is owed to one gathering, in the network's own order."""
    place, corrected = 0, len(graph.heaviness) > 0
    for v in range(len(graph.start) - 1):
        for slot in range(graph.start[v], graph.start[v + 1]):
            u = graph.other[slot]
            if is_up(graph.start, v, u):
                t, thirds = graph.tie[slot], sums.thirds[place]
                around = graph.start[v + 1] - graph.start[v] + graph.start[u + 1] - graph.start[u] - 2 - thirds
                raw[t] = thirds / around if thirds > 0 else 0.0
                if corrected:
                    own = thirds - sums.owed[place]
                    beyond = around - sums.owed[place]
                    overlap[t] = own / beyond if own > 1e-9 else 0.0
                place += 1


@kernel
def two_steps(start: Longs, other: Ints, found: Longs) -> None:
    """How many persons stand within two steps of each."""
    seen = np.full(len(start) - 1, -1, dtype=np.int64)
    for v in range(len(start) - 1):
        seen[v] = v
        for slot in range(start[v], start[v + 1]):
            u = other[slot]
            if seen[u] != v:
                seen[u] = v
                found[v] += 1
            for next_ in range(start[u], start[u + 1]):
                x = other[next_]
                if seen[x] != v:
                    seen[x] = v
                    found[v] += 1
