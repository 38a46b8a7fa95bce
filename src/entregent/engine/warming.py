"""Compiling every kernel ahead, at set-up and when a worker starts, so that nobody waits for it."""

from __future__ import annotations

import numpy as np

from entregent.engine.tables import plan, steps


def warm_up() -> None:
    """Have every kernel compiled and kept (seconds the first time, then a moment).

    Question: can the first answer come at once? It runs a small plan of each kind; it returns nothing and raises
    nothing.

    >>> warm_up()
    """
    rng, trades = np.random.default_rng(0), {"trade": [0, 0, 1, 1, 2, 2, 3, 3, 4]}
    plan(9, 3, 2, rng=rng, fields=trades, apart=[(0, 8)], pace=steps(1))
    plan(9, 3, 2, rng=rng, met=np.ones((9, 9)), pace=steps(1))
