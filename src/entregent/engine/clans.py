"""Which clans a circle is made of."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from entregent.engine import checks
from entregent.engine._kernels.moving import Rows, gather, refine, settle
from entregent.engine.network import Network
from entregent.engine.reasons import Reason, reason

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = ["Clans", "find"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
RUNS, MOST_RUNS = 4, 100
HELD = 62
ROUNDS = 10  # "until nothing changes" may never come: equal gains go round in circles
LARGE, ROUNDS_OF_LARGE = 100_000, 1  # ties from which there is one run of so many rounds, whose first steps are ours
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


@dataclass(frozen=True)
class Condensed:
    """A network of parts: `part[p]`, that of each person; ties a ≤ b between them; `clan`, the clan of each part."""

    part: Longs
    a: Ints
    b: Ints
    weight: Floats
    clan: Ints


def condensed(network: Network, rng: Generator) -> Condensed:
    """The first round of the method up to its parts, so that the library is given a network that much smaller."""
    total, whole = network.total(), 2 * network.strength.sum()
    rows = Rows(network.start, network.other, (network.strength / whole)[network.tie], total / whole)
    order = rng.permutation(network.people).astype(np.int32)
    clan, joined = (np.arange(network.people, dtype=np.int32) for _ in range(2))
    settle(rows, order, clan)
    refine(rows, order, clan, joined)
    kept, part, sizes = np.unique(joined, return_inverse=True, return_counts=True)
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    members = np.argsort(part, kind="stable")
    a, b = (np.empty(network.ties + len(kept), dtype=np.int32) for _ in range(2))
    weight = np.empty(len(a))
    count = gather(rows, part.astype(np.int32), first, members, a, b, weight)
    of_part = np.unique(clan[kept], return_inverse=True)[1].astype(np.int32)
    return Condensed(part, a[:count], b[:count], weight[:count], of_part)


def parted(network: Network, rng: Generator, runs: int) -> list[tuple[float, Longs]]:
    """Modularity and membership of each run."""
    if network.ties >= LARGE:
        small = condensed(network, rng)
        found = by_library(small.a, small.b, small.weight, rng, 1, ROUNDS_OF_LARGE, small.clan)
        return [(modularity, membership[small.part]) for modularity, membership in found]
    return by_library(network.a, network.b, network.strength, rng, runs, ROUNDS, np.arange(network.people))


def by_library(
    a: Ints, b: Ints, weight: Floats, rng: Generator, runs: int, rounds: int, begin: NDArray[Any]
) -> list[tuple[float, Longs]]:
    """The parting the library finds in each run, from where each begins."""
    igraph = import_module("igraph")
    graph = igraph.Graph(n=len(begin), edges=np.column_stack([a, b]).astype(np.int64))
    found = []
    with ONE_AT_A_TIME:
        igraph.set_random_number_generator(Chance(rng))
        try:
            for _ in range(runs):
                run: Any = graph.community_leiden(
                    "modularity", weights=weight, n_iterations=rounds, initial_membership=begin
                )
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
    by the Leiden method, the best of `runs` runs of ten rounds (from a hundred thousand ties on, one of one round,
    whose first steps are taken before the library is asked: a second costs half as much again for a thousandth of Q).
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
