"""What the shape of a network shows: who spans worlds, which ties are bridges, what is a clan. One pass over its
triangles answers all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entregent.engine import checks
from entregent.engine._kernels.triangles import (
    BITS,
    Graph,
    Near,
    Persons,
    Sums,
    Upward,
    constrain,
    embed,
    lay_out,
    two_steps,
    visit,
)
from entregent.engine.errors import Refused
from entregent.engine.network import Network
from entregent.engine.reasons import Reason, reason

__all__ = ["Circle", "Shape", "around", "bridges", "measure", "reach"]

Floats = NDArray[np.float64]
CLOSED, OPEN = 0.5, 0.2
APART = 0.1  # overlap up to which a tie joins two worlds
FEW = 3  # ties below which there is nothing to say


@dataclass(frozen=True, eq=False)
class Shape:
    """A number a person: `constraint`, `effective_size`, `clustering`; a tie: `overlap` (corrected), `raw_overlap`."""

    constraint: Floats
    effective_size: Floats
    clustering: Floats
    overlap: Floats
    raw_overlap: Floats


def graph_of(network: Network) -> Graph:
    rows = (network.start, network.other, network.tie, network.strength)
    return Graph(*rows, network.of, network.attended, network.heaviness)


def counted(graph: Graph, people: int, ties: int) -> tuple[Upward, Persons, Sums]:
    up = Upward(np.empty(people + 1, dtype=np.int64), np.empty(ties, dtype=np.int32), np.empty(ties))
    persons = Persons(np.empty(people), np.empty(people), np.zeros(people), np.zeros(people, dtype=np.int64))
    lay_out(graph, up, persons)
    owed = np.zeros(ties if len(graph.heaviness) else 0)
    sums = Sums(np.zeros(ties), np.zeros(ties, dtype=np.int32), owed)
    widest = int(np.diff(up.first).max(initial=0))
    gatherings = int(np.diff(graph.of).max(initial=0))
    room = [np.empty(widest) for _ in range(3)]
    near = Near(
        np.zeros(people, dtype=np.int32),
        np.zeros(BITS, dtype=np.uint8),
        room[0],
        room[1],
        room[2],
        np.empty(widest, dtype=np.int64),
        np.empty(gatherings, dtype=np.int32),
        np.zeros(1),
    )
    visit(graph, up, persons, sums, near)
    return up, persons, sums


def measure(network: Network) -> Shape:
    """Constraint, effective size, clustering of each person and overlap of each tie, in one pass over triangles.

    Question: who spans worlds, which ties are bridges, who stands in a clan?
    Formula: with w the strengths, s_i = Σ_j w_ij, p_ij = w_ij / s_i. Constraint c_i = Σ_j (p_ij + Σ_q p_iq p_qj)².
    Effective size e_i = Σ_j (1 − Σ_q p_iq w_jq / max_k w_jk). Clustering: pairs of neighbours who are tied, of all
    pairs. Raw overlap of a tie: C / (d_i + d_j − 2 − C), with C the third persons tied to both, d the numbers of ties.
    Overlap: each third person k counts for the share of the weaker of their two ties that is not owed to one
    gathering, 1 − m_ijk / min(w_ik, w_jk), where m_ijk is what the heaviest gathering of all three gives a pair; the
    rest leaves both C and the denominator. Where no three people share a gathering, overlap is raw overlap.
    Returns arrays in the network's order of persons and ties. Units: none, but effective size: persons.
    Errors: none, a `Network` is checked. Persons without ties: constraint and effective size are NaN, clustering 0. A
    tie whose ends know nobody else: overlap 0.
    Source: Burt, Structural Holes (1992); Onnela et al., PNAS 104 (2007); Watts & Strogatz, Nature 393 (1998).

    >>> from entregent.engine.network import of_ties
    >>> found = measure(of_ties(4, [(0, 1), (0, 2), (1, 2), (2, 3)]))
    >>> found.overlap.tolist(), found.effective_size.round(2).tolist()
    ([1.0, 0.5, 0.5, 0.0], [1.0, 1.0, 2.33, 1.0])
    """
    graph, people, ties = graph_of(checks.made("network", network, Network)), network.people, network.ties
    up, persons, sums = counted(graph, people, ties)
    degree = network.degree
    alone = degree == 0
    constraint = np.zeros(people)
    constrain(up, persons, sums, constraint)
    del up
    raw = np.zeros(ties)
    overlap = np.zeros(ties if len(graph.heaviness) else 0)
    embed(graph, sums, raw, overlap)
    constraint[alone] = np.nan
    size = np.where(alone, np.nan, degree - persons.redundant * persons.inverse)
    around = degree * (degree - 1) / 2
    clustering = np.divide(persons.triangles, around, out=np.zeros(people), where=around > 0)
    return Shape(constraint, size, clustering, overlap if len(graph.heaviness) else raw, raw)


def bridges(network: Network, shape: Shape) -> NDArray[np.bool_]:
    """Which ties join worlds that hardly meet otherwise.

    Question: which ties are bridges? Formula: corrected overlap of at most a tenth, and each end knows somebody whom
    the other does not. Returns one yes or no a tie. Errors: `Refused` when the shape is that of another network. A tie
    to somebody who knows nobody else bridges nothing.
    Source: Granovetter, Am. J. Sociology 78 (1973), local bridges; Onnela et al., PNAS 104 (2007).

    >>> from entregent.engine.network import of_ties
    >>> pairs = of_ties(6, [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)])
    >>> [(int(pairs.a[t]), int(pairs.b[t])) for t in bridges(pairs, measure(pairs)).nonzero()[0]]
    [(2, 3)]
    """
    fits(network, shape)
    one, two = (network.degree[end] - 1 for end in (network.a, network.b))
    shared = shape.raw_overlap * (one + two) / (1 + shape.raw_overlap)
    return np.asarray((shape.overlap <= APART) & (np.minimum(one, two) - shared > 0.5))


@dataclass(frozen=True)
class Circle:
    """What stands around one person: `closure`, between 0 (each tie opens a world) and 1 (all know each other)."""

    person: int
    closure: float
    state: str
    bridges: tuple[int, ...]
    reasons: tuple[Reason, ...]


def around(network: Network, shape: Shape, person: int) -> Circle:
    """Whether somebody's network is a clan, for that person.

    Question: is this a clan? Formula: closure = Σ_j w_ij O_ij / s_i, the overlap of their ties (corrected) weighed by
    strength. "closed" from ½, "open" up to a fifth, else "mixed"; "too-few" below three ties. `bridges`: the persons at
    the other end of their bridges. Errors: `Refused` for an unknown person or another network's shape.
    Source: Burt, Brokerage and Closure (2005).

    >>> from entregent.engine.network import of_ties
    >>> from itertools import combinations
    >>> clan = of_ties(5, list(combinations(range(5), 2)))
    >>> around(clan, measure(clan), 0).state
    'closed'
    """
    fits(network, shape)
    who = checks.person("person", person, network.people)
    mine = network.of_person(who)
    spans = tuple(network.neighbours(who)[bridges(network, shape)[mine]].tolist())
    if len(mine) < FEW:
        return Circle(who, 0.0, "too-few", spans, (reason("around-too-few", count=len(mine)),))
    weight = network.strength[mine]
    closure = float((weight * shape.overlap[mine]).sum() / weight.sum())
    state = "closed" if closure >= CLOSED else "open" if closure <= OPEN else "mixed"
    why = (reason(f"around-{state}", percent=round(100 * closure)), *([reason("spans", people=spans)] if spans else []))
    return Circle(who, closure, state, spans, why)


def fits(network: Network, shape: Shape) -> None:
    of, to = checks.made("shape", shape, Shape), checks.made("network", network, Network)
    given, wanted = (len(of.constraint), len(of.overlap)), (to.people, to.ties)
    if given != wanted:
        raise Refused("wrong-shape", what="shape", given=str(given), wanted=str(wanted))


def reach(network: Network) -> NDArray[np.int64]:
    """How many people each can reach in two steps: their ties, and the ties of these.

    Question: how far does somebody's network go? Formula: |{j ≠ i: distance(i, j) ≤ 2}|. Unit: persons. Errors: none.
    Without ties: 0. Source: Burt, Structural Holes (1992); Hanneman & Riddle, Social Network Methods (2005), reach.

    >>> from entregent.engine.network import of_ties
    >>> reach(of_ties(4, [(0, 1), (1, 2), (2, 3)])).tolist()
    [2, 3, 3, 2]
    """
    found = np.zeros(checks.made("network", network, Network).people, dtype=np.int64)
    two_steps(network.start, network.other, found)
    return found
