"""Chains of at most four ties, from both ends to the middle."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entregent.engine._kernels.compiling import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


class Ways(NamedTuple):
    """`trust[slot]` beside `other[slot]`; `carries[p]`, whether p introduces people; `mark`, 0 between two calls."""

    start: Longs
    other: Ints
    trust: Floats
    carries: NDArray[np.bool_]
    mark: Ints


class Best(NamedTuple):
    """The best chains so far, the best first: `trust[i]` and `steps[i]`, ended by −1."""

    trust: Floats
    steps: Ints


class Ball(NamedTuple):
    """For each person two steps away: the best first steps, the best first; `who[s]` is that person."""

    who: Ints
    trust: Floats
    first: Ints


@kernel
def two_away(ways: Ways, start: int) -> int:
    """An upper bound of how many persons stand two steps from `start`."""
    count = 0
    for slot in range(ways.start[start], ways.start[start + 1]):
        u = ways.other[slot]
        if ways.carries[u]:
            count += ways.start[u + 1] - ways.start[u]
    return count


@kernel
def fill_ball(ways: Ways, start: int, ball: Ball) -> int:
    """Note for each person two steps away the best first steps; their place + 1 stands in `mark`."""
    found, width = 0, ball.trust.shape[1]
    for slot in range(ways.start[start], ways.start[start + 1]):
        u, first = ways.other[slot], ways.trust[slot]
        if not ways.carries[u]:
            continue
        for next_ in range(ways.start[u], ways.start[u + 1]):
            x = ways.other[next_]
            if x == start or not ways.carries[x]:
                continue
            if ways.mark[x] == 0:
                ball.who[found] = x
                ball.trust[found, :] = 0.0
                found += 1
                ways.mark[x] = found
            place = ways.mark[x] - 1
            both, k = first * ways.trust[next_], width - 1
            if both <= ball.trust[place, k]:
                continue
            while k > 0 and ball.trust[place, k - 1] < both:
                ball.trust[place, k], ball.first[place, k] = ball.trust[place, k - 1], ball.first[place, k - 1]
                k -= 1
            ball.trust[place, k], ball.first[place, k] = both, u
    return found


@kernel
def keep(best: Best, trust: float, one: int, two: int, three: int, four: int) -> None:
    """Put a chain among the best, if it is; its steps after the start, −1 where there is none."""
    k = len(best.trust) - 1
    if trust <= best.trust[k]:
        return
    while k > 0 and best.trust[k - 1] < trust:
        best.trust[k] = best.trust[k - 1]
        best.steps[k, :] = best.steps[k - 1, :]
        k -= 1
    best.trust[k] = trust
    best.steps[k, 0], best.steps[k, 1], best.steps[k, 2], best.steps[k, 3] = one, two, three, four


@kernel
def through(ways: Ways, ball: Ball, best: Best, x: int, v: int, target: int, rest: float) -> None:
    """Every chain start – u – x (– v) – target, with `rest` the trust of what follows x; v is −1 where x is last."""
    place = ways.mark[x] - 1
    if place < 0:
        return
    for k in range(ball.trust.shape[1]):
        trust = ball.trust[place, k] * rest
        if trust <= best.trust[len(best.trust) - 1]:
            return
        u = ball.first[place, k]
        if u != v and u != target:
            if v < 0:
                keep(best, trust, u, x, target, -1)
            else:
                keep(best, trust, u, x, v, target)


@kernel
def arrive(ways: Ways, ball: Ball, best: Best, start: int, target: int, hops: int) -> None:
    """Every chain to `target`, from its own end."""
    near = len(best.trust) - 1
    for slot in range(ways.start[target], ways.start[target + 1]):
        v, last = ways.other[slot], ways.trust[slot]
        if v == start:
            keep(best, last, target, -1, -1, -1)
            continue
        if not ways.carries[v] or last <= best.trust[near]:
            continue
        if hops > 2:
            through(ways, ball, best, v, -1, target, last)
        for next_ in range(ways.start[v], ways.start[v + 1]):
            x = ways.other[next_]
            rest = last * ways.trust[next_]
            if x == start:
                if hops > 1:
                    keep(best, rest, v, target, -1, -1)
            elif hops > 3 and x != target and ways.mark[x] > 0:
                through(ways, ball, best, x, v, target, rest)


@kernel
def best_chains(ways: Ways, start: int, targets: Ints, hops: int, best: Best) -> None:
    """The best chains from `start` to any of `targets`."""
    room, width = two_away(ways, start) if hops > 2 else 0, len(best.trust) + 2
    ball = Ball(np.empty(room, np.int32), np.empty((room, width)), np.empty((room, width), np.int32))
    found = fill_ball(ways, start, ball) if hops > 2 else 0
    for target in targets:
        if target != start:
            arrive(ways, ball, best, start, target, hops)
    for place in range(found):
        ways.mark[ball.who[place]] = 0


@kernel
def spread_from(ways: Ways, start: int, hops: int, distance: Ints) -> None:
    """How many steps away each person is along people who introduce, −1 beyond `hops`."""
    distance[:] = -1
    distance[start] = 0
    queue = np.empty(len(distance), np.int32)
    queue[0], head, tail = start, 0, 1
    while head < tail:
        p = queue[head]
        head += 1
        if distance[p] == hops or (p != start and not ways.carries[p]):
            continue
        for slot in range(ways.start[p], ways.start[p + 1]):
            q = ways.other[slot]
            if distance[q] < 0:
                distance[q] = distance[p] + 1
                queue[tail] = q
                tail += 1
