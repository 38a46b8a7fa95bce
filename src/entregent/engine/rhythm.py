"""When people will come, and whether the circle is fading: from its own counts, never from persons."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine.errors import Refused
from entregent.engine.reasons import Reason, reason

Floats = NDArray[np.float64]

LEVELS = (np.arange(60) + 0.5) / 60
CENTRES = (np.arange(20) + 0.5) / 20
POOLING = np.geomspace(1, 200, 8)
SPREADS = np.geomspace(2, 400, 10)  # a + b of the beta distribution of one evening's rate
STARTS = np.linspace(-4, 4, 25)  # log-odds of coming in the middle of the period
SLOPES = np.linspace(-4, 4, 25)  # their change from its first to its last gathering
TREND_SPREADS = np.geomspace(3, 300, 6)
TREND = 1.5  # standard deviation of what we think of a change before seeing any
LIKELY = 0.9
FELL, ROSE = 0.8, 1.25
ENOUGH, MOST_SLOTS, MOST_GATHERINGS, OF_TREND = 6, 50, 500, 52

__all__ = ["Expected", "Trend", "expected", "trend"]


def log_gamma(x: Floats) -> Floats:
    """ln Γ(x) for x > 0, by Stirling's series eight steps up (absolute error below 1e-11 for x below 1e4)."""
    shift = np.log(x * (x + 1) * (x + 2) * (x + 3)) + np.log((x + 4) * (x + 5) * (x + 6) * (x + 7))
    y = x + 8
    series = 1 / (12 * y) - 1 / (360 * y**3) + 1 / (1260 * y**5) - 1 / (1680 * y**7)
    return np.asarray((y - 0.5) * np.log(y) - y + 0.5 * np.log(2 * np.pi) + series - shift)


def log_beta_binomial(came: Floats, members: Floats, level: Floats, spread: Floats) -> Floats:
    """ln of the chance that `came` of `members` come when the evening's rate is Beta(level·spread, (1 −
    level)·spread).
    """
    a, b = level * spread, (1 - level) * spread
    choose = log_gamma(members + 1) - log_gamma(came + 1) - log_gamma(members - came + 1)
    return np.asarray(
        choose
        + log_gamma(came + a)
        + log_gamma(members - came + b)
        - log_gamma(members + spread)
        + log_gamma(a + b)
        - log_gamma(a)
        - log_gamma(b)
    )


def weighed(log_weights: Floats) -> Floats:
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


@dataclass(frozen=True)
class Expected:
    """How many will come: the mean, and the bounds between which 8 times in 10 it will be."""

    slot: Hashable
    mean: float
    low: int
    high: int
    gatherings: int
    reasons: tuple[Reason, ...]


def checked(came: ArrayLike, members: ArrayLike) -> tuple[Floats, Floats]:
    there, of = checks.counts("came", came), checks.counts("members", members)
    if there.ndim != 1 or there.shape != of.shape:
        raise Refused("wrong-shape", what="members", given=str(of.shape), wanted=str(there.shape))
    if (there > of).any():
        raise Refused("more-came", given=int((there > of).argmax()))
    if len(there) and of.max() > 100_000:
        raise Refused("too-many", what="members", given=int(of.max()), most=100_000)
    return there[-MOST_GATHERINGS:].astype(np.float64), of[-MOST_GATHERINGS:].astype(np.float64)


def priors() -> Floats:
    """pooling × centre × level: chances of a slot's level, a beta distribution around what the circle does."""
    a, b = CENTRES[:, None] * POOLING[:, None, None], (1 - CENTRES[:, None]) * POOLING[:, None, None]
    log = (a - 1) * np.log(LEVELS) + (b - 1) * np.log1p(-LEVELS)
    chances = np.exp(log - log.max(axis=2, keepdims=True))
    return np.asarray(chances / chances.sum(axis=2, keepdims=True))


def posterior(of_slot: NDArray[np.int64], came: Floats, members: Floats, slots: int) -> Floats:
    """slot × spread × level: what to believe of each slot once every slot has been seen."""
    each = log_beta_binomial(came[:, None, None], members[:, None, None], LEVELS, SPREADS[:, None])
    seen = np.zeros((slots, len(SPREADS), len(LEVELS)))
    np.add.at(seen, of_slot, each)
    top = seen.max(axis=(1, 2), keepdims=True)
    evidence, prior = np.exp(seen - top), priors()
    marginal = np.einsum("sfl,kcl->sfkc", evidence, prior, optimize=True) + 1e-300
    weight = weighed(np.log(marginal).sum(axis=0))
    believed = evidence * np.einsum("sfkc,kcl->sfl", weight / marginal, prior, optimize=True)
    return np.asarray(believed / believed.sum(axis=(1, 2), keepdims=True))


def predicted(believed: Floats, members: int) -> Floats:
    """Chances of 0 … members coming, the level and the spread being as uncertain as they are."""
    outcome = np.arange(members + 1, dtype=np.float64)[:, None, None]
    log = log_beta_binomial(outcome, np.full_like(outcome, members), LEVELS, SPREADS[:, None])
    chances = (np.exp(log) * believed).sum(axis=(1, 2))
    return np.asarray(chances / chances.sum())


def bounds(chances: Floats) -> tuple[int, int]:
    total = np.cumsum(chances)
    return int(np.searchsorted(total, 0.1)), int(np.searchsorted(total, 0.9))


