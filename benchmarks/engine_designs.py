"""Finds base rounds like those of `engine/tables/base_rounds.py`: one round that a cyclic group turns into all.

    python -m benchmarks.engine_designs TABLES SIZE ORDER [--base-rounds B] [--seconds T] [--seed N]

The group turns element x of each column into x + 1 modulo ORDER; numbers past the last whole column stay. Rounds
without a repeat number ORDER times B. For 9 and 10 tables of four the base round was also given a symmetry of order 3.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from numpy.typing import NDArray

from benchmarks.engine_orbits import anneal_orbits

STEPS, HOT, COLD = 800_000, 0.5, 0.12
Ints = NDArray[np.int32]


def shifted(people: int, order: int) -> Ints:
    number, moving = np.arange(people), people - people % order
    return np.where(number < moving, number // order * order + (number % order + 1) % order, number).astype(np.int32)


def orbits(people: int, shift: Ints) -> tuple[Ints, NDArray[np.int64]]:
    """For each pair the number of its orbit, and how many pairs each orbit has."""
    orbit = np.full((people, people), -1, dtype=np.int32)
    lengths: list[int] = []
    for i in range(people):
        for j in range(i + 1, people):
            a, b, length = i, j, 0
            while orbit[a, b] < 0:
                orbit[a, b] = orbit[b, a] = len(lengths)
                a, b, length = shift[a], shift[b], length + 1
            if length:
                lengths.append(length)
    return orbit, np.array(lengths)


def used_by(seats: Ints, size: int, orbit: Ints, kinds: int) -> Ints:
    tables = seats.reshape(-1, size)
    first, second = np.triu_indices(size, 1)
    return np.bincount(orbit[tables[:, first], tables[:, second]].ravel(), minlength=kinds).astype(np.int32)


def found(tables: int, size: int, order: int, base_rounds: int, seconds: float, seed: int) -> Ints | None:
    people, rng, began = tables * size, np.random.default_rng(seed), time.monotonic()
    orbit, lengths = orbits(people, shifted(people, order))
    room = (lengths == order).astype(np.int32)
    state, still = np.array([rng.integers(2**63)], dtype=np.uint64), np.arange(people, dtype=np.int32)
    while time.monotonic() - began < seconds:
        seats = np.concatenate([rng.permutation(people) for _ in range(base_rounds)]).astype(np.int32)
        used = used_by(seats, size, orbit, len(lengths))
        surplus = int(np.maximum(used - room, 0).sum())
        if not anneal_orbits(seats, size, people, still, 1, orbit, used, room, surplus, STEPS, HOT, COLD, state):
            return seats.reshape(base_rounds, tables, size)
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("tables", "size", "order"):
        parser.add_argument(name, type=int)
    parser.add_argument("--base-rounds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    rounds = found(given.tables, given.size, given.order, given.base_rounds, given.seconds, given.seed)
    if rounds is None:
        raise SystemExit("None found. Try another order, seed, or more seconds.")
    for each in rounds:
        print(" | ".join(" ".join(map(str, sorted(table))) for table in sorted(each.tolist())))


if __name__ == "__main__":
    main()
