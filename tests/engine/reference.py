"""Slow and obvious twins of what the engine computes, written from the definitions alone."""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import Any

Table = Sequence[int]
Rounds = Sequence[Sequence[Table]]


def times_together(rounds: Rounds, a: int, b: int) -> int:
    return sum(a in table and b in table for tables in rounds for table in tables)


def repeats(rounds: Rounds, people: int) -> int:
    return sum(max(0, times_together(rounds, a, b) - 1) for a, b in combinations(range(people), 2))


def alike(rounds: Rounds, answers: Sequence[Hashable]) -> int:
    return sum(answers[a] == answers[b] for tables in rounds for table in tables for a, b in combinations(table, 2))


def partitions(people: Sequence[int], sizes: Sequence[int]) -> Iterable[tuple[Table, ...]]:
    if not sizes:
        yield ()
        return
    for first in combinations(people, sizes[0]):
        left = [each for each in people if each not in first]
        for rest in partitions(left, sizes[1:]):
            yield (first, *rest)


def fewest_repeats(people: int, sizes: Sequence[int], rounds: int) -> int:
    """By looking at every plan whose first round is the first there is: names do not matter."""
    first, *others = partitions(range(people), sizes)
    return min(repeats([first, *rest], people) for rest in product([first, *others], repeat=rounds - 1))


def spread(count: int, tables: int) -> int:
    """Pairs at one table when `count` people are dealt round `tables` tables."""
    dealt = [0] * tables
    for person in range(count):
        dealt[person % tables] += 1
    return sum(math.comb(each, 2) for each in dealt)


def beta_binomial(came: int, members: int, level: float, total: float) -> float:
    """By integrating the binomial over the beta density, on a fine grid."""
    a, b, steps = level * total, (1 - level) * total, 20_000
    grid = [(i + 0.5) / steps for i in range(steps)]
    density = [float(x ** (a - 1) * (1 - x) ** (b - 1)) for x in grid]
    chance = [math.comb(members, came) * x**came * (1 - x) ** (members - came) for x in grid]
    return math.fsum(d * c for d, c in zip(density, chance, strict=True)) / math.fsum(density)


def field_product(a: int, b: int) -> int:
    """In the field of four elements 0, 1, x, x + 1: the table every textbook prints."""
    return [[0, 0, 0, 0], [0, 1, 2, 3], [0, 2, 3, 1], [0, 3, 1, 2]][a][b]


Attended = Sequence[tuple[int, int]]


def who_was_there(attended: Attended) -> dict[int, set[int]]:
    there: dict[int, set[int]] = {}
    for person, gathering in attended:
        there.setdefault(gathering, set()).add(person)
    return there


def strengths(
    people: int,
    attended: Attended,
    days: Sequence[float],
    exchanged: Sequence[tuple[int, int, float]],
    now: float,
    half_life: float = 180,
) -> dict[tuple[int, int], float]:
    """Newman's weights, halved every 180 days, and 1 an exchange."""
    there = who_was_there(attended)
    found: dict[tuple[int, int], float] = {}
    for a, b in combinations(range(people), 2):
        met = [g for g, came in there.items() if {a, b} <= came]
        wrote = [day for one, two, day in exchanged if {one, two} == {a, b}]
        if met or wrote:
            found[a, b] = math.fsum(
                0.5 ** ((now - days[g]) / half_life) / (len(there[g]) - 1) for g in met
            ) + math.fsum(0.5 ** ((now - day) / half_life) for day in wrote)
    return found


Weights = dict[tuple[int, int], float]


def both_ways(ties: Weights) -> dict[int, dict[int, float]]:
    rows: dict[int, dict[int, float]] = {}
    for (a, b), weight in ties.items():
        rows.setdefault(a, {})[b] = weight
        rows.setdefault(b, {})[a] = weight
    return rows


def constraint(ties: Weights, i: int) -> float:
    rows = both_ways(ties)
    share = {v: {u: w / math.fsum(row.values()) for u, w in row.items()} for v, row in rows.items()}
    invested = [
        share[i].get(j, 0) + math.fsum(share[i][q] * share[q].get(j, 0) for q in share[i] if q != j) for j in rows[i]
    ]
    return math.fsum(each**2 for each in invested)


