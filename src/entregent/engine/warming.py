"""Compiling every kernel ahead, at set-up and when a worker starts, so that nobody waits for it."""

from __future__ import annotations

import numpy as np

from entregent.engine import chains, clans, core, meet, network, shape
from entregent.engine.tables import plan, steps

__all__ = ["warm_up"]


def warm_up() -> None:
    """Have every kernel compiled and kept (seconds the first time, then a moment).

    Question: can the first answer come at once? Formula: a small plan of each kind is made, so that each kernel is
    compiled. Returns nothing. Errors: none; where nothing can be kept, the next process compiles again.
    Source: decision 21.

    >>> warm_up()
    """
    rng, trades = np.random.default_rng(0), {"trade": [0, 0, 1, 1, 2, 2, 3, 3, 4]}
    plan(9, 3, 2, rng=rng, fields=trades, apart=[(0, 8)], pace=steps(1))
    plan(9, 3, 2, rng=rng, met=np.ones((9, 9)), pace=steps(1))
    plan(7, 3, 5, rng=rng, pace=steps(1))  # a tight plan, whose costs are remembered
    built = network.build(3, attendances=[(0, 0), (1, 0), (2, 0)], exchanges=[(0, 1)], best=1)
    shape.measure(built)
    shape.reach(built)
    core.find(built)
    clans.condensed(built, rng)
    roads = chains.prepare(built)
    chains.find(roads, 0, 1)
    chains.to_any(roads, 0, [])
    meet.pairs(meet.past(3, exchanges=[(0, 1), (1, 2)]))
