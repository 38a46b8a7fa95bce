"""Walks that come back now and then: how near everybody is to some persons, through everybody else."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entregent.engine._kernels.compiling import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
ABREAST = 16  # walks that go side by side: neighbours are looked up once for all of them


class Paths(NamedTuple):
    """`weight[t]` of each tie, `sums[p]` of each person's."""

    start: Longs
    other: Ints
    tie: Ints
    weight: Floats
    sums: Floats


@kernel
def shares(paths: Paths, again: float) -> Floats:
    """Beside each neighbour of a person, the chance that a walk at that neighbour goes on, and to this person."""
    found = np.zeros(len(paths.other))
    for slot in range(len(found)):
        found[slot] = again * paths.weight[paths.tie[slot]] / paths.sums[paths.other[slot]]
    return found


@kernel
def walks(paths: Paths, share: Floats, first: int, width: int, again: float, steps: int) -> Floats:
    """Where those are, in rows of everybody, who leave `first` and the `width` − 1 after, follow ties by weight, and
    stop with chance 1 − `again` at each step.
    """
    people = len(paths.sums)
    here, there = np.zeros((people, width)), np.zeros((people, width))
    for k in range(width):
        here[first + k, k] = 1.0 - again
    for _ in range(steps - 1):
        for q in range(people):
            row = there[q]
            row[:] = 0.0
            for slot in range(paths.start[q], paths.start[q + 1]):
                part, theirs = share[slot], here[paths.other[slot]]
                for k in range(width):
                    row[k] += part * theirs[k]
        for k in range(width):
            there[first + k, k] += 1.0 - again
        here, there = there, here
    return here


@kernel
def in_common(start: Longs, other: Ints, one: int, two: int) -> int:
    """How many neighbours both have."""
    i, j, count = start[one], start[two], 0
    while i < start[one + 1] and j < start[two + 1]:
        a, b = other[i], other[j]
        count += a == b
        i += a <= b
        j += b <= a
    return count
