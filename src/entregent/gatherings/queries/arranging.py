"""Arranging people at tables: what the engine finds, then guests beside their hosts and newcomers with a welcomer.

Numbers and lists only, no database. Loaded when a plan is made or read, since it brings the engine along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entregent.engine import tables
from entregent.engine.errors import Refused
from entregent.engine.reasons import Reason

EXCHANGES = 500_000  # a hundred and twenty people take a fifth of a second; four times as many find little more
REPEAT, ALIKE = 4, 1
NEVER = 100_000
TRADE = "trade"

Pair = tuple[int, int]
Board = list[list[int]]


@dataclass(frozen=True)
class Company:
    """Who is to be seated, by their id: how many each brings, who sat with whom, who is new and who welcomes them."""

    people: tuple[int, ...]
    guests: Mapping[int, int] = field(default_factory=dict)
    met: Mapping[frozenset[int], int] = field(default_factory=dict)
    trades: Mapping[int, str] = field(default_factory=dict)
    welcomers: Mapping[int, frozenset[int]] = field(default_factory=dict)  # of each who needs one
    first: frozenset[int] = frozenset()  # those of them who are here for the first time


@dataclass(frozen=True)
class Chair:
    """One person and those beside them who came with them."""

    person: int
    guests: int = 0


class Floor:
    """Everybody as a number, guests after all others, and what it costs that two sit together."""

    def __init__(self, company: Company, apart: Iterable[Pair] = ()) -> None:
        self.company = company
        self.number = {person: number for number, person in enumerate(company.people)}
        self.host = [number for person, number in self.number.items() for _ in range(company.guests.get(person, 0))]
        self.size = len(company.people) + len(self.host)
        self.met = matrix(company.met, self.number, self.size)
        self.trades = [company.trades.get(person) or None for person in company.people] + [None] * len(self.host)
        self.apart = self.numbers(apart)
        self.price = self.prices()

    def numbers(self, pairs: Iterable[Pair]) -> list[Pair]:
        return [(self.number[a], self.number[b]) for a, b in pairs if a in self.number and b in self.number]

    def prices(self) -> NDArray[np.int64]:
        price = REPEAT * np.minimum(self.met, 100).astype(np.int64)
        codes = {trade: code for code, trade in enumerate(dict.fromkeys(filter(None, self.trades)))}
        code = np.array([codes.get(trade or "", -1) for trade in self.trades], dtype=np.int64)
        price += ALIKE * ((code[:, None] == code[None, :]) & (code[:, None] >= 0))
        for a, b in self.apart:
            price[a, b] += NEVER
            price[b, a] += NEVER
        np.fill_diagonal(price, 0)
        return price

    def is_guest(self, one: int) -> bool:
        return one >= len(self.company.people)

    def host_of(self, guest: int) -> int:
        return self.host[guest - len(self.company.people)]

    def cost(self, table: Sequence[int]) -> int:
        return int(self.price[np.ix_(table, table)].sum()) // 2


def matrix(met: Mapping[frozenset[int], int], number: Mapping[int, int], size: int) -> NDArray[np.int32]:
    counts = np.zeros((size, size), dtype=np.int32)
    for pair, times in met.items():
        places = [number[one] for one in pair if one in number]
        if len(places) == 2:
            counts[places[0], places[1]] = counts[places[1], places[0]] = times
    return counts


def arrange(company: Company, apart: Iterable[Pair], room: Sequence[int], seed: int) -> list[list[Chair]]:
    """Who sits at each table of the room, the largest first; an order around each, guests and newcomers accompanied.

    Pairs that share no table weigh most of all, and yet nobody is refused a plan: a refusal would tell of them. Those
    that were asked for are not told from those that hide them: where the room is too small for all, whichever gives
    way says nothing of whose wish it was.
    """
    floor = Floor(company, apart)
    if not floor.size:
        return []
    board = searched(floor, room, seed)
    guests_home(floor, board)
    newcomers_welcomed(floor, board)
    return [around(floor, table) for table in board]


def searched(floor: Floor, room: Sequence[int], seed: int) -> Board:
    def found(**asked: Any) -> Board:
        asked |= {"met": floor.met, "fields": {TRADE: floor.trades}, "room": room, "pace": tables.steps(EXCHANGES)}
        plan = tables.plan(floor.size, max(room), 1, rng=np.random.default_rng(seed), **asked)
        return [list(table) for table in plan.rounds[0]]

    try:
        return found(apart=floor.apart)
    except Refused:
        return found(decoys=floor.apart)


def guests_home(floor: Floor, board: Board) -> None:
    """Each guest trades places with whom it costs least to move, until they sit with whoever brought them."""
    hosts = set(floor.host)
    for guest in range(len(floor.company.people), floor.size):
        here, there = table_of(board, guest), table_of(board, floor.host_of(guest))
        if here == there:
            continue
        movable = [one for one in board[there] if one not in hosts and not floor.is_guest(one)]
        exchange(floor, board, guest, movable or [one for one in board[there] if stranger(floor, one, board[there])])


def stranger(floor: Floor, one: int, table: Sequence[int]) -> bool:
    """A guest who sits without their host yet."""
    return floor.is_guest(one) and floor.host_of(one) not in table


def newcomers_welcomed(floor: Floor, board: Board) -> None:
    """Whoever is new, or has sat with nobody here, gets a table with somebody who welcomes them."""
    number, hosts = floor.number, set(floor.host)
    new = {number[one]: {number[w] for w in ws if w in number} for one, ws in floor.company.welcomers.items()}
    for one, welcomers in new.items():
        here = table_of(board, one)
        if not welcomers or welcomers & set(board[here]) or one in hosts:
            continue
        movable = [
            other
            for place, table in enumerate(board)
            if place != here and welcomers & set(table)
            for other in table
            if other not in hosts and not floor.is_guest(other) and other not in new and other not in welcomers
        ]
        exchange(floor, board, one, movable)


def table_of(board: Board, one: int) -> int:
    return next(place for place, table in enumerate(board) if one in table)


def exchange(floor: Floor, board: Board, one: int, others: Sequence[int]) -> None:
    """`one` and the one of `others` whose place costs least in all."""
    if others:
        best = min(others, key=lambda other: dearer(floor, board, one, other))
        swap(board, one, best)


def dearer(floor: Floor, board: Board, one: int, other: int) -> int:
    here, there = board[table_of(board, one)], board[table_of(board, other)]
    after = [[other if each == one else each for each in here], [one if each == other else each for each in there]]
    return sum(map(floor.cost, after)) - floor.cost(here) - floor.cost(there)


def swap(board: Board, one: int, other: int) -> None:
    for table in board:
        table[:] = [other if each == one else one if each == other else each for each in table]


def around(floor: Floor, table: Sequence[int]) -> list[Chair]:
    """Around a table: each with their guests, a newcomer next to one who welcomes them."""
    ids = [floor.company.people[one] for one in table if not floor.is_guest(one)]
    new = [one for one in ids if one in floor.company.welcomers]
    order = [one for one in ids if one not in floor.company.welcomers]
    for one in new:
        host = next((each for each in order if each in floor.company.welcomers[one]), None)
        order.insert(order.index(host) + 1 if host is not None else len(order), one)
    return [Chair(one, floor.company.guests.get(one, 0)) for one in order]


def place_late(
    company: Company, apart: Iterable[Pair], seated: Sequence[Sequence[int]], free: Sequence[int], one: int
) -> int:
    """Which table, of those with `free` chairs, disturbs nobody and brings `one` the most new people."""
    floor = Floor(company, apart)
    open_ = [place for place, left in enumerate(free) if left > 0] or list(range(len(seated)))
    welcomers = company.welcomers.get(one, frozenset())
    late = floor.number[one]

    def worth(place: int) -> tuple[bool, int, int]:
        table = [floor.number[each] for each in seated[place]]
        hidden = any(floor.price[late, other] >= NEVER for other in table)
        cost = int(floor.price[late, table].sum()) - REPEAT * len(table)
        return hidden, cost - (2 * REPEAT if welcomers & set(seated[place]) else 0), len(table)

    return min(open_, key=worth)


def reasons(company: Company, seated: Sequence[Sequence[int]]) -> list[list[Reason]]:
    """Why each table is as it is, as the engine says it; pairs kept apart are never part of it."""
    floor = Floor(company)
    rounds = [[[floor.number[one] for one in table] for table in seated]]
    trades = {TRADE: floor.trades} if any(floor.trades) else None
    return tables.explain(rounds, floor.size, met=floor.met, fields=trades)[0]


@dataclass(frozen=True)
class Change:
    """What two changing places would do: new meetings won or lost, pairs of one trade, newcomers left alone."""

    new: int
    alike: int
    alone: tuple[int, ...]


def change(company: Company, seated: Sequence[Sequence[int]], one: int, other: int) -> Change:
    """Pairs kept apart are no part of what is said: the cost of a change would give them away."""
    before = [list(table) for table in seated]
    after = [list(table) for table in seated]
    swap(after, one, other)
    return Change(
        new=first_meetings(company, after) - first_meetings(company, before),
        alike=same_trades(company, after) - same_trades(company, before),
        alone=tuple(sorted(alone(company, after) - alone(company, before))),
    )


def first_meetings(company: Company, board: Board) -> int:
    return sum(not company.met.get(frozenset(pair)) for table in board for pair in combinations(table, 2))


def same_trades(company: Company, board: Board) -> int:
    said = company.trades
    pairs = (pair for table in board for pair in combinations(table, 2))
    return sum(bool(said.get(a)) and said.get(a) == said.get(b) for a, b in pairs)


def alone(company: Company, board: Board) -> set[int]:
    """Newcomers at a table where nobody welcomes them."""
    return {one for table in board for one in table if company.welcomers.get(one) and not welcomed(company, one, table)}


def welcomed(company: Company, one: int, table: Sequence[int]) -> bool:
    return bool(company.welcomers[one] & set(table))