def expected(
    slots: Sequence[Hashable], came: ArrayLike, members: ArrayLike, now: int, *, ask: Sequence[Hashable] = ()
) -> list[Expected]:
    """How many will come at each slot, from how many came before.

    Question: when will people come? Formula: each gathering's attendance is beta-binomial around its slot's level;
    levels are beta around the circle's own, whose centre and strength are weighed over a grid, so that a slot seen
    twice leans on the others and one seen forty times on itself (partial pooling). Mean and 10 %–90 % bounds of the
    predictive distribution.
    `slots[g]`, `came[g]`, `members[g]`: the slot of gathering g, how many came, how many belonged to the circle then;
    `now`: how many belong today; `ask`: further slots, never tried. Returns slots as first seen, then those of `ask`.
    Unit: persons. Errors: `Refused` for NaN, more comers than members, wrong lengths, more than 50 slots, more than
    2 000 people. No gathering: a wide answer for what was asked, which is honest. It knows counts alone: no person is
    scored.
    Source: Gelman et al., Bayesian Data Analysis (3rd ed., 2013), ch. 5.

    >>> [round(each.mean) for each in expected(["thu"] * 20, [10] * 20, [20] * 20, 20)]
    [10]
    """
    there, of = checked(came, members)
    now = checks.whole("now", now, most=2000)
    named, asked = checks.labels("slots", slots), checks.labels("ask", ask)
    if len(named) != np.size(np.asarray(came)):
        raise Refused("wrong-shape", what="slots", given=str(len(named)), wanted=str(np.size(np.asarray(came))))
    seen = named[-MOST_GATHERINGS:]
    known = {slot: number for number, slot in enumerate(dict.fromkeys([*seen, *asked]))}
    if len(known) > MOST_SLOTS:
        raise Refused("too-many", what="slots", given=len(known), most=MOST_SLOTS)
    of_slot = np.array([known[slot] for slot in seen], dtype=np.int64)
    believed = posterior(of_slot, there, of, len(known))
    return [described(slot, predicted(believed[number], now), seen.count(slot)) for slot, number in known.items()]


def described(slot: Hashable, chances: Floats, gatherings: int) -> Expected:
    low, high = bounds(chances)
    why = reason("seen-at-slot", count=gatherings) if gatherings else reason("never-tried")
    mean = float((np.arange(len(chances)) * chances).sum())
    return Expected(slot, mean, low, high, gatherings, (reason("expected", low=low, high=high), why))


@dataclass(frozen=True)
class Trend:
    """`state`: fading, growing, no-sign or too-early. `ratio`: attendance at the end over that at the start, with its
    bounds.
    """

    state: str
    chance_of_falling: float
    ratio: float
    low: float
    high: float
    reasons: tuple[Reason, ...]


def slopes_believed(came: Floats, members: Floats) -> Floats:
    """start × slope: what to believe of the level and of its change."""
    moment = np.linspace(-0.5, 0.5, len(came))[:, None, None, None]
    logit = STARTS[:, None, None] + SLOPES[:, None] * moment
    level = np.clip(1 / (1 + np.exp(-logit)), 1e-6, 1 - 1e-6)
    each = log_beta_binomial(came[:, None, None, None], members[:, None, None, None], level, TREND_SPREADS)
    log = each.sum(axis=0) - 0.5 * (SLOPES[:, None] / TREND) ** 2
    return np.asarray(weighed(log).sum(axis=2))


def trend(came: ArrayLike, members: ArrayLike) -> Trend:
    """Whether the circle is fading, from how many came.

    Question: do fewer people come than did? Formula: log-odds of coming change evenly over the period (slope
    normal(0, 1.5) before any is seen), attendances beta-binomial around them. Fading when the chance of a fall is at
    least 0.9 and the expected level at the end is at most 0.8 of that at the start; growing likewise (at least 1.25).
    `came[g]`, `members[g]`, in order; the last 52 gatherings count, fewer than six are too early to tell.
    Unit: shares and chances. Errors: `Refused` for NaN, more comers than members, wrong lengths. Nobody ever came, or
    no gathering: no sign, or too early. A season (a summer) looks like a trend: the page says what it cannot tell.
    Source: logistic trend with overdispersion (Williams, Applied Statistics 31, 1982).

    >>> trend([20, 19, 17, 15, 12, 10, 8, 7, 5, 4], [25] * 10).state
    'fading'
    """
    there, of = checked(came, members)
    there, of = there[-OF_TREND:], of[-OF_TREND:]
    believed = slopes_believed(there, of)
    ends = [1 / (1 + np.exp(-(STARTS[:, None] + SLOPES * half))) for half in (-0.5, 0.5)]
    ratio = (ends[1] / ends[0]).ravel()
    order = np.argsort(ratio)
    total = np.cumsum(believed.ravel()[order])
    low, high = (float(ratio[order][min(int(np.searchsorted(total, share)), len(total) - 1)]) for share in (0.1, 0.9))
    falling = float(believed[:, SLOPES < 0].sum() + believed[:, SLOPES == 0].sum() / 2)
    middle = float(np.exp((believed.ravel() * np.log(ratio)).sum()))
    state = judged(len(there), falling, middle)
    return Trend(
        state, falling, middle, low, high, (reason(f"trend-{state}", count=len(there), percent=percent(middle)),)
    )


def percent(ratio: float) -> int:
    return round(100 * abs(1 - ratio))


def judged(gatherings: int, falling: float, ratio: float) -> str:
    if gatherings < ENOUGH:
        return "too-early"
    if falling >= LIKELY and ratio <= FELL:
        return "fading"
    return "growing" if falling <= 1 - LIKELY and ratio >= ROSE else "no-sign"
