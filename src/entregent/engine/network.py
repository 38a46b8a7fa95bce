"""One immutable weighted network, in rows of neighbours: what every measure of persons reads.

Built from who was at which gathering and who exchanged with whom; never a table of everybody by everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine._kernels.pairing import (
    SEATS,
    Meetings,
    Rows,
    best_of_each,
    both_ways,
    by_gathering,
    by_person,
    project,
)
from entregent.engine.errors import Refused

__all__ = ["Network", "Seen", "build", "of_ties"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Couples = ArrayLike | Sequence[Sequence[Any]]

HALF_LIFE = 180.0  # days after which what happened counts half
MOST_PEOPLE = 50_000_000
FAINTEST = 2.0**-200  # what has faded below it is forgotten: a hundred years, at the usual half-life
MOST_PAIRS = 400_000_000
MOST = 2**31 - 1


@dataclass(frozen=True)
class Seen:
    """The day a network is seen from, its half-life in days, and whether days were known at all."""

    now: float
    half_life: float
    dated: bool


@dataclass(frozen=True, eq=False)
class Network:
    """`people` persons from 0 and their ties, whose arrays cannot be written.

    Ties: `a[t] < b[t]`, in order, with `strength[t]`; `gatherings[t]`, `exchanges[t]`, how many of each are behind it;
    `last[t]`, the day of the last one. Rows: the neighbours of p are `other[start[p]:start[p + 1]]`, in order, through
    the ties `tie[…]`. `attended[of[p]:of[p + 1]]` are the gatherings of p, numbered by what they give each pair,
    `heaviness[g]`, the heaviest first.
    """

    people: int
    a: Ints
    b: Ints
    strength: Floats
    gatherings: Ints
    exchanges: Ints
    last: Floats
    seen: Seen
    of: Longs
    attended: Ints
    heaviness: Floats
    start: Longs = field(init=False)
    other: Ints = field(init=False)
    tie: Ints = field(init=False)

    def __post_init__(self) -> None:
        start = np.empty(self.people + 1, dtype=np.int64)
        other, tie = (np.empty(2 * len(self.a), dtype=np.int32) for _ in range(2))
        both_ways(self.a, self.b, start, other, tie)
        for name, array in (("start", start), ("other", other), ("tie", tie)):
            object.__setattr__(self, name, array)
        self.freeze()

    def freeze(self) -> None:
        for array in vars(self).values():
            if isinstance(array, np.ndarray):
                array.setflags(write=False)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """A copy cannot be written either."""
        vars(self).update(state)
        self.freeze()

    @property
    def ties(self) -> int:
        return len(self.a)

    @property
    def degree(self) -> Longs:
        """How many ties each person has."""
        return np.diff(self.start)

    def neighbours(self, person: int) -> Ints:
        return self.other[self.start[person] : self.start[person + 1]]

    def of_person(self, person: int) -> Ints:
        """The ties of a person, in the order of the neighbours."""
        return self.tie[self.start[person] : self.start[person + 1]]

    def between(self, one: int, two: int) -> int | None:
        """The tie between two persons, if there is one."""
        row = self.neighbours(one)
        place = int(np.searchsorted(row, two))
        return int(self.of_person(one)[place]) if place < len(row) and row[place] == two else None

    def total(self) -> Floats:
        """The sum of each person's ties."""
        found = np.bincount(self.a, self.strength, self.people) + np.bincount(self.b, self.strength, self.people)
        return np.asarray(found, dtype=np.float64)


@dataclass(frozen=True)
class Ties:
    """Ties a < b in order, before they become a network."""

    a: Ints
    b: Ints
    strength: Floats
    gatherings: Ints
    exchanges: Ints
    last: Floats

    def where(self, keep: NDArray[np.bool_]) -> Ties:
        return self if keep.all() else Ties(*(array[keep] for array in vars(self).values()))


def faded(when: Floats, now: float, half_life: float) -> Floats:
    """What is left of something of each day: 1 today, half after each half-life."""
    return np.asarray(np.exp2(-(now - when) / half_life))


