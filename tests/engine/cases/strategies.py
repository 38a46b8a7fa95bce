"""Small circles, as every case draws them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import strategies as st

NAN = float("nan")
MANY = 100_000
TRADES = ["baker", "lawyer", None, ""]


@st.composite
def history(draw: st.DrawFn, people: int) -> np.ndarray[Any, Any] | None:
    """Counts of earlier meetings; half the time there is none."""
    if draw(st.booleans()):
        return None
    met = np.zeros((people, people), dtype=np.int64)
    for a, b in combinations(range(people), 2):
        met[a, b] = met[b, a] = draw(st.sampled_from([0, 0, 0, 1, 2]))
    return met


def some_pairs(people: int, most: int = 2) -> st.SearchStrategy[list[tuple[int, int]]]:
    every = list(combinations(range(people), 2))
    return st.lists(st.sampled_from(every), max_size=most, unique=True) if every else st.just([])


def answers(people: int) -> st.SearchStrategy[dict[str, list[str | None]] | None]:
    one = st.lists(st.sampled_from(TRADES), min_size=people, max_size=people)
    return st.none() | st.fixed_dictionaries({"trade": one})


@st.composite
def seatings(draw: st.DrawFn, people: int, most: int = 3) -> list[list[list[int]]]:
    """Rounds in which some people sit at some tables."""
    rounds = []
    for _ in range(draw(st.integers(0, most))):
        at = draw(st.lists(st.integers(-1, 2), min_size=people, max_size=people))
        rounds.append([[p for p in range(people) if at[p] == table] for table in range(max(at, default=-1) + 1)])
    return rounds


def renamed_rounds(rounds: Sequence[Any], names: Sequence[int]) -> list[list[list[int]]]:
    return [[[names[p] for p in table] for table in tables] for tables in rounds]


def among(people: int, names: Sequence[int]) -> list[int]:
    """New names for the first `people`, out of their own numbers, in the order `names` gives."""
    order = [each for each in names if each < people]
    return [order[p] for p in range(people)]


def moved(table: Any, names: Sequence[int]) -> Any:
    """people × people, or one row a person, under new names."""
    given = np.asarray(table)
    found = np.empty_like(given)
    index = np.asarray(names, dtype=np.int64)
    if given.ndim == 2:
        found[np.ix_(index, index)] = given
    else:
        found[index] = given
    return found


def fields_moved(fields: dict[str, list[Any]] | None, names: Sequence[int]) -> dict[str, list[Any]] | None:
    if fields is None:
        return None
    found = {}
    for name, given in fields.items():
        row: list[Any] = [None] * len(given)
        for person, answer in enumerate(given):
            row[names[person]] = answer
        found[name] = row
    return found
