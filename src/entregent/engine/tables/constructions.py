"""Table plans in which nobody sits twice with anybody, made by algebra instead of searched.

A design is an array of rounds × tables × chairs of the numbers 0 … tables·size − 1, each once a round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from entregent.engine.checks import MOST_PEOPLE
from entregent.engine.tables.base_rounds import BASE_ROUNDS, Base
from entregent.engine.tables.fields import field, prime_power

if TYPE_CHECKING:
    from numpy.random import Generator

Design: TypeAlias = NDArray[np.int64]
LARGEST_FIELD = 128
TRIES = 60


def everybody_in_pairs(tables: int) -> Design:
    """Tables of two: one stays in place, the others turn (the circle method), 2·tables − 1 rounds."""
    turning = 2 * tables - 1
    shift, chair = np.arange(turning)[:, None], np.arange(1, tables)[None, :]
    first = np.stack([np.arange(turning), np.full(turning, turning)], axis=1)[:, None, :]
    others = np.stack([(shift + chair) % turning, (shift - chair) % turning], axis=2)
    return np.concatenate([first, others], axis=1)


def developed(base: Base, tables: int, size: int) -> Design:
    """A base round shifted by every element of a cyclic group; numbers beyond its columns stay where they are."""
    order, moving = base.order, base.order * base.columns
    number = np.arange(tables * size)
    shifted = np.where(number < moving, number // order * order + (number % order + 1) % order, number)
    rounds = [np.array([table.split() for table in each.split("|")], dtype=np.int64) for each in base.rounds]
    turned = [rounds]
    for _ in range(order - 1):
        turned.append([shifted[each] for each in turned[-1]])
    return np.array([each for several in turned for each in several])


def step_row(free: NDArray[np.bool_], size: int, rng: Generator) -> list[int] | None:
    """One more row: free[a, b, d] says that columns a and b have not differed by d yet."""
    tables = free.shape[2]
    row = [0]
    for column in range(1, size):
        open_to_all = np.ones(tables, dtype=bool)
        for before, step in enumerate(row):
            open_to_all &= np.roll(free[before, column], step)
        choices = np.flatnonzero(open_to_all)
        if not len(choices):
            return None
        row.append(int(rng.choice(choices)))
    return row


def steps_found(tables: int, size: int, rounds: int, rng: Generator) -> NDArray[np.int64] | None:
    """Such rows where algebra has none, found one after the other with a few fresh starts."""
    later = [np.arange(column + 1, size) for column in range(size - 1)]
    for _ in range(TRIES):
        free = np.ones((size, size, tables), dtype=bool)
        rows: list[list[int]] = []
        tries = TRIES
        while len(rows) < rounds and tries:
            row = step_row(free, size, rng)
            tries -= row is None
            if row is not None:
                rows.append(row)
                for column, after in enumerate(later):
                    free[column, after, (np.array(row)[after] - row[column]) % tables] = False
        if len(rows) == rounds:
            return np.array(rows)
    return None


def shifted_columns(tables: int, size: int, rounds: int, rng: Generator) -> Design | None:
    """places[r, t, c]: who of column c sits at table t in round r; no two columns differ by the same step in two
    rounds.
    """
    table = np.arange(tables)[None, :, None]
    column, turn = np.arange(size), np.arange(tables)
    if prime_power(tables) == (tables, 1):
        return (np.outer(turn, column)[:rounds, None, :] + table) % tables
    if prime_power(tables) is not None and tables <= LARGEST_FIELD:
        add, multiply = field(tables)
        return add[multiply[:rounds, :size][:, None, :], table]
    rows = steps_found(tables, size, rounds, rng) if rounds <= tables else None
    return None if rows is None else (rows[:, None, :] + table) % tables


def in_columns(tables: int, size: int, rounds: int, rng: Generator) -> Design | None:
    """Each table takes one person of each of `size` columns, shifted by another step in each round.

    After those rounds the columns have not met inside: they do by a smaller design, seated side by side.
    """
    places = shifted_columns(tables, size, rounds, rng) if size <= tables else None
    if places is None:
        return None
    across = places + tables * np.arange(size)
    if len(across) >= rounds or tables % size:
        return across
    inside = construct(tables // size, size, rounds - len(across), rng)
    columns = inside[:, None] + tables * np.arange(size)[None, :, None, None]
    return np.concatenate([across, columns.reshape(len(inside), tables, size)])


def affine_plane(order: int) -> Design:
    """order² people at `order` tables of `order`: the lines of a plane by their directions, order + 1 rounds."""
    add, multiply = field(order)
    start, x = np.meshgrid(np.arange(order), np.arange(order), indexing="ij")
    upright = np.arange(order**2).reshape(order, order)
    return np.array([upright] + [add[multiply[slope][x], start] + order * x for slope in range(order)])


def construct(tables: int, size: int, rounds: int, rng: Generator) -> Design:
    """As many of `rounds` (at least 1) rounds without a repeat as a known design gives: one always can be had.

    >>> construct(5, 3, 7, np.random.default_rng(1)).shape
    (7, 5, 3)
    """
    once = np.arange(tables * size).reshape(1, tables, size)
    if tables == 1 or size == 1:
        return once.repeat(rounds if size == 1 else 1, axis=0)
    if size == 2:
        return everybody_in_pairs(tables)[:rounds]
    if tables == size and prime_power(tables) and tables <= LARGEST_FIELD:
        return affine_plane(tables)[:rounds]
    base = BASE_ROUNDS.get((tables, size))
    known = None if base is None else developed(base, tables, size)
    if known is not None and len(known) >= rounds:
        return known[:rounds]
    found = in_columns(tables, size, rounds, rng)
    candidates = [once, *(each[:rounds] for each in (known, found) if each is not None)]
    return max(candidates, key=len)


def never_meeting(design: Design, wanted: int) -> list[int] | None:
    """That many numbers of which no two ever share a table; None when they are not found at once.

    In columns it is the end of the last one; elsewhere they are taken one after the other from a few starts.
    """
    people = design.shape[1] * design.shape[2]
    last = np.arange(people - wanted, people)
    if wanted <= 1 or not (np.isin(design, last).sum(axis=2) > 1).any():
        return [int(each) for each in last]
    if people > MOST_PEOPLE:
        return None
    met = np.zeros((people, people), dtype=bool)
    for table in design.reshape(-1, design.shape[2]):
        met[np.ix_(table, table)] = True
    starts = range(people - 1, -1, -max(1, design.shape[1]))
    return next((found for found in (apart_from(met, start, wanted) for start in starts) if found), None)


def apart_from(met: NDArray[np.bool_], start: int, wanted: int) -> list[int] | None:
    chosen, free = [start], ~met[start]
    while len(chosen) < wanted and free.any():
        chosen.append(int(np.flatnonzero(free)[-1]))
        free &= ~met[chosen[-1]]
    return chosen if len(chosen) == wanted else None