def meetings(
    rows: Longs, hidden: NDArray[np.bool_], when: Floats, now: float, half_life: float, largest: int | None
) -> tuple[Meetings, int]:
    """Gatherings of two and more, the heaviest first, and how many pairs they make with repetition."""
    of, came = np.zeros(len(hidden) + 1, dtype=np.int64), np.empty(len(rows), dtype=np.int32)
    sizes = np.zeros(len(when), dtype=np.int64)
    by_person(np.require(rows, requirements=["C", "W"]), hidden, sizes, of, came)
    used = np.flatnonzero((sizes >= 2) & (sizes <= (MOST if largest is None else largest)))
    weight = faded(when[used], now, half_life) / (sizes[used] - 1)
    order = np.argsort(-weight, kind="stable")
    used, weight = used[order], weight[order]
    number = np.full(len(when), -1, dtype=np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    counted = sizes[used]
    first = np.concatenate([[0], np.cumsum((counted + SEATS + 1) // 2 * 2)]).astype(np.int64)
    attended, desks = np.empty(int(counted.sum()), dtype=np.int32), np.empty(int(first[-1]), dtype=np.int32)
    found = Meetings(np.empty(len(of), dtype=np.int64), attended, first, desks, weight)
    by_gathering(of, came, number, found, when[used])
    return found, int((counted * (counted - 1) // 2).sum())


def met(people: int, given: Meetings, pairs: int) -> Ties:
    """Ties from gatherings. Room is asked for every pair; what is not filled is given back untouched."""
    row = np.empty(people + 1, dtype=np.int64)
    ints = [np.empty(pairs, dtype=np.int32) for _ in range(2)]
    floats = [np.empty(pairs, dtype=np.float64) for _ in range(2)]
    rows = Rows(row, ints[0], floats[0], ints[1], floats[1])
    count = project(given, rows)
    for array in rows[1:]:
        array.resize(count, refcheck=False)
    a = np.repeat(np.arange(people, dtype=np.int32), np.diff(row))
    return Ties(a, rows.other, rows.strength, rows.times, np.zeros(count, dtype=np.int32), rows.last)


def exchanged(people: int, rows: Longs, when: Floats, now: float, half_life: float) -> Ties:
    """Ties from exchanges: each counts as a gathering of two."""
    low, high = np.minimum(rows[:, 0], rows[:, 1]), np.maximum(rows[:, 0], rows[:, 1])
    if (low == high).any():
        raise Refused("oneself", what="exchanges", person=int(low[low == high][0]))
    keys = low * people + high
    order = np.argsort(keys, kind="stable")
    found, first, times = np.unique(keys[order], return_index=True, return_counts=True)
    worth, day = faded(when, now, half_life)[order], when[order]
    strength = np.add.reduceat(worth, first) if len(first) else np.zeros(0)
    last = np.maximum.reduceat(day, first) if len(first) else np.zeros(0)
    a, b = (each.astype(np.int32) for each in np.divmod(found, max(1, people)))
    return Ties(a, b, strength, np.zeros(len(a), dtype=np.int32), times.astype(np.int32), last)


def added(people: int, one: Ties, two: Ties) -> Ties:
    """Both together; a tie that is in both is one tie."""
    if not len(one.a) or not len(two.a):
        return one if len(one.a) else two
    keys = np.concatenate([each.a.astype(np.int64) * people + each.b for each in (one, two)])
    order = np.argsort(keys, kind="stable")
    found, first = np.unique(keys[order], return_index=True)

    def joined(name: str, how: np.ufunc) -> NDArray[Any]:
        values = np.concatenate([getattr(one, name), getattr(two, name)])
        return np.asarray(how.reduceat(values[order], first))

    a, b = (each.astype(np.int32) for each in np.divmod(found, people))
    strength, gatherings, exchanges = (joined(name, np.add) for name in ("strength", "gatherings", "exchanges"))
    return Ties(a, b, strength, gatherings, exchanges, joined("last", np.maximum))


def cut(people: int, ties: Ties, hidden: set[checks.Pair], least: float, best: int | None) -> Ties:
    """Without hidden ties, those forgotten or below `least`, and those that are not among the `best` of either end."""
    keep = ties.strength >= max(least, FAINTEST)
    if hidden:
        keys = np.array([a * people + b for a, b in hidden], dtype=np.int64)
        keep &= ~np.isin(ties.a.astype(np.int64) * people + ties.b, keys)
    ties = ties.where(keep)
    if best is not None:
        start = np.empty(people + 1, dtype=np.int64)
        other, tie = (np.empty(2 * len(ties.a), dtype=np.int32) for _ in range(2))
        both_ways(ties.a, ties.b, start, other, tie)
        kept = np.zeros(len(ties.a), dtype=np.bool_)
        best_of_each(start, tie, ties.strength, best, kept)
        ties = ties.where(kept)
    return ties


def days(what: str, given: ArrayLike | None, count: int, now: float | None) -> Floats | None:
    if given is None:
        return None
    array = checks.moments(what, given, now)
    if len(array) < count:
        raise Refused("wrong-shape", what=what, given=str(array.shape), wanted=f"({count},)")
    return array


def seen_from(now: float | None, *moments: Floats | None) -> float:
    """The day given, else that of the last thing that happened."""
    if now is not None:
        return now
    return max((float(each.max()) for each in moments if each is not None and len(each)), default=0.0)


def lasting(half_life: float | None) -> float:
    if half_life is None:
        return float("inf")
    return float(checks.positive("half_life", half_life))


def build(
    people: int,
    *,
    attendances: Couples | None = None,
    times: ArrayLike | None = None,
    exchanges: Couples | None = None,
    exchange_times: ArrayLike | None = None,
    now: float | None = None,
    half_life: float | None = HALF_LIFE,
    hidden: Iterable[int] = (),
    hidden_ties: Iterable[Sequence[Any]] = (),
    largest: int | None = None,
    least: float = 0.0,
    best: int | None = None,
) -> Network:
    """The network of `people` persons, numbered from 0, from what happened.

    Question: who is tied to whom, how strongly, and by what? Formula: w_ij = Σ over gatherings g that both attended of
    2^(−age_g / half_life) / (n_g − 1), plus 2^(−age / half_life) for each exchange, which counts as a gathering of two.
    `attendances`: rows (person, gathering), any order, twice is once; `times[g]`: the day of gathering g, any origin;
    `exchanges`: rows (person, person); `exchange_times`: their days; none given: all today. `now`: default the last day
    given; `half_life`: in days, None for no fading. `hidden`, `hidden_ties`: persons and pairs that do not exist for
    whoever will see the answer: a hidden person does not count in n_g either.
    Cuts: `largest`, no pairs from gatherings of more people; `least`, no tie below that strength; `best`, a tie stays
    when it is among so many strongest of one of its ends; what counts less than 2^−200 is forgotten.
    Units: strength 1 is one meeting between two, today.
    Errors: `Refused` for unknown numbers, NaN, days after `now`, somebody with themselves, more than 400 million pairs.
    Nobody, nothing, a gathering of one: persons without ties. Nothing given is changed or kept.
    Source: Newman, Phys. Rev. E 64, 016132 (2001).

    >>> found = build(3, attendances=[(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)])
    >>> list(zip(found.a.tolist(), found.b.tolist(), found.strength.tolist()))
    [(0, 1, 1.5), (0, 2, 0.5), (1, 2, 0.5)]
    """
    people, now = members(people), None if now is None else checks.day("today", now)
    fading, unseen = lasting(half_life), hiding(people, hidden)
    limits = limited(largest, least, best)
    came = checks.couples("attendances", () if attendances is None else attendances, people, MOST)
    wrote = checks.couples("exchanges", () if exchanges is None else exchanges, people, people)
    if times is None and len(came) and int(came[:, 1].max()) >= len(came):
        came = np.column_stack([came[:, 0], np.unique(came[:, 1], return_inverse=True)[1]])
    given = int(came[:, 1].max()) + 1 if len(came) else 0
    of_gatherings = days("times", times, given, now)
    of_exchanges = days("exchange_times", exchange_times, len(wrote), now)
    today = seen_from(now, of_gatherings, of_exchanges)
    if of_gatherings is None:
        of_gatherings = np.full(given, today)
    if of_exchanges is None:
        of_exchanges = np.full(len(wrote), today)
    gathered, pairs = meetings(came, unseen, of_gatherings, today, fading, limits.largest)
    if pairs > MOST_PAIRS:
        raise Refused("too-many-pairs", gatherings=len(gathered.weight), pairs=pairs, most=MOST_PAIRS)
    seen = ~(unseen[wrote[:, 0]] | unseen[wrote[:, 1]])
    by_exchange = exchanged(people, wrote[seen], of_exchanges[: len(wrote)][seen], today, fading)
    ties = added(people, met(people, gathered, pairs), by_exchange)
    ties = cut(people, ties, set(checks.pairs("hidden_ties", hidden_ties, people)), limits.least, limits.best)
    dated = times is not None or exchange_times is not None
    return assembled(people, ties, Seen(today, fading, dated), gathered)


def hiding(people: int, hidden: Iterable[int]) -> NDArray[np.bool_]:
    unseen = np.zeros(people, dtype=np.bool_)
    unseen[[checks.person("hidden", each, people) for each in checks.listed("hidden", hidden)]] = True
    return unseen


def members(people: int) -> int:
    if checks.whole("people", people) > MOST_PEOPLE:
        raise Refused("too-large", what="people", given=int(people), most=MOST_PEOPLE)
    return int(people)


@dataclass(frozen=True)
class Limits:
    """What `build` leaves out."""

    largest: int | None
    least: float
    best: int | None


def limited(largest: int | None, least: float, best: int | None) -> Limits:
    return Limits(
        None if largest is None else checks.whole("largest", largest),
        float(checks.worths("least", least, ())),
        None if best is None else checks.whole("best", best, least=1),
    )


def assembled(people: int, ties: Ties, seen: Seen, gathered: Meetings) -> Network:
    of, attended, heaviness = gathered.of, gathered.attended, gathered.weight
    return Network(people, **vars(ties), seen=seen, of=of, attended=attended, heaviness=heaviness)


def of_ties(people: int, pairs: Couples, strength: ArrayLike | None = None) -> Network:
    """The network of ties that are already known, all of today.

    Question: what if the ties are given? Formula: w_ij is the number given, by default 1. `pairs`: rows (person,
    person), each pair once in either direction; `strength`: one number above 0 a pair. Errors: `Refused` for unknown
    numbers, somebody with themselves, a pair given twice, strengths not above 0, below 2^−200 or above 10^60. No pair:
    persons without ties.
    Source: Davis, Direct Methods for Sparse Linear Systems (2006), compressed rows.

    >>> of_ties(3, [(2, 0)], [0.5]).neighbours(0).tolist()
    [2]
    """
    people = members(people)
    rows = checks.couples("pairs", () if pairs is None else pairs, people, people)
    given = np.ones(len(rows)) if strength is None else checks.positive("strength", strength, (len(rows),))
    checks.between("strength", given, FAINTEST, checks.GREATEST)
    found = exchanged(people, rows, np.zeros(len(rows)), 0.0, float("inf"))
    if len(found.a) != len(rows):
        twice = int((found.exchanges > 1).argmax())
        raise Refused("duplicate", what="pairs", given=f"{found.a[twice]}–{found.b[twice]}")
    low, high = np.minimum(rows[:, 0], rows[:, 1]), np.maximum(rows[:, 0], rows[:, 1])
    ties = Ties(found.a, found.b, given[np.lexsort((high, low))], found.gatherings, found.exchanges, found.last)
    nobody, seen = np.zeros((0, 2), dtype=np.int64), np.zeros(people, dtype=np.bool_)
    nothing, _ = meetings(nobody, seen, np.zeros(0), 0.0, float("inf"), None)
    return assembled(people, ties, Seen(0.0, float("inf"), dated=False), nothing)
