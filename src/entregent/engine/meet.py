"""Whom somebody might meet, and why: the chance that it happens, apart from what it would open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine._kernels.walks import ABREAST, Paths, in_common, shares, walks
from entregent.engine.errors import Refused
from entregent.engine.network import Couples, Network, build
from entregent.engine.reasons import Reason, reason

__all__ = ["Meeting", "Past", "chances", "pairs", "past", "suggest"]

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
SLOW, FAST = 0.25, 0.05  # half-lives, as shares of the time covered
AGAIN, STEPS = 0.7, 16  # how a walk goes on
ACTIVE = 0.2  # exponent of recent activity
NAMED = 3  # friends in common who are named
LIKELIEST = 12  # of each person, the others who are looked at
MOST = 1500  # people of whom all pairs are compared


@dataclass(frozen=True, eq=False)
class Past:
    """What happened, faded slowly and fast; one is the other where no day is known."""

    slow: Network
    fast: Network

    def paths(self) -> Paths:
        tied = self.slow
        weight = np.log1p(tied.strength)
        return Paths(tied.start, tied.other, tied.tie, weight, summed(tied, weight))

    def activity(self) -> Floats:
        return np.asarray(summed(self.fast, np.log1p(self.fast.strength)) ** ACTIVE)


def summed(tied: Network, weight: Floats) -> Floats:
    ends = np.bincount(tied.a, weight, tied.people) + np.bincount(tied.b, weight, tied.people)
    return np.asarray(ends, dtype=np.float64)


def past(
    people: int,
    *,
    attendances: Couples | None = None,
    times: ArrayLike | None = None,
    exchanges: Couples | None = None,
    exchange_times: ArrayLike | None = None,
    now: float | None = None,
    hidden: Iterable[int] = (),
    hidden_ties: Iterable[Sequence[Any]] = (),
    largest: int | None = None,
) -> Past:
    """What happened, as the advice on meetings reads it.

    Question: what do we know that tells who will meet? Formula: two networks (`network.build`) whose half-lives are a
    quarter and a twentieth of the time from the first day to `now`, so that a conference of two days and a circle of
    three years are read alike. No day known: nothing fades. Arguments as for `network.build`.
    Errors: those of `network.build`.
    Source: Tong, Faloutsos & Pan, ICDM (2006), and decision 28 for the half-lives.

    >>> past(2, exchanges=[(0, 1)], exchange_times=[5]).slow.ties
    1
    """
    dated = {"times": times, "exchange_times": exchange_times}
    moments = [checks.moments(what, each, None) for what, each in dated.items() if each is not None]
    ends = None if now is None else checks.day("today", now)
    last = max((float(each.max()) for each in moments if len(each)), default=0.0)
    covered = (last if ends is None else ends) - min((float(each.min()) for each in moments if len(each)), default=0.0)

    def faded(share: float) -> Network:
        return build(
            people,
            attendances=attendances,
            times=times,
            exchanges=exchanges,
            exchange_times=exchange_times,
            now=now,
            half_life=share * covered if covered > 0 else None,
            hidden=hidden,
            hidden_ties=hidden_ties,
            largest=largest,
        )

    return Past(faded(SLOW), faded(FAST))


def chances(given: Past, person: int) -> Floats:
    """How likely each other person is to be met next, compared with each other; 0 for oneself and those already met.

    Question: whom will A meet next, if nothing is done? Formula: (π_ij + π_ji) (r_i r_j)^0.2, where π_ij is the chance
    that a walk which leaves i, follows ties by ln(1 + strength) and stops with chance 0.3 at each step stops at j
    (steps beyond the sixteenth left out), and r the sum of a person's ln(1 + strength), recent ones. One fixed recipe.
    Unit: none, only the order and the ratios mean something. Errors: `Refused` for an unknown person. Without ties: 0.
    Source: Tong, Faloutsos & Pan, ICDM (2006), walks with restart; Liben-Nowell & Kleinberg, JASIST 58 (2007).

    >>> int(chances(past(4, exchanges=[(0, 1), (1, 2), (2, 3)]), 0).argmax())
    2
    """
    who = checks.person("person", person, checks.made("given", given, Past).slow.people)
    return next(scores(given, [who]))


def scores(given: Past, people: Sequence[int]) -> Iterator[Floats]:
    """The chances of each of `people`, numbers one after the other."""
    paths, active = given.paths(), given.activity()
    share = shares(paths, AGAIN)
    inverse = np.divide(1, paths.sums, out=np.zeros_like(paths.sums), where=paths.sums > 0)
    for first in people[::ABREAST]:
        width = min(ABREAST, people[-1] + 1 - first)
        there = walks(paths, share, first, width, AGAIN, STEPS)
        for who in range(first, first + width):
            found = there[:, who - first] * (1 + paths.sums[who] * inverse) * active * active[who]
            found[who] = 0
            found[given.slow.neighbours(who)] = 0
            yield np.asarray(found)


@dataclass(frozen=True)
class Meeting:
    """Two persons who have not met. `chance`: 1 for the likeliest of all those compared; `opens`: from 0 to 2."""

    one: int
    two: int
    chance: float
    opens: float
    reasons: tuple[Reason, ...]

    @property
    def worth(self) -> float:
        return self.chance * self.opens


def common(tied: Network, one: int, two: int) -> NDArray[np.int32]:
    return np.intersect1d(tied.neighbours(one), tied.neighbours(two), assume_unique=True)


def opening(tied: Network, one: int, two: int, clan: Longs | None) -> float:
    """The mean share of each one's ties that the other does not know, and 1 more where it joins two clans."""
    shared = in_common(tied.start, tied.other, one, two)
    degree = (int(tied.start[p + 1] - tied.start[p]) for p in (one, two))
    new = [1 - shared / each if each else 0.0 for each in degree]
    return sum(new) / 2 + (clan is not None and bool(clan[one] != clan[two]))


