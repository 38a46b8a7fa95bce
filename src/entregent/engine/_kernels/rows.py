"""Sums over ties in an order of persons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entregent.engine._kernels.compiling import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@kernel
def core_fits(a: Ints, b: Ints, strength: Floats, rank: Longs) -> Floats:
    """For each k: the correlation of strengths with "both among the first k + 1" over pairs that are not across.

    0 where fewer than two are on either side, or where nothing varies.
    """
    people = len(rank)
    entering, leaving = np.zeros((2, people)), np.zeros((2, people))
    for t in range(len(a)):
        later, sooner = max(rank[a[t]], rank[b[t]]), min(rank[a[t]], rank[b[t]])
        entering[0, later] += strength[t]
        entering[1, later] += strength[t] * strength[t]
        leaving[0, sooner] += strength[t]
        leaving[1, sooner] += strength[t] * strength[t]
    fits = np.zeros(people)
    within, within_squares, left, left_squares = 0.0, 0.0, leaving[0].sum(), leaving[1].sum()
    for k in range(people):
        within += entering[0, k]
        within_squares += entering[1, k]
        left -= leaving[0, k]
        left_squares -= leaving[1, k]
        core, rest = (k + 1.0) * k / 2.0, (people - k - 1.0) * (people - k - 2.0) / 2.0
        if core < 1.0 or rest < 1.0:
            continue
        pairs = core + rest
        mean = (within + max(0.0, left)) / pairs
        spread = (within_squares + max(0.0, left_squares)) / pairs - mean * mean
        if spread > 1e-15 * mean * mean:
            share = core / pairs
            fits[k] = (within / pairs - mean * share) / np.sqrt(spread * share * (1.0 - share))
    return fits
