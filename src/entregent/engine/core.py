"""The living core of a circle: who holds it together now. Yes or no, never an order of persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entregent.engine import checks
from entregent.engine._kernels.rows import core_fits
from entregent.engine.network import Network
from entregent.engine.reasons import Reason, reason

__all__ = ["Core", "find"]

LEAST = 3


@dataclass(frozen=True, eq=False)
class Core:
    """`inside[p]`: whether p belongs to the core; `fit`: how well the network looks like a core and its surroundings,
    from 0 to 1.
    """

    inside: NDArray[np.bool_]
    fit: float
    reasons: tuple[Reason, ...]


def find(network: Network) -> Core:
    """The core: a group tied together strongly, around which the others are tied to it rather than to each other.

    Question: is there a core of active people, and who is in it? Formula: of all groups made of those whose ties sum
    to at least some value, the one of highest correlation between tie strengths and the ideal pattern (1 between two of
    the core, 0 between two outside; pairs across left open). People of equal sums are all in or all out. Strengths
    fade, so a core that stopped coming is none. Unit: none. Errors: none. Fewer than three tied persons, everybody tied
    alike, or nothing that looks like a core: nobody.
    Source: Borgatti & Everett, Social Networks 21 (1999), discrete model; Lip, arXiv:1102.5511, for the order.

    >>> from entregent.engine.network import of_ties
    >>> star = of_ties(7, [(0, 1), (0, 2), (1, 2), (0, 3), (1, 4), (2, 5), (0, 6)])
    >>> find(star).inside.nonzero()[0].tolist()
    [0, 1, 2]
    """
    inside = np.zeros(checks.made("network", network, Network).people, dtype=np.bool_)
    total = network.total()
    if int((total > 0).sum()) < LEAST:
        return Core(inside, 0.0, (reason("no-core"),))
    order = np.argsort(-total, kind="stable")
    rank = np.empty(network.people, dtype=np.int64)
    rank[order] = np.arange(network.people)
    fits = core_fits(network.a, network.b, network.strength, rank)
    sums = total[order]
    whole = np.append(~np.isclose(sums[1:], sums[:-1], rtol=1e-9, atol=0.0), True)
    fits[~whole] = 0.0
    best = int(np.argmax(fits))
    if fits[best] <= 0:
        return Core(inside, 0.0, (reason("no-core"),))
    inside[order[: best + 1]] = True
    return Core(inside, float(fits[best]), (reason("core", count=best + 1),))