def effective_size(ties: Weights, i: int) -> float:
    rows = both_ways(ties)
    total = math.fsum(rows[i].values())
    return math.fsum(
        1 - math.fsum(rows[i][q] / total * rows[j].get(q, 0) / max(rows[j].values()) for q in rows[i]) for j in rows[i]
    )


def corrected_overlap(ties: Weights, attended: Attended, weight_of: dict[int, float], i: int, j: int) -> float:
    rows, there = both_ways(ties), who_was_there(attended)
    own, around = 0.0, 0.0
    for k in (rows[i].keys() | rows[j].keys()) - {i, j}:
        if k not in rows[i] or k not in rows[j]:
            around += 1
            continue
        weaker = min(rows[i][k], rows[j][k])
        owed = max((weight_of[g] for g, came in there.items() if {i, j, k} <= came), default=0)
        own, around = own + 1 - owed / weaker, around + 1 - owed / weaker
    return own / around if own > 1e-9 else 0


def modularity(ties: Weights, clan: Sequence[int]) -> float:
    rows, total = both_ways(ties), math.fsum(ties.values())
    inside = math.fsum(w for (a, b), w in ties.items() if clan[a] == clan[b])
    sums = {c: math.fsum(math.fsum(row.values()) for v, row in rows.items() if clan[v] == c) for c in set(clan)}
    return inside / total - math.fsum((each / (2 * total)) ** 2 for each in sums.values())


def between_parts(ties: Weights, part: Sequence[int]) -> Weights:
    """Ties inside a part are one of the part to itself."""
    found: dict[tuple[int, int], float] = {}
    for (a, b), weight in ties.items():
        ends = (min(part[a], part[b]), max(part[a], part[b]))
        found[ends] = found.get(ends, 0.0) + weight
    return found


def core_fit(ties: Weights, people: int, core: set[int]) -> float:
    """The correlation, pair by pair; not a number where all of these are tied alike: nothing varies then."""
    pairs = [p for p in combinations(range(people), 2) if len(core & set(p)) != 1]
    x, y = [ties.get(p, 0.0) for p in pairs], [float(set(p) <= core) for p in pairs]
    if len(set(x)) < 2 or len(set(y)) < 2:
        return math.nan
    mx, my = math.fsum(x) / len(pairs), math.fsum(y) / len(pairs)
    sxy = math.fsum((p - mx) * (q - my) for p, q in zip(x, y, strict=True))
    return sxy / math.sqrt(math.fsum((p - mx) ** 2 for p in x) * math.fsum((q - my) ** 2 for q in y))


def meetings(rounds: Rounds, people: int) -> list[list[int]]:
    return [[times_together(rounds, a, b) if a != b else 0 for b in range(people)] for a in range(people)]


def repeats_after(rounds: Rounds, people: int, before: Sequence[Sequence[int]]) -> int:
    """One round after the other: whoever sits with somebody they sat with already."""
    met = {frozenset(pair): max(before[pair[0]][pair[1]], before[pair[1]][pair[0]]) for pair in all_pairs(people)}
    again = 0
    for table in (table for tables in rounds for table in tables):
        for pair in map(frozenset, combinations(table, 2)):
            again += met[pair] > 0
            met[pair] += 1
    return again


def pays(
    p: int,
    table: Iterable[int],
    met: Sequence[Sequence[int]],
    price: Sequence[int],
    extra: Sequence[Sequence[int]],
    *,
    sits_there: bool,
) -> int:
    """What somebody pays at a table: for meeting each once more, or for the last time where they sit there."""
    return sum(price[max(met[p][w] - sits_there, 0)] + extra[p][w] for w in table if w != p)


def all_pairs(people: int) -> Iterable[tuple[int, int]]:
    return combinations(range(people), 2)


def even_sizes(people: int, tables: int) -> list[int]:
    """People go to the tables one by one, in a ring."""
    seated = [0] * tables
    for person in range(people):
        seated[person % tables] += 1
    return [each for each in seated if each]


def can_be_apart(people: Sequence[int], sizes: Sequence[int], apart: Iterable[Sequence[int]]) -> bool:
    """Whether some seating of one round keeps them all apart, by looking at every one."""
    pairs = [set(pair) for pair in apart]
    return any(not any(pair <= set(table) for pair in pairs for table in each) for each in partitions(people, sizes))


