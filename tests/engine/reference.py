"""Slow and obvious twins of what the engine computes, written from the definitions alone."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations, product

Table = Sequence[int]
Rounds = Sequence[Sequence[Table]]


def times_together(rounds: Rounds, a: int, b: int) -> int:
    return sum(a in table and b in table for tables in rounds for table in tables)


def repeats(rounds: Rounds, people: int) -> int:
    return sum(max(0, times_together(rounds, a, b) - 1) for a, b in combinations(range(people), 2))


def alike(rounds: Rounds, answers: Sequence[Hashable]) -> int:
    return sum(answers[a] == answers[b] for tables in rounds for table in tables for a, b in combinations(table, 2))


def partitions(people: Sequence[int], sizes: Sequence[int]) -> Iterable[tuple[Table, ...]]:
    if not sizes:
        yield ()
        return
    for first in combinations(people, sizes[0]):
        left = [each for each in people if each not in first]
        for rest in partitions(left, sizes[1:]):
            yield (first, *rest)


def fewest_repeats(people: int, sizes: Sequence[int], rounds: int) -> int:
    """By looking at every plan whose first round is the first there is: names do not matter."""
    first, *others = partitions(range(people), sizes)
    return min(repeats([first, *rest], people) for rest in product([first, *others], repeat=rounds - 1))


def spread(count: int, tables: int) -> int:
    """Pairs at one table when `count` people are dealt round `tables` tables."""
    dealt = [0] * tables
    for person in range(count):
        dealt[person % tables] += 1
    return sum(math.comb(each, 2) for each in dealt)


def beta_binomial(came: int, members: int, level: float, total: float) -> float:
    """By integrating the binomial over the beta density, on a fine grid."""
    a, b, steps = level * total, (1 - level) * total, 20_000
    grid = [(i + 0.5) / steps for i in range(steps)]
    density = [float(x ** (a - 1) * (1 - x) ** (b - 1)) for x in grid]
    chance = [math.comb(members, came) * x**came * (1 - x) ** (members - came) for x in grid]
    return math.fsum(d * c for d, c in zip(density, chance, strict=True)) / math.fsum(density)


def field_product(a: int, b: int) -> int:
    """In the field of four elements 0, 1, x, x + 1: the table every textbook prints."""
    return [[0, 0, 0, 0], [0, 1, 2, 3], [0, 2, 3, 1], [0, 3, 1, 2]][a][b]
