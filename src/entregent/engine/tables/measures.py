"""What a table plan is worth, and the least that any plan could reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine.tables.question import Question, sizes

Rounds = Sequence[Sequence[Sequence[int]]]


def meetings(rounds: Rounds, people: int) -> NDArray[np.int32]:
    """How often each two people sat at one table.

    Question: who has met whom in these rounds? Formula: m_ij = number of tables holding both i and j.
    `rounds`: rounds of tables of people (0 … people − 1). Returns people × people counts, symmetric, 0 on the diagonal.
    Errors: `Refused` for an unknown person and for somebody named twice in one round. No round gives zeros.
    Source: the projection of people × gatherings onto people (Breiger, Social Forces 53, 1974).

    >>> meetings([[[0, 1], [2]], [[0, 1, 2]]], 3).tolist()
    [[0, 2, 1], [2, 0, 1], [1, 1, 0]]
    """
    people = checks.whole("people", people, most=checks.MOST_PEOPLE)
    seated = checks.rounds(rounds, people)
    met = np.zeros((people, people), dtype=np.int32)
    for table in (table for tables in seated for table in tables):
        met[np.ix_(table, table)] += 1
    np.fill_diagonal(met, 0)
    return met


def surplus(met: NDArray[np.int32], before: NDArray[np.int32]) -> int:
    """Meetings of two people who had met already: beyond the first of each pair, `before` counting as met."""
    return int((np.maximum(met + before - 1, 0) - np.maximum(before - 1, 0)).sum()) // 2


def repeats(rounds: Rounds, people: int, met: ArrayLike | None = None) -> int:
    """How many times two people sit together who already had.

    Question: how much of these rounds is not new? Formula: Σ over pairs of max(0, h + m − 1) − max(0, h − 1), with m
    the meetings of `rounds` and h those of `met` (people × people counts, default none). Unit: meetings of a pair.
    Errors: as `meetings`. Nobody, or no round: 0.
    Source: the "social golfer" count, Harvey, problem 010 of CSPLib (2002).

    >>> repeats([[[0, 1], [2]], [[0, 1, 2]]], 3)
    1
    """
    there = meetings(rounds, people)
    return surplus(there, checks.square("met", met, len(there)))


def seats_of(asked: Question) -> NDArray[np.int64]:
    """rounds × people: how many others sit with a person at the least, 0 where absent."""
    least = [max(0, min(each, default=1) - 1) for each in asked.sizes()]
    return asked.present * np.array(least, dtype=np.int64).reshape(-1, 1)


def least_repeats(asked: Question) -> int:
    """A number of repeats below which no plan can go.

    The larger of two counts: all meetings less the pairs that are new and there together at least once; half the sum,
    person
    by person, of the company they must have beyond the people new to them.
    """
    here = asked.present.astype(np.int64)
    new = ((here.T @ here) > 0) & (asked.met == 0)
    np.fill_diagonal(new, val=False)
    meetings_ = sum(size * (size - 1) // 2 for each in asked.sizes() for size in each)
    beyond = np.maximum(0, seats_of(asked).sum(axis=0) - new.sum(axis=1))
    return max(0, meetings_ - int(new.sum()) // 2, -(-int(beyond.sum()) // 2))


def least_alike_in_a_round(answers: NDArray[np.int64], tables: int) -> int:
    """Pairs of one answer at one table when each answer is spread as evenly as it can be."""
    total = 0
    for count in np.unique(answers[answers >= 0], return_counts=True)[1]:
        each, left = divmod(int(count), tables)
        total += left * (each + 1) * each // 2 + (tables - left) * each * (each - 1) // 2
    return total


def least_alike(asked: Question, repeats_: int) -> int:
    """Below how many pairs of equal answers (summed over fields) no plan of that many repeats can go."""
    total = 0
    here = asked.present.astype(np.int64)
    could_meet = np.triu((here.T @ here) > 0, 1)
    meetings_ = sum(size * (size - 1) // 2 for each in asked.sizes() for size in each)
    for answers in asked.codes:
        spread = sum(
            least_alike_in_a_round(answers[there], len(each))
            for there, each in zip(asked.present, asked.sizes(), strict=True)
            if each
        )
        same = (answers[:, None] == answers[None, :]) & (answers[:, None] >= 0)
        unlike = int((could_meet & ~same).sum())
        forced = 0 if asked.met.any() else meetings_ - unlike - repeats_
        total += max(spread, forced)
    return total


def together(rounds: Rounds, pairs: Iterable[checks.Pair]) -> int:
    """How often these pairs share a table."""
    wanted = [frozenset(pair) for pair in pairs]
    return sum(pair <= set(table) for tables in rounds for table in tables for pair in wanted)


__all__ = ["least_alike", "least_repeats", "meetings", "repeats", "sizes", "together"]