def least_of_teams(
    people: int, sizes: Sequence[int], cost: Sequence[Sequence[int]], apart: Iterable[Sequence[int]]
) -> int:
    """The least cost of the pairs inside teams, over every way of parting people."""
    pairs = [set(pair) for pair in apart]
    return min(
        sum(cost[a][b] for team in each for a, b in combinations(team, 2))
        for each in partitions(range(people), sizes)
        if not any(pair <= set(team) for pair in pairs for team in each)
    )


def order_of_turns(
    available: Sequence[bool], served: Sequence[int | None], joined: Sequence[int]
) -> list[tuple[int, int]]:
    """For each who is there, in the order of their number: turns owed to history, and when the last one was."""
    people, history = len(available), dict[int, int]()
    for moment in range(len(served) + 1):
        least = min(history.values(), default=0)
        for person in range(people):
            if person not in history and joined[person] <= moment:
                history[person] = least
        if moment < len(served) and served[moment] is not None:
            history[int(served[moment] or 0)] = history.get(int(served[moment] or 0), 0) + 1
    last = {who: moment for moment, who in enumerate(served) if who is not None}
    return [(history.get(p, 0), last.get(p, -1)) for p in range(people) if available[p]]


def drawn_again(public: str, secret: bytes) -> list[int]:
    """From the description alone: what somebody who distrusts us writes in twenty lines."""
    record = json.loads(public)
    load, recent, free, holder = record["load"], record["recent"], list(range(len(record["load"]))), {}
    cards = [c for c, w in enumerate(record["work"]) if w] + [c for c, w in enumerate(record["work"]) if not w]
    for card in cards:
        had = {p: sum(p in draw for draw in recent) for p in free}
        pool = [p for p in free if had[p] == min(had.values())] if record["work"][card] else list(free)
        tickets = [p for p in pool for _ in range(max(1, 5040 // (1 + load[p])) if record["work"][card] else 1)]
        number = int(hmac.new(secret, f"{record['said']}\n{card}".encode(), hashlib.sha256).hexdigest(), 16)
        holder[card] = tickets[number % len(tickets)]
        free.remove(holder[card])
    return [holder[card] for card in range(len(cards))]


def reasons_of(
    table: Sequence[int], met: Sequence[Sequence[int]], fields: Mapping[str, Sequence[Hashable]]
) -> list[str]:
    """What is to be said of a table, as short texts."""
    pairs = list(combinations(table, 2))
    again = [(a, b) for a, b in pairs if met[a][b]]
    said = [f"again {a} {b} {met[a][b]}" for a, b in again]
    if len(table) == 1:
        said = ["alone"]
    elif not again:
        said = [f"first-time {len(table)}"]
    elif len(again) < len(pairs):
        said = [f"new-pairs {len(pairs) - len(again)}", *said]
    for name, answers in fields.items():
        known = [answers[p] for p in table if answers[p] not in (None, "")]
        said += [f"mixed {name} {len(set(known))}"] if len(known) > 1 else []
    return said


def log_choice(came: int, members: int, level: float, spread: float) -> float:
    """ln of the beta-binomial chance, by the standard library's own ln Γ."""
    a, b, g = level * spread, (1 - level) * spread, math.lgamma
    choose = g(members + 1) - g(came + 1) - g(members - came + 1)
    return choose + g(came + a) + g(members - came + b) - g(members + spread) + g(a + b) - g(a) - g(b)


def expected_attendance(
    slots: Sequence[Hashable],
    came: Sequence[int],
    members: Sequence[int],
    now: int,
    ask: Sequence[Hashable],
    grids: Any,
) -> dict[Hashable, tuple[float, int, int]]:
    """Partial pooling by loops: what is believed of the circle, then of each slot, then of its next gathering."""
    levels, spreads = [float(x) for x in grids.LEVELS], [float(x) for x in grids.SPREADS]
    priors = []
    for pooling, centre in product(map(float, grids.POOLING), map(float, grids.CENTRES)):
        density = [x ** (centre * pooling - 1) * (1 - x) ** ((1 - centre) * pooling - 1) for x in levels]
        priors.append([each / math.fsum(density) for each in density])
    names = list(dict.fromkeys([*slots, *ask]))
    evidence = {
        name: [
            [
                math.exp(sum(log_choice(c, m, x, s) for n, c, m in zip(slots, came, members, strict=True) if n == name))
                for x in levels
            ]
            for s in spreads
        ]
        for name in names
    }
    pairs = list(product(range(len(spreads)), range(len(priors))))
    marginal = {
        name: [math.fsum(e * p for e, p in zip(evidence[name][f], priors[k], strict=True)) for f, k in pairs]
        for name in names
    }
    joint = [math.prod(marginal[name][i] for name in names) for i in range(len(pairs))]
    found = {}
    for name in names:
        chances = [0.0] * (now + 1)
        believed = [[0.0] * len(levels) for _ in spreads]
        for i, (f, k) in enumerate(pairs):
            others = joint[i] / marginal[name][i] if marginal[name][i] else 0.0
            for x in range(len(levels)):
                believed[f][x] += others * evidence[name][f][x] * priors[k][x]
        for f, x in product(range(len(spreads)), range(len(levels))):
            for c in range(now + 1):
                chances[c] += believed[f][x] * math.exp(log_choice(c, now, levels[x], spreads[f]))
        found[name] = summed_up(chances)
    return found


def summed_up(chances: Sequence[float]) -> tuple[float, int, int]:
    """Mean, and the outcomes at which 10 % and 90 % are reached."""
    total = math.fsum(chances)
    mean = math.fsum(c * chance for c, chance in enumerate(chances)) / total
    sums = [math.fsum(chances[: c + 1]) / total for c in range(len(chances))]
    low, high = (next(c for c, each in enumerate(sums) if each >= bound - 1e-12) for bound in (0.1, 0.9))
    return mean, low, high


def trend_of_attendance(came: Sequence[int], members: Sequence[int], grids: Any) -> tuple[float, float]:
    """Chance of a fall and middle of the ratio of end to start, each line of the grid weighed in turn."""
    moments = [i / (len(came) - 1) - 0.5 for i in range(len(came))] if len(came) > 1 else [-0.5] * len(came)
    weights: list[tuple[float, float, float]] = []
    for start, slope in product(map(float, grids.STARTS), map(float, grids.SLOPES)):
        level = [min(max(1 / (1 + math.exp(-start - slope * t)), 1e-6), 1 - 1e-6) for t in moments]
        chance = math.fsum(
            math.exp(math.fsum(log_choice(c, m, x, s) for c, m, x in zip(came, members, level, strict=True)))
            for s in map(float, grids.TREND_SPREADS)
        )
        ratio = (1 + math.exp(-start + slope / 2)) / (1 + math.exp(-start - slope / 2))
        weights.append((chance * math.exp(-0.5 * (slope / grids.TREND) ** 2), slope, ratio))
    total = math.fsum(weight for weight, *_ in weights)
    falling = math.fsum(weight * (1.0 if slope < 0 else 0.5 if slope == 0 else 0.0) for weight, slope, _ in weights)
    return falling / total, math.exp(math.fsum(w * math.log(r) for w, _, r in weights) / total)


def near(ties: Weights, people: int, i: int, j: int, again: float, steps: int) -> float:
    """The chance that a walk from i, weighed by ln(1 + strength), stops at j within so many steps."""
    rows = both_ways({pair: math.log1p(w) for pair, w in ties.items()})
    here = {i: 1.0}
    found = 0.0
    for step in range(steps):
        found += (1 - again) * again**step * here.get(j, 0.0)
        there: dict[int, float] = {}
        for p, chance in here.items():
            for q, w in rows.get(p, {}).items():
                there[q] = there.get(q, 0.0) + chance * w / math.fsum(rows[p].values())
        here = there
    return found


def chains(
    trusted: Weights, introduces: Sequence[bool], start: int, targets: set[int], hops: int
) -> dict[tuple[int, ...], float]:
    """Every chain of different persons there is, with the product of trust over its ties."""
    rows = both_ways(trusted)
    found: dict[tuple[int, ...], float] = {}
    open_: list[tuple[tuple[int, ...], float]] = [((start,), 1.0)]
    for _ in range(hops):
        longer: list[tuple[tuple[int, ...], float]] = []
        for path, trust in open_:
            if path[-1] != start and not introduces[path[-1]]:
                continue
            for q, w in rows.get(path[-1], {}).items():
                if q not in path:
                    longer.append(((*path, q), trust * w))
        found |= {path: trust for path, trust in longer if path[-1] in targets}
        open_ = longer
    return found
