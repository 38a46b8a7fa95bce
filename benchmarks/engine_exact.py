"""Finds ten rounds for eight tables of four without a repeat, as those of `engine/tables/base_rounds.py` were found.

    python -m benchmarks.engine_exact [--seed N] [--nodes M]

The thirty-two places carry the ten symmetries of a pentagon: two orbits of ten, two of five, two places that stay. The
rotation turns each of two base rounds into five rounds, the mirror leaves each as it is. What is left to choose (images
of tables under the mirror, and the places that never meet) is an exact cover, solved by Knuth's Algorithm X with random
choices and fresh starts ("Dancing links", 2000). Seconds to minutes, by luck.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import TypeAlias

FIVES, PLACES, SIZE, BASES = 6, 32, 4, 2
MIRRORED = (1, 0, 3, 2, 4, 5)  # which column of five the mirror makes of each: two pairs change places, two stay

Item: TypeAlias = "tuple[str, int, int]"
Option: TypeAlias = "tuple[Item, ...]"
Tables: TypeAlias = "frozenset[frozenset[int]]"


def turn(place: int) -> int:
    return place if place >= 5 * FIVES else place // 5 * 5 + (place % 5 + 1) % 5


def mirror(place: int) -> int:
    return place if place >= 5 * FIVES else 5 * MIRRORED[place // 5] + -place % 5


def image(by: Callable[[int], int], table: frozenset[int]) -> frozenset[int]:
    return frozenset(by(place) for place in table)


def orbit(table: frozenset[int]) -> Tables:
    """All that the ten symmetries make of it."""
    turned = [table]
    for _ in range(4):
        turned.append(image(turn, turned[-1]))
    return frozenset([*turned, *(image(mirror, each) for each in turned)])


def kinds() -> dict[frozenset[int], int]:
    """Which orbit each pair belongs to."""
    found: dict[frozenset[int], int] = {}
    for pair in combinations(range(PLACES), 2):
        if frozenset(pair) not in found:
            found.update(dict.fromkeys(orbit(frozenset(pair)), len(set(found.values()))))
    return found


def first_of(place: int) -> int:
    return min(place, mirror(place))


def options(kind: dict[frozenset[int], int]) -> Iterator[tuple[Option, tuple[int, Tables]]]:
    """Tables of a base round, with their mirror images; and orbits of pairs that never meet (base −1)."""
    sizes = {number: list(kind.values()).count(number) for number in set(kind.values())}
    for number, size in sizes.items():
        pairs = frozenset(pair for pair, of in kind.items() if of == number)
        if len(frozenset().union(*pairs)) == 2 * size:
            met = {min(place for each in orbit(frozenset([p])) for place in each) for pair in pairs for p in pair}
            yield (("pair", number, 0), *(("apart", place, 0) for place in sorted(met))), (-1, pairs)
    for table in map(frozenset, combinations(range(PLACES), SIZE)):
        both = frozenset([table, image(mirror, table)])
        if len(frozenset().union(*both)) != SIZE * len(both) or min(map(sorted, both)) != sorted(table):
            continue
        met_ = [kind[frozenset(pair)] for each in both for pair in combinations(each, 2)]
        if all(5 * met_.count(number) == sizes[number] for number in set(met_)):
            for base in range(BASES):
                seated = sorted({first_of(place) for each in both for place in each})
                used = (("pair", number, 0) for number in sorted(set(met_)))
                yield (*used, *(("seat", place, base) for place in seated)), (base, both)


class Cover:
    """Algorithm X: choose the item with the fewest options left, try each, take back."""

    def __init__(self, given: list[Option], nodes: int) -> None:
        self.given, self.left = given, nodes
        self.items: dict[Item, set[int]] = {}
        for number, option in enumerate(given):
            for item in option:
                self.items.setdefault(item, set()).add(number)

    def take(self, option: int) -> list[set[int]]:
        taken = []
        for item in self.given[option]:
            for other in self.items[item]:
                for its in self.given[other]:
                    if its != item and its in self.items:
                        self.items[its].discard(other)
            taken.append(self.items.pop(item))
        return taken

    def give_back(self, option: int, taken: list[set[int]]) -> None:
        for item in reversed(self.given[option]):
            self.items[item] = taken.pop()
            for other in self.items[item]:
                for its in self.given[other]:
                    if its != item and its in self.items:
                        self.items[its].add(other)

    def solve(self, chance: random.Random) -> list[int] | None:
        self.left -= 1
        if not self.items or self.left < 0:
            return None if self.items else []
        fewest = min(self.items, key=lambda item: len(self.items[item]))
        for option in chance.sample(sorted(self.items[fewest]), len(self.items[fewest])):
            taken = self.take(option)
            rest = self.solve(chance)
            self.give_back(option, taken)
            if rest is not None:
                return [option, *rest]
        return None


def found(seed: int, nodes: int) -> list[list[list[int]]]:
    chance, choices = random.Random(seed), list(options(kinds()))
    chosen = None
    while chosen is None:
        chosen = Cover([option for option, _ in choices], nodes).solve(chance)
    seated = [choices[option][1] for option in chosen]
    return [sorted(sorted(each) for of, both in seated if of == base for each in both) for base in range(BASES)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nodes", type=int, default=3000, help="choices tried before a fresh start")
    given = parser.parse_args()
    for tables in found(given.seed, given.nodes):
        print(" | ".join(" ".join(map(str, table)) for table in tables))


if __name__ == "__main__":
    main()
