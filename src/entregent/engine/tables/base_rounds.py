"""Base rounds found by annealing under a cyclic symmetry (`python -m benchmarks.engine_designs` finds such rounds
again); those of eight tables of four by exact cover under the symmetries of a pentagon (`benchmarks.engine_exact`).

Number c·order + x is element x of column c; adding 1 to every x makes the next round. Numbers past the last whole
column stay
where they are. What they give is checked by the tests: every two people at
one table at most once. That such plans exist: Kirkman (1850) for 5 tables of 3; Aguado, "A 10 days solution to the
social golfer problem" (2004) for 8 tables of 4; Colbourn & Dinitz, Handbook of Combinatorial Designs (2nd ed., 2007),
II.7 (resolvable designs) and IV.5 (resolvable group-divisible designs) for the others.
"""

from __future__ import annotations

from typing import NamedTuple


class Base(NamedTuple):
    order: int
    columns: int
    rounds: tuple[str, ...]


BASE_ROUNDS = {
    (5, 3): Base(7, 2, ("0 5 10 | 1 2 8 | 3 6 7 | 4 13 14 | 9 11 12",)),
    (6, 3): Base(
        4,
        4,
        (
            "0 6 10 | 1 5 13 | 2 9 16 | 3 4 14 | 7 12 17 | 8 11 15",
            "0 3 13 | 1 4 9 | 2 11 17 | 5 6 8 | 7 14 16 | 10 12 15",
        ),
    ),
    (6, 4): Base(7, 3, ("0 10 16 23 | 1 3 4 9 | 2 14 15 19 | 5 12 20 21 | 6 8 17 22 | 7 11 13 18",)),
    (7, 3): Base(
        5,
        4,
        (
            "0 10 12 | 1 4 6 | 2 8 19 | 3 7 11 | 5 15 18 | 9 14 20 | 13 16 17",
            "0 18 20 | 1 2 16 | 3 6 14 | 4 13 15 | 5 7 19 | 8 9 10 | 11 12 17",
        ),
    ),
    (7, 4): Base(9, 3, ("0 4 13 15 | 1 3 11 17 | 2 14 20 27 | 5 8 24 25 | 6 7 19 21 | 9 10 18 22 | 12 16 23 26",)),
    (8, 3): Base(11, 2, ("0 6 8 | 1 5 16 | 2 21 22 | 3 4 17 | 7 13 23 | 9 18 19 | 10 11 15 | 12 14 20",)),
    (8, 4): Base(
        5,
        6,
        (
            "0 1 18 21 | 2 10 12 27 | 3 9 25 31 | 4 8 13 19 | 5 15 17 28 | 6 7 14 24 | 11 16 20 30 | 22 23 26 29",
            "0 2 16 28 | 1 12 13 24 | 3 8 27 30 | 4 7 21 23 | 5 18 19 20 | 6 9 10 26 | 11 15 25 29 | 14 17 22 31",
        ),
    ),
    (9, 3): Base(13, 2, ("0 6 14 | 1 18 25 | 2 4 24 | 3 16 21 | 5 9 10 | 7 13 17 | 8 11 23 | 12 15 26 | 19 20 22",)),
    (9, 4): Base(
        11,
        3,
        (
            (
                "0 1 4 17 | 2 21 31 35 | 3 8 27 29 | 5 7 14 19 | "
                "6 22 23 26 | 9 13 32 33 | 10 20 24 34 | 11 12 15 28 | 16 18 25 30"
            ),
        ),
    ),
    (10, 3): Base(
        14, 2, ("0 12 19 | 1 15 17 | 2 3 11 | 4 26 29 | 5 8 18 | 6 23 28 | 7 16 27 | 9 13 24 | 10 14 22 | 20 21 25",)
    ),
    (10, 4): Base(
        13,
        3,
        (
            (
                "1 12 21 22 | 2 14 18 33 | 3 7 30 35 | 4 5 10 34 | 6 9 24 31 | "
                "8 19 28 29 | 11 15 17 25 | 16 23 27 37 | 20 32 36 38 | 39 0 13 26"
            ),
        ),
    ),
}