def described(tied: Network, one: int, two: int, chance: float, clan: Longs | None) -> Meeting:
    shared = common(tied, one, two)
    near = shared[np.argsort([-min(weight(tied, one, k), weight(tied, two, k)) for k in shared], kind="stable")]
    why = [reason("friends-in-common", people=tuple(near[:NAMED].tolist()), count=len(shared))] if len(shared) else []
    if clan is not None and clan[one] != clan[two]:
        why.append(reason("joins-clans"))
    why.append(reason("opens", count=int(tied.degree[one]) + int(tied.degree[two]) - 2 * len(shared)))
    return Meeting(one, two, chance, opening(tied, one, two, clan), tuple(why))


def weight(tied: Network, one: int, two: int) -> float:
    tie = tied.between(one, two)
    return 0.0 if tie is None else float(tied.strength[tie])


def clan_of(given: Past, clan: ArrayLike | None) -> Longs | None:
    if clan is None:
        return None
    return checks.counts("clan", checks.numbers("clan", clan, (given.slow.people,)) + 1)  # -1: of none


def suggest(
    given: Past, person: int, *, count: int = 2, clan: ArrayLike | None = None, never: Iterable[Sequence[Any]] = ()
) -> list[Meeting]:
    """One or two meetings that would open somebody's network, the most worthwhile first.

    Question: whom should A meet, and why? Formula: chance (`chances`, the likeliest being 1) × what it would open: the
    mean share of the ties of each that the other does not have, and 1 more when it joins two of `clan` (one number a
    person, as `clans.find` gives). `never`: pairs not to be proposed. Errors: `Refused` for unknown persons, wrong
    lengths. Nobody within reach: an empty list.
    Source: chance as `chances`; gain after Burt, Structural Holes (1992).

    >>> [found.two for found in suggest(past(4, exchanges=[(0, 1), (1, 2), (2, 3)]), 0)]
    [3, 2]
    """
    who = checks.person("person", person, checks.made("given", given, Past).slow.people)
    most = checks.whole("count", count)
    parted = clan_of(given, clan)
    likely = chances(given, who)
    for a, b in checks.pairs("never", never, given.slow.people):
        if who in (a, b):
            likely[a + b - who] = 0
    if not likely.any():
        return []
    likely /= likely.max()
    near = np.argsort(-likely, kind="stable")[:200]
    found = [(float(likely[p]) * opening(given.slow, who, int(p), parted), int(p)) for p in near if likely[p] > 0]
    best = sorted(found, key=lambda each: (-each[0], each[1]))[:most]
    return [described(given.slow, who, p, float(likely[p]), parted) for worth, p in best if worth > 0]


def pairs(
    given: Past, *, count: int = 6, clan: ArrayLike | None = None, never: Iterable[Sequence[Any]] = ()
) -> list[Meeting]:
    """Meetings that would do a whole circle good, nobody named twice, the most worthwhile first.

    Question: who might meet? Formula: that of `suggest` over the twelve likeliest others of each, then the best of
    those whose two persons are in none chosen before. Errors: `Refused` above 1500 people, for unknown persons or wrong
    lengths. No pair within reach: an empty list. Source: as `suggest`.

    >>> [(found.one, found.two) for found in pairs(past(4, exchanges=[(0, 1), (1, 2), (2, 3)]))]
    [(0, 3)]
    """
    tied, most = checks.made("given", given, Past).slow, checks.whole("count", count)
    if tied.people > MOST:
        raise Refused("too-large", what="people", given=tied.people, most=MOST)
    parted, refused = clan_of(given, clan), checks.pairs("never", never, tied.people)
    found: list[tuple[float, int, int]] = []
    for who, likely in enumerate(scores(given, range(tied.people))):
        likely[:who] = 0
        likely[[b for a, b in refused if a == who]] = 0
        near = np.argsort(-likely, kind="stable")[:LIKELIEST]
        found += [(float(likely[p]), who, p) for p in near.tolist() if likely[p] > 0]
    top = max((each[0] for each in found), default=1.0)
    worth = sorted((-score / top * opening(tied, a, b, parted), a, b, score / top) for score, a, b in found)
    chosen: list[Meeting] = []
    named: set[int] = set()
    for value, a, b, chance in worth:
        if len(chosen) < most and value < 0 and not {a, b} & named:
            chosen.append(described(tied, a, b, chance, parted))
            named |= {a, b}
    return chosen
