"""Looking for a better plan, for as long as the caller's pace allows, with the best so far always at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from entregent.engine import checks
from entregent.engine._kernels.remembering import Memory, anneal_remembering, remember
from entregent.engine._kernels.seating import Board, Costs, Heat, anneal, anneal_names
from entregent.engine.tables.measures import least_alike, least_repeats, surplus
from entregent.engine.tables.question import Question

if TYPE_CHECKING:
    from numpy.random import Generator

UNIT = 12  # one repeat, in the kernel's whole numbers
APART, DECOY = 100_000, 10_000
STEPS, NAME_STEPS = 40_000, 4_000
HOT, COLD = 0.27 * UNIT, 0.17 * UNIT  # where plans freeze, found on 37 people for 12 weeks: most of the time goes there
QUICK = 0.6 * UNIT, 0.12 * UNIT
MIXING, HOT_MIXING, COLD_MIXING = UNIT // 3, 0.25 * UNIT, 0.13 * UNIT
TIGHT, SLACK = 0.7, 2.0  # meetings for each pair there is between which hardly any exchange is free: remembering pays
REMEMBERED = 4_000_000  # the most that is remembered, in numbers
MANY_STARTS = 60  # divided by the people: from how many starts a search goes when some are kept apart
FIRST, MIXED = 0.1, 0.4  # a quick pass, then a thorough one; and how long places of a design are given out

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Progress:
    """Where a search stands: exchanges tried, repeats of the best plan so far, and the least any plan could have."""

    steps: int
    repeats: int
    least: int


Pace = Callable[[Progress], float]
"""Called many times a second: the share (0 to 1) of the search that is over. 1 stops it with the best so far."""


@dataclass(frozen=True)
class Exchanges:
    """A pace that counts what was tried, and no time."""

    most: int

    def __call__(self, progress: Progress) -> float:
        return progress.steps / max(1, self.most)


def steps(most: int) -> Exchanges:
    """A pace that ends after that many exchanges: the same plan from the same `rng`, whatever the machine.

    Question: how long may a search take, so that anybody finds the same plan again? Formula: share = tried / most.
    `most`: exchanges of two people. Errors: `Refused` for what is no whole number from 0. 0 gives one pass at least.
    Source: counting work instead of time, so that a result does not depend on the machine.

    >>> steps(200)(Progress(steps=50, repeats=0, least=0))
    0.25
    """
    return Exchanges(checks.whole("steps", most))


def prices(asked: Question) -> NDArray[np.int64]:
    """What one more meeting costs after c of them. People who met oftener before are kept apart longer."""
    most = int(asked.met.max(initial=0)) + asked.rounds + 2
    price = UNIT * np.ones(most, dtype=np.int64)
    if asked.met.any():
        price += UNIT // 2 * np.minimum(np.maximum(np.arange(most) - 1, 0), 100)
    price[0] = 0
    return price


def forbidden(asked: Question) -> Ints:
    cost = np.zeros((asked.people, asked.people), dtype=np.int32)
    for pairs, price in ((asked.decoys, DECOY), (asked.apart, APART)):
        for a, b in pairs:
            cost[a, b] = cost[b, a] = price * UNIT
    return cost


def chairs(asked: Question) -> tuple[Ints, Ints]:
    """`first` and `table_of` of the kernels, for the sizes of each round."""
    each = asked.sizes()
    first = np.zeros((asked.rounds, max(map(len, each), default=0) + 1), dtype=np.int32)
    table_of = np.full((asked.rounds, asked.people), -1, dtype=np.int32)
    for r, of_round in enumerate(each):
        first[r, 1 : len(of_round) + 1] = np.cumsum(of_round)
        first[r, len(of_round) + 1 :] = sum(of_round)
        table_of[r, : sum(of_round)] = np.repeat(np.arange(len(of_round)), of_round)
    return first, table_of


def meetings_of(seats: Ints, table_of: Ints, people: int) -> Ints:
    met = np.zeros((people, people), dtype=np.int32)
    for row, tables in zip(seats, table_of, strict=True):
        here = tables >= 0
        side = np.full(people, -1)
        side[row[here]] = tables[here]
        met += (side[:, None] == side[None, :]) & (side[:, None] >= 0)
    np.fill_diagonal(met, 0)
    return met


def price_of(met: Ints, before: Ints, price: NDArray[np.int64]) -> int:
    paid = np.concatenate([[0], np.cumsum(price)])
    return int((paid[met + before] - paid[before]).sum()) // 2


def remembered(board: Board, costs: Costs, weight: int) -> Memory | None:
    """What the kernel remembers of a board; None where that would be too much, or where so many exchanges are free that
    bringing it up to date takes longer than counting.
    """
    (rounds, places), people = board.first.shape, len(board.together)
    sizes = np.diff(board.first, axis=1).astype(np.int64)
    each = (sizes * (sizes - 1)).sum() / max(1, people * (people - 1))
    if people * rounds * places > REMEMBERED or not TIGHT <= each <= SLACK:
        return None
    shapes = ((people, rounds), (people, people), (people, people), (people, rounds * places))
    memory = Memory._make(np.empty(shape, dtype=np.int32) for shape in shapes)
    remember(board, costs, weight, memory)
    return memory


class Search:
    """One board, what it costs, and the passes that improve it."""

    def __init__(self, asked: Question, rng: Generator, pace: Pace) -> None:
        self.asked, self.rng, self.pace = asked, rng, pace
        self.state = np.array([rng.integers(2**63)], dtype=np.uint64)
        self.first, self.table_of = chairs(asked)
        self.costs = Costs(prices(asked), forbidden(asked), asked.alike())
        self.least = least_repeats(asked)
        self.least_alike = least_alike(asked, self.least)
        self.tried = 0
        self.totals = np.zeros(4, dtype=np.int64)
        self.best: Ints = np.zeros((0, 0), dtype=np.int32)
        self.counted = (-1, 0)

    def seat(self, seats: Ints) -> None:
        """Start from these seats; they are the best so far if nothing was."""
        met = meetings_of(seats, self.table_of, self.asked.people)
        self.board = Board(seats.copy(), self.first, self.table_of, met + self.asked.met)
        main = price_of(met, self.asked.met, self.costs.price) + int((met * self.costs.apart).sum()) // 2
        self.totals[:2] = main, int((met * self.costs.alike).sum()) // 2
        if not self.best.size:
            self.best = seats.copy()
            self.totals[2:] = self.totals[:2]

    def repeats(self) -> int:
        """Of the best plan so far, counted again only when there is a better one."""
        if self.counted[0] != self.totals[2]:
            met = meetings_of(self.best, self.table_of, self.asked.people)
            self.counted = int(self.totals[2]), surplus(met, self.asked.met)
        return self.counted[1]

    def is_done(self) -> bool:
        """Whether nothing better can exist."""
        if self.totals[2] > self.least * UNIT:
            return False
        return bool(self.totals[3] <= self.least_alike)

    def share(self) -> float:
        if self.is_done():
            return 1.0
        return self.pace(Progress(self.tried, self.repeats(), self.least))

    def cool(self, begin: float, end: float, heats: tuple[float, float], weight: int = 0) -> None:
        """One pass from hot to cold while the share goes from `begin` to `end`."""
        goal, (hot, cold) = self.least * UNIT, heats
        memory = remembered(self.board, self.costs, weight)
        while begin <= (now := self.share()) < end and (weight or self.totals[2] > goal):
            heat = Heat(hot * (cold / hot) ** ((now - begin) / (end - begin)), weight)
            board, costs, totals, best, state = self.board, self.costs, self.totals, self.best, self.state
            if memory is None:
                anneal(board, costs, heat, totals, best, goal, STEPS, state)
            else:
                anneal_remembering(board, costs, heat, memory, totals, best, goal, STEPS, state)
            self.tried += STEPS

    def run(self) -> Ints:
        """The best seats found, out of several starts where few people must be kept apart: exchanges of two then do
        not lead from each plan to each other.
        """
        starts = max(1, MANY_STARTS // max(1, self.asked.people)) if self.costs.apart.any() else 1
        for start in range(starts):
            if start and not self.is_done():
                self.seat(self.reseated())
            self.go_through(start / starts, 1 / starts)
        return self.best

    def reseated(self) -> Ints:
        """Those of each round on other chairs of that round."""
        seats = self.best.copy()
        for row, tables in zip(seats, self.table_of, strict=True):
            row[tables >= 0] = self.rng.permutation(row[tables >= 0])
        return seats

    def go_through(self, begin: float, part: float) -> None:
        """First for the repeats alone, then with the mixing weighed in."""
        end = begin + part
        self.cool(begin, begin + FIRST * part, QUICK)
        if self.costs.alike.any():
            self.cool(min(self.share(), end), end - FIRST * part, (HOT_MIXING, COLD_MIXING), MIXING)
            self.seat(self.best)
            self.cool(min(self.share(), end), end, (COLD_MIXING, COLD_MIXING / 4), MIXING)
        else:
            self.cool(begin + FIRST * part, end, (HOT, COLD))


def name(design: Ints, asked: Question, search: Search) -> tuple[Ints, int]:
    """Who takes which place of a finished design, so that pairs are kept apart and tables mixed; and what is still
    wrong.
    """
    names = search.rng.permutation(asked.people).astype(np.int32)
    apart, alike = search.costs.apart, search.costs.alike
    if not apart.any() and not alike.any():
        return names, 0
    met = design[np.ix_(np.argsort(names), np.argsort(names))]
    now = [int((met * apart).sum()) // 2, int((met * alike).sum()) // 2]
    totals, best = np.array(now + now, dtype=np.int64), names.copy()
    least = least_alike(asked, 0)
    while (totals[2] > 0 or totals[3] > least) and (share := search.pace(Progress(search.tried, 0, 0))) < MIXED:
        heat = 2.0 * (0.1 / 2.0) ** (share / MIXED)
        anneal_names(design, names, apart, alike, Heat(heat, 1), totals, best, NAME_STEPS, search.state)
        search.tried += NAME_STEPS * max(1, asked.people // 8)
    return best, int(totals[2])
