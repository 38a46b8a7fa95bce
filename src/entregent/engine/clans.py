"""Which clans a circle is made of."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from entregent.engine import checks
from entregent.engine.network import Network
from entregent.engine.reasons import Reason, reason

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = ["Clans", "find"]

Longs = NDArray[np.int64]
RUNS, MOST_RUNS = 4, 100
HELD = 62
ROUNDS = 10  # "until nothing changes" may never come: equal gains go round in circles
LARGE, ROUNDS_OF_LARGE = 100_000, 1  # ties from which there is one run, which stops after so many rounds
ONE_AT_A_TIME = Lock()  # the library keeps one source of chance for the whole process


class Chance:
    """The caller's generator, as the library wants it."""

    def __init__(self, rng: Generator) -> None:
        self.rng = rng
        self.pool: list[int] = []  # drawn by the thousand: it is asked for one at a time, very often

    def random(self) -> float:
        return float(self.rng.random())

    def randint(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high, endpoint=True))

    def gauss(self, middle: float, spread: float) -> float:
        return float(self.rng.normal(middle, spread))

    def getrandbits(self, bits: int) -> int:
        if bits > HELD:
            return (self.getrandbits(bits - HELD) << HELD) | self.getrandbits(HELD)
        if not self.pool:
            self.pool = self.rng.integers(0, 2**HELD, 4096).tolist()
        return self.pool.pop() >> (HELD - bits)


@dataclass(frozen=True, eq=False)
class Clans:
    """`of[p]` is the clan of person p, from 0, the largest first; −1 without ties. `modularity` of the parting.
    `agreement`: the share of ties that every run put inside a clan, or every run between two.
    """

    of: Longs
    sizes: tuple[int, ...]
    modularity: float
    agreement: float
    reasons: tuple[Reason, ...]


def parted(network: Network, rng: Generator, runs: int) -> list[tuple[float, Longs]]:
    """Modularity and membership of each run."""
    igraph = import_module("igraph")
    graph = igraph.Graph(n=network.people, edges=np.column_stack([network.a, network.b]).astype(np.int64))
    rounds = ROUNDS_OF_LARGE if network.ties >= LARGE else ROUNDS
    found = []
    with ONE_AT_A_TIME:
        igraph.set_random_number_generator(Chance(rng))
        try:
            for _ in range(runs):
                run: Any = graph.community_leiden("modularity", weights=network.strength, n_iterations=rounds)
                found.append((float(run.modularity), np.array(run.membership, dtype=np.int64)))
        finally:
            igraph.set_random_number_generator(None)
    return found


def numbered(membership: Longs, degree: Longs) -> tuple[Longs, tuple[int, ...]]:
    """The largest first, then that of the smallest number; persons without ties in none."""
    tied = degree > 0
    kept, place, sizes = np.unique(membership[tied], return_index=True, return_counts=True)
    order = np.lexsort((place, -sizes))
    rank = np.empty(len(kept), dtype=np.int64)
    rank[order] = np.arange(len(kept))
    of = np.full(len(membership), -1, dtype=np.int64)
    of[tied] = rank[np.searchsorted(kept, membership[tied])]
    return of, tuple(sizes[order].tolist())


def find(network: Network, *, rng: Generator, runs: int = RUNS) -> Clans:
    """The clans of a network: groups that meet among themselves more than chance would have it.

    Question: which clans are there? Formula: the parting of highest modularity, Q = Σ_c (w_in(c)/W − (s(c)/2W)²), found
    by the Leiden method, the best of `runs` runs of ten rounds (above a hundred thousand ties, one of one round: a
    second costs half as much again for a thousandth of Q).
    Returns membership, sizes, Q, and how far the runs agree. Same `rng`, same clans.
    Errors: `Refused` for no run, or more than a hundred. No tie: no clan.
    Source: Traag, Waltman & van Eck, Scientific Reports 9 (2019), through igraph; weights of Newman (2001).

    >>> from entregent.engine.network import of_ties
    >>> pairs = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)]
    >>> find(of_ties(7, pairs), rng=np.random.default_rng(1)).of.tolist()
    [0, 0, 0, 1, 1, 1, -1]
    """
    runs = checks.whole("runs", runs, least=1, most=MOST_RUNS)
    if not checks.made("network", network, Network).ties:
        nobody = np.full(network.people, -1, dtype=np.int64)
        return Clans(nobody, (), 0.0, 1.0, (reason("clans", count=0),))
    found = parted(network, rng, 1 if network.ties >= LARGE else runs)
    modularity, membership = max(found, key=lambda each: each[0])
    of, sizes = numbered(membership, network.degree)
    inside = np.array([each[network.a] == each[network.b] for _, each in found])
    agreement = float((inside.all(axis=0) | ~inside.any(axis=0)).mean())
    return Clans(of, sizes, modularity, agreement, (reason("clans", count=len(sizes)),))
