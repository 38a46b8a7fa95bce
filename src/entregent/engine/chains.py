"""How A can reach B, or anybody who knows X: through people who agree to introduce."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine._kernels.roads import Best, Ways, best_chains, spread_from
from entregent.engine.errors import Refused
from entregent.engine.network import Network
from entregent.engine.reasons import Reason, reason

__all__ = ["Answer", "Chain", "Roads", "find", "prepare", "to_any"]

MOST_HOPS, MOST_CHAINS = 4, 50


@dataclass(frozen=True, eq=False)
class Roads:
    """A network made ready for chains: trust beside each neighbour, and who introduces."""

    ways: Ways
    lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def __post_init__(self) -> None:
        for array in (self.ways.start, self.ways.other):
            array.setflags(write=False)

    def __reduce__(self) -> tuple[type[Roads], tuple[Ways]]:
        return Roads, (self.ways,)

    @property
    def people(self) -> int:
        return len(self.ways.carries)


@dataclass(frozen=True)
class Chain:
    """`people` from the first to the last; `trust`, the product over its ties."""

    people: tuple[int, ...]
    trust: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Answer:
    """The best chains, the best first. Where there is none: `distance`, how many steps a longer one would take (None:
    no way at all), and `within`, how many people stand 1, 2, 3 and 4 steps away.
    """

    chains: tuple[Chain, ...]
    distance: int | None
    within: tuple[int, ...]
    reasons: tuple[Reason, ...]


def prepare(network: Network, *, introduces: Sequence[bool] | None = None, trust: ArrayLike | None = None) -> Roads:
    """Make a network ready; do it once for many questions.

    Question: how far is each tie to be trusted, and who passes things on? Formula: trust of a tie, 1 − 2^(−strength):
    one half for one meeting between two today, towards 1 for more; or `trust`, one number a tie in (0, 1].
    `introduces[p]`: whether p lets others be introduced through them, default everybody; others may still be the first
    or the last of a chain. Errors: `Refused` for wrong lengths, values that are not yes or no, trust outside (0, 1].
    Source: products of probabilities along a path; consent after this house's rules.

    >>> from entregent.engine.network import of_ties
    >>> prepare(of_ties(2, [(0, 1)])).ways.trust.tolist()
    [0.5, 0.5]
    """
    carries = np.ones(checks.made("network", network, Network).people, dtype=np.bool_)
    if introduces is not None:
        carries = checks.flags("introduces", introduces, (network.people,))
    worth = -np.expm1(-np.log(2) * network.strength)
    if trust is not None:
        worth = checks.numbers("trust", trust, (network.ties,))
    if len(worth) and not (worth.min() > 0 and worth.max() <= 1):
        raise Refused("not-a-share", what="trust", given=float(worth.min()))
    mark = np.zeros(network.people, dtype=np.int32)
    return Roads(Ways(network.start, network.other, worth[network.tie], carries, mark))


def find(roads: Roads, start: int, target: int, *, count: int = 5, hops: int = MOST_HOPS) -> Answer:
    """The best chains from one person to another.

    Question: how can A reach B through people who know each other? Formula: of all chains of different persons with at
    most `hops` ties (1 to 4), the `count` of highest product of trust, exactly; found from both ends to the middle.
    Errors: `Refused` for unknown persons, a person with themselves, hops outside 1…4. No chain is an answer: how many
    steps a longer one would take, and how many people stand within each number of steps.
    Source: k best simple paths, bounded; meeting in the middle after Pohl, Machine Intelligence 6 (1971).

    >>> from entregent.engine.network import of_ties
    >>> line = prepare(of_ties(4, [(0, 1), (1, 2), (2, 3)]))
    >>> find(line, 0, 3).chains[0].people
    (0, 1, 2, 3)
    """
    people = checks.made("roads", roads, Roads).people
    if checks.person("start", start, people) == checks.person("target", target, people):
        raise Refused("oneself", what="target", person=int(start))
    return to_any(roads, start, [target], count=count, hops=hops)


def to_any(roads: Roads, start: int, holders: Iterable[int], *, count: int = 5, hops: int = MOST_HOPS) -> Answer:
    """The best chains from one person to anybody who holds a skill.

    Question: who can bring A to somebody who knows X? Formula: as `find`, over all `holders` together; A is never one.
    Errors: `Refused` for unknown persons, hops outside 1…4. Nobody holds it: no chain. Source: as `find`.

    >>> from entregent.engine.network import of_ties
    >>> star = prepare(of_ties(4, [(0, 1), (1, 2), (1, 3)], [3, 1, 2]))
    >>> [chain.people for chain in to_any(star, 0, [2, 3])  .chains]
    [(0, 1, 3), (0, 1, 2)]
    """
    who = checks.person("start", start, checks.made("roads", roads, Roads).people)
    most = checks.whole("count", count, least=1, most=MOST_CHAINS)
    far = checks.whole("hops", hops, least=1, most=MOST_HOPS)
    asked = checks.listed("holders", holders)
    targets = np.array(sorted({checks.person("holders", each, roads.people) for each in asked}), dtype=np.int32)
    best = Best(np.zeros(most), np.full((most, 4), -1, dtype=np.int32))
    with roads.lock:
        best_chains(roads.ways, who, targets, far, best)
    chains = tuple(chain(who, best.steps[k], float(best.trust[k])) for k in range(most) if best.trust[k] > 0)
    if chains:
        return Answer(chains, len(min(chains, key=lambda each: len(each.people)).people) - 1, (), ())
    return without(roads, who, targets)


def chain(start: int, steps: NDArray[np.int32], trust: float) -> Chain:
    people = (start, *(int(each) for each in steps if each >= 0))
    between = people[1:-1]
    why = reason("chain-through", people=between, count=len(between)) if between else reason("chain-direct")
    return Chain(people, trust, (why,))


def without(roads: Roads, start: int, targets: NDArray[np.int32]) -> Answer:
    """There is no chain: how near one comes."""
    distance = np.empty(roads.people, dtype=np.int32)
    spread_from(roads.ways, start, roads.people, distance)
    within = tuple(int((distance == step).sum()) for step in range(1, MOST_HOPS + 1))
    reached = [int(distance[each]) for each in targets if distance[each] > 0]
    nearest = min(reached, default=None)
    near = reason("chain-reach", count=sum(within))
    why = reason("no-chain") if nearest is None else reason("chain-too-long", count=nearest)
    return Answer((), nearest, within, (why, near))
