"""How long a gathering's table plan takes, with a year of earlier ones behind it: `python -m benchmarks.day`.

The pages' own arrangement (guests, newcomers, a pair kept apart and its decoys), without the database.
"""

from __future__ import annotations

import os
import tempfile
import time
from itertools import combinations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entregent.config.settings")
os.environ.setdefault("ENTREGENT_DATA", tempfile.mkdtemp())

import django
import numpy as np

django.setup()

from entregent.gatherings.queries import arranging  # noqa: E402

SIZE, YEAR, TRADES, RUNS = 6, 40, 12, 9


def company(people: int) -> arranging.Company:
    chance = np.random.default_rng(people)
    met: dict[frozenset[int], int] = {}
    for _week in range(YEAR):
        row = [int(one) for one in chance.permutation(people)]
        for first in range(0, people, SIZE):
            for pair in combinations(row[first : first + SIZE], 2):
                met[frozenset(pair)] = met.get(frozenset(pair), 0) + 1
    trades = {one: f"trade {chance.integers(TRADES)}" for one in range(people)}
    new = {one: frozenset({one - 1}) for one in range(1, people, 20)}
    return arranging.Company(tuple(range(people)), {2: 1}, met, trades, new)


def seconds(people: int) -> list[float]:
    asked, taken = company(people), []
    apart = [(0, 5), (7, 8), (9, 10), (11, 12), (13, 14)]
    room = [SIZE] * (people // SIZE + 1)
    for seed in range(RUNS + 1):
        begun = time.perf_counter()
        arranging.arrange(asked, apart, room, seed)
        taken.append(time.perf_counter() - begun)
    return sorted(taken[1:])  # the first one loads what is compiled


def main() -> None:
    print(f"| people | seconds, median of {RUNS} | the slowest |\n|---:|---:|---:|")
    for people in (34, 60, 120, 240, 400):
        taken = seconds(people)
        print(f"| {people} | {taken[len(taken) // 2]:.2f} | {taken[-1]:.2f} |")


if __name__ == "__main__":
    main()
