"""Of whom to take news this week, within the time one has; and which dormant ties are worth waking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine.errors import Refused
from entregent.engine.network import Network
from entregent.engine.reasons import Reason, reason
from entregent.engine.ties import Kind, kinds

__all__ = ["Sleeping", "Week", "dormant", "this_week"]

Floats = NDArray[np.float64]
BUDGET, RHYTHM = 45, 90.0
MOST_MINUTES = 10_080  # a week


@dataclass(frozen=True)
class Week:
    """Whom to take news of, by position, those waiting longest first; the minutes it takes; a reason each."""

    people: tuple[int, ...]
    minutes: int
    reasons: tuple[Reason, ...]


def waiting(last: list[float | None], now: float) -> Floats:
    """Days since each last contact, without end where there never was any."""
    never = np.array([each is None for each in last], dtype=np.bool_)
    days = checks.moments("last", np.array([0.0 if each is None else each for each in last], dtype=object), None)
    if (late := days[~never & (days > now)]).size:
        raise Refused("future", what="last", given=float(late.max()), now=now)
    return np.where(never, np.inf, now - days)


def worth_a_look(gain: Floats, minutes: NDArray[np.int64], budget: int) -> NDArray[np.int64]:
    """Of those who take as many minutes, no more than fit together can be chosen: the best of them."""
    order = np.lexsort((-gain, minutes))
    takes = minutes[order]
    place = np.arange(len(order)) - np.searchsorted(takes, takes)
    return np.sort(order[(gain[order] > 0) & ((place + 1) * takes <= budget)])


def packed(gain: Floats, minutes: NDArray[np.int64], budget: int) -> list[int]:
    """The set of highest gain that fits, exactly; of equal ones, the one found with the smaller numbers."""
    near = worth_a_look(gain, minutes, budget)
    best, taken = np.zeros(budget + 1), np.zeros((len(near), budget + 1), dtype=np.bool_)
    for row, takes in enumerate(minutes[near].tolist()):
        with_them = best[: budget + 1 - takes] + gain[near[row]]
        taken[row, takes:] = with_them > best[takes:]
        best[takes:] = np.maximum(best[takes:], with_them)
    chosen, left = [], budget
    for row in range(len(near) - 1, -1, -1):
        if taken[row, left]:
            chosen.append(int(near[row]))
            left -= int(minutes[near[row]])
    return chosen


def this_week(
    last: Sequence[float | None],
    *,
    now: float,
    budget: int = BUDGET,
    minutes: ArrayLike | None = None,
    values: ArrayLike | None = None,
    rhythms: ArrayLike | None = None,
) -> Week:
    """Of whom to take news this week.

    Question: of whom should I take news, within the minutes I have? Formula: the set of persons of highest Σ v_i (1 −
    2^(−age_i / rhythm_i)) whose minutes fit in `budget`, exactly (knapsack). `last[i]`: the day of the last real
    contact with i, None for never; a reminder is none, so the clock restarts only when something happened. `minutes`:
    what news of each takes, whole numbers from 1, default 15; `values`: what each matters to their owner, default 1;
    `rhythms`: days after which half of the last news is gone, default 90. Errors: `Refused` for NaN, negative values,
    days after now, wrong lengths, a budget over a week. No time, or nobody: nobody.
    Source: Kellerer, Pferschy & Pisinger, Knapsack Problems (2004), dynamic programming.

    >>> this_week([90, 0, 99], now=100, budget=30).people
    (1, 0)
    """
    days, today = checks.listed("last", last), checks.day("today", now)
    people, budget = len(days), checks.whole("budget", budget)
    if budget > MOST_MINUTES:
        raise Refused("too-large", what="budget", given=budget, most=MOST_MINUTES)
    takes = np.full(people, 15) if minutes is None else checks.counts("minutes", minutes, (people,))
    if (takes < 1).any():
        raise Refused("too-few", what="minutes", given=int(takes.min()), least=1)
    value = np.ones(people) if values is None else checks.worths("values", values, (people,))
    rhythm = np.full(people, RHYTHM) if rhythms is None else checks.positive("rhythms", rhythms, (people,))
    age = waiting(days, today)
    chosen = packed(value * (1 - np.exp2(-age / rhythm)), takes, budget)
    chosen.sort(key=lambda person: (-age[person], person))
    reasons = tuple(why(days[person], today) for person in chosen)
    return Week(tuple(chosen), int(takes[chosen].sum()) if chosen else 0, reasons)


def why(last: float | None, now: float) -> Reason:
    return reason("news-never") if last is None else reason("news-since", count=int(now - last), day=float(last))


@dataclass(frozen=True)
class Sleeping:
    """A dormant tie: `was`, its strength on the day of the last contact; `new`, the share of their ties one lacks."""

    person: int
    was: float
    new: float
    reasons: tuple[Reason, ...]


def dormant(network: Network, person: int, *, count: int = 3) -> list[Sleeping]:
    """Which dormant ties are worth waking, for one person.

    Question: whom did I lose from sight who would be good to hear? Formula: of the ties that sleep (`ties.kinds`),
    those of highest was × (1 + new): was, the strength on the day of the last contact, for trust; new, the share of
    their ties that I do not have, for news. Units: meetings of two. Errors: `Refused` for an unknown person. None:
    empty.
    Source: Levin, Walter & Murnighan, Organization Science 22 (2011).

    >>> from entregent.engine.network import build
    >>> old = build(3, exchanges=[(0, 1), (0, 2)], exchange_times=[0, 1000], now=1000)
    >>> [found.person for found in dormant(old, 0)]
    [1]
    """
    who = checks.person("person", person, checks.made("network", network, Network).people)
    most = checks.whole("count", count)
    sort, found = kinds(network), []
    for other, tie in zip(network.neighbours(who).tolist(), network.of_person(who).tolist(), strict=True):
        if sort[tie] != Kind.DORMANT:
            continue
        age = network.seen.now - float(network.last[tie])
        was = float(network.strength[tie]) * 2.0 ** (age / network.seen.half_life)
        theirs = network.neighbours(other)
        lacking = np.setdiff1d(theirs, network.neighbours(who), assume_unique=True)
        new = (len(lacking) - 1) / max(1, len(theirs) - 1) if len(theirs) > 1 else 0.0
        said = reason("dormant-since", day=float(network.last[tie]), count=max(0, len(lacking) - 1))
        found.append(Sleeping(other, was, new, (said,)))
    return sorted(found, key=lambda each: (-each.was * (1 + each.new), each.person))[:most]
