"""What is asked of a table plan, checked once and put into arrays."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine.errors import Refused

Round: TypeAlias = tuple[tuple[int, ...], ...]
Fields: TypeAlias = Mapping[str, Sequence[Hashable]]


def evenly(people: int, tables: int) -> list[int]:
    """Sizes that differ by at most one, larger ones first; no table is empty."""
    tables = min(tables, people)
    return [people // tables + (table < people % tables) for table in range(tables)]


def sizes(people: int, size: int) -> list[int]:
    """How many sit at each table: the fewest tables of at most `size`, as even as they can be, larger ones first.

    Question: how shall so many people be spread? Formula: t = ⌈people / size⌉ tables, ⌊people / t⌋ at each and one more
    at the first people mod t. Unit: persons.
    Errors: `Refused` for what is no whole number, a size below 1, more than 200 000 people. Nobody: no table.
    Source: dealing in a ring.

    >>> sizes(32, 6)
    [6, 6, 5, 5, 5, 5]
    """
    people = checks.whole("people", people, most=checks.MOST_SEATED)
    size = checks.whole("size", size, least=1)
    return evenly(people, -(-people // size))


def in_room(people: int, room: Sequence[int]) -> list[int]:
    """How many sit at each table of a room, the largest tables first: as few tables as hold them, as even as can be."""
    largest = sorted(room, reverse=True)
    used = next(k for k in range(len(largest) + 1) if sum(largest[:k]) >= people)
    each = largest[:used]
    for _ in range(sum(each) - people):
        each[each.index(max(each))] -= 1
    return each


@dataclass(frozen=True)
class Question:
    people: int
    size: int
    rounds: int
    present: NDArray[np.bool_]
    met: NDArray[np.int32]
    apart: tuple[checks.Pair, ...]
    decoys: tuple[checks.Pair, ...]
    codes: NDArray[np.int64]  # fields × people: equal codes are equal answers, −1 is no answer
    tables: int | None = None  # how many tables, where that is what is fixed and not their size
    room: tuple[int, ...] | None = None  # the seats of each table there is

    @property
    def same_every_round(self) -> bool:
        return self.room is None and bool(self.present.all()) and not self.met.any()

    def alike(self) -> NDArray[np.int32]:
        """In how many fields two people gave the same answer."""
        same = np.zeros((self.people, self.people), dtype=np.int32)
        for code in self.codes:
            same += (code[:, None] == code[None, :]) & (code[:, None] >= 0)
        np.fill_diagonal(same, 0)
        return same

    def sizes(self) -> list[list[int]]:
        there = [int(here.sum()) for here in self.present]
        if self.room is not None:
            return [in_room(n, self.room) for n in there]
        return [evenly(n, self.tables) if self.tables else sizes(n, self.size) for n in there]


def room_of(given: Sequence[int], people: int) -> tuple[int, ...]:
    room = tuple(checks.whole("size", seats, least=1) for seats in checks.listed("room", given))
    checks.whole("people", people, most=sum(room))
    return room


def presence(given: ArrayLike | None, rounds: int, people: int) -> NDArray[np.bool_]:
    if given is None:
        return np.ones((rounds, people), dtype=bool)
    return checks.flags("present", given, (rounds, people))


def coded(fields: Fields | None, people: int) -> NDArray[np.int64]:
    """Answers as numbers; None, an empty text and a number that is not one are no answer."""
    rows = []
    for answers in checks.fields(fields, people).values():
        known = {each: None for each in answers if each is not None and each != "" and each == each}
        place = {answer: code for code, answer in enumerate(known)}
        rows.append([place.get(each, -1) for each in answers])
    return np.array(rows, dtype=np.int64).reshape(len(rows), people)


def largest_clique(pairs: Sequence[checks.Pair]) -> int:
    """How many people may all not sit together, found greedily: never more than there are."""
    around: dict[int, set[int]] = {}
    for a, b in pairs:
        around.setdefault(a, set()).add(b)
        around.setdefault(b, set()).add(a)
    most = 0
    for start in around:
        clique, open_to = [start], set(around[start])
        while open_to:
            following = max(open_to, key=lambda person: (len(around[person] & open_to), -person))
            clique.append(following)
            open_to &= around[following]
        most = max(most, len(clique))
    return most


def check_apart(question: Question) -> None:
    for here, each in zip(question.present, question.sizes(), strict=True):
        kept = [(a, b) for a, b in question.apart if here[a] and here[b]]
        tables, clique = len(each), largest_clique(kept)
        if clique > tables:
            raise Refused("not-enough-tables", given=clique, tables=tables)


def question(
    people: int,
    size: int,
    rounds: int,
    *,
    present: ArrayLike | None = None,
    met: ArrayLike | None = None,
    apart: Iterable[Sequence[Any]] = (),
    decoys: Iterable[Sequence[Any]] = (),
    fields: Fields | None = None,
    tables: int | None = None,
    room: Sequence[int] | None = None,
) -> Question:
    """The checked question; see `plan` for its parts."""
    people = checks.whole("people", people, most=checks.MOST_PEOPLE)
    size, rounds = checks.whole("size", size, least=1), checks.whole("rounds", rounds, most=checks.MOST_ROUNDS)
    pairs = checks.pairs("apart", apart, people)
    asked = Question(
        people,
        size,
        rounds,
        presence(present, rounds, people),
        checks.square("met", met, people),
        tuple(pairs),
        tuple(pair for pair in checks.pairs("decoys", decoys, people) if pair not in set(pairs)),
        coded(fields, people),
        tables,
        None if room is None else room_of(room, people),
    )
    check_apart(asked)
    return asked


def as_rounds(seats: NDArray[np.integer[Any]], first: NDArray[np.integer[Any]]) -> tuple[Round, ...]:
    """A board as plain tuples, people of a table in their order."""
    return tuple(
        tuple(tuple(sorted(int(p) for p in row[a:b])) for a, b in pairwise(bounds) if b > a)
        for row, bounds in zip(seats, first, strict=True)
    )
