"""How good the advice on meetings is: ranked pairs against what happened next, on dated networks beside this one.

    python -m benchmarks.meetings ../shared/data [--draws 200]     makes docs/explanation/advice.md

The first 70 % of contacts are known; every pair of people seen in them who had not met is ranked; those who met in the
last 30 % are right. AUC over pairs; MRR, P@5, P@10 over people who met somebody new. One fixed recipe, fixed baselines.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.real_networks import numbered, ranks
from entregent.engine import clans, meet, network

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "advice.md"
SETS = {
    "sfhh": ("sfhh/SFHH.txt", (0, 1), 2),
    "invs15": ("invs15/tij_InVS15.txt", (0, 1), 2),
    "ht09": ("ht09/ht09_contact.txt", (0, 1), 2),
    "ws16": ("ws16/tij_WS16.dat", (1, 2), 0),
}
MEASURES = ("AUC", "MRR", "P@5", "P@10")
KNOWN = 0.7


@dataclass(frozen=True)
class Contacts:
    people: int
    pairs: Any
    days: Any


def read(path: Path, columns: tuple[int, int], when: int) -> Contacts:
    rows = [row for row in map(str.split, path.read_text().splitlines()) if row[columns[0]] != row[columns[1]]]
    people = numbered([row[at] for row in rows for at in columns])
    pairs = np.array([sorted(people[row[at]] for at in columns) for row in rows])
    days = np.array([float(row[when]) for row in rows])
    order = np.argsort(days, kind="stable")
    return Contacts(len(people), pairs[order], days[order])


def table(of: Contacts, half_life: float | None) -> Any:
    """Contacts between everybody, faded by a half-life that is a share of the time covered."""
    worth = np.ones(len(of.days))
    if half_life is not None:
        worth = np.exp2(-(of.days[-1] - of.days) / (half_life * (of.days[-1] - of.days[0])))
    found = np.zeros((of.people, of.people))
    np.add.at(found, (of.pairs[:, 0], of.pairs[:, 1]), worth)
    return found + found.T


def inverse(matrix: Any, share: float) -> Any:
    return np.linalg.inv(np.eye(len(matrix)) - share * matrix)


def katz(matrix: Any) -> Any:
    return inverse(matrix / np.abs(np.linalg.eigvalsh(matrix)).max(), 0.5)


def pagerank(matrix: Any) -> Any:
    found = inverse(matrix / np.maximum(matrix.sum(axis=1), 1e-12)[:, None], 0.85)
    return found + found.T


def allocation(matrix: Any) -> Any:
    return (matrix / np.maximum(matrix.sum(axis=1), 1e-12)) @ matrix


BASELINES: dict[str, Callable[[Any, Any, Any], Any]] = {
    "common neighbours": lambda tied, faded, recent: tied @ tied,
    "Adamic–Adar": lambda tied, faded, recent: (tied / np.log(np.maximum(2, tied.sum(axis=1)))) @ tied,
    "resource allocation": lambda tied, faded, recent: allocation(tied),
    "Katz": lambda tied, faded, recent: katz(tied),
    "PageRank": lambda tied, faded, recent: pagerank(tied),
    "common neighbours, decayed": lambda tied, faded, recent: faded @ faded,
    "resource allocation, decayed": lambda tied, faded, recent: allocation(faded),
    "resource allocation, decayed, logarithms": lambda tied, faded, recent: allocation(np.log1p(faded)),
    "Katz, decayed": lambda tied, faded, recent: katz(faded),
    "Katz, decayed, logarithms": lambda tied, faded, recent: katz(np.log1p(faded)),
    "PageRank, decayed": lambda tied, faded, recent: pagerank(faded),
    "resource allocation × recent activity": lambda tied, faded, recent: (
        allocation(tied) * np.outer(recent.sum(axis=1), recent.sum(axis=1))
    ),
}
HALF_LIVES = (0.1, 0.2)  # of the baselines that fade: each is tried at both


def recipe(known: Contacts) -> Any:
    past = meet.past(known.people, exchanges=known.pairs, exchange_times=known.days)
    return np.array(list(meet.scores(past, range(known.people))))


def ranked(known: Contacts) -> Iterator[tuple[str, Any]]:
    yield "entregent", recipe(known)
    tied = (table(known, None) > 0).astype(float)
    for name, score in BASELINES.items():
        fades = "decayed" in name or "recent" in name
        for half_life in HALF_LIVES if fades else (None,):
            faded = table(known, half_life)
            said = f"{name} ({half_life:g})" if fades else name
            yield said, score(tied, faded, faded)


@dataclass(frozen=True, eq=False)
class Question:
    """Which pairs are ranked and which of them were right; for each person, in arrays."""

    open: Any
    right: Any
    across: Any


def question(known: Contacts, later: Any) -> Question:
    met = table(known, None) > 0
    seen = met.any(axis=1)
    open_ = np.outer(seen, seen) & ~met
    np.fill_diagonal(open_, val=False)
    right = np.zeros_like(met)
    right[later[:, 0], later[:, 1]] = right[later[:, 1], later[:, 0]] = True
    built = network.build(known.people, exchanges=known.pairs, exchange_times=known.days, half_life=None)
    of = clans.find(built, rng=np.random.default_rng(1)).of
    return Question(open_, right & open_, of[:, None] != of[None, :])


def per_person(asked: Question, score: Any, open_: Any) -> Any:
    """For each person who met somebody new: one over the place of the first, share right of 5 and of 10; else NaN."""
    found = np.full((len(score), 3), np.nan)
    for person in range(len(score)):
        others = np.flatnonzero(open_[person])
        right = asked.right[person, others]
        if right.any():
            hits = right[np.argsort(-score[person, others], kind="stable")]
            found[person] = 1 / (1 + int(hits.argmax())), hits[:5].mean(), hits[:10].mean()
    return found


def auc(asked: Question, score: Any, open_: Any) -> float:
    pairs = np.triu(open_, 1)
    right, place = asked.right[pairs], ranks(score[pairs])
    count = int(right.sum())
    return float((place[right].sum() - count * (count + 1) / 2) / (count * (len(right) - count)))


def measured(asked: Question, score: Any, open_: Any, people: Any) -> Any:
    """The four measures over `people`, who may be drawn several times."""
    each = per_person(asked, score, open_)[people]
    return np.array([auc(asked, score, open_), *np.nanmean(each, axis=0)])


def intervals(asked: Question, ours: Any, best: dict[str, Any], draws: int) -> Any:
    """Ours less the best baseline of each measure, 95 % over people drawn again; AUC by drawing pairs' persons."""
    rng, people = np.random.default_rng(1), len(asked.open)
    differences = []
    persons = {name: per_person(asked, score, asked.open) for name, score in {"ours": ours, **best}.items()}
    for _ in range(draws):
        drawn = rng.integers(0, people, people)
        kept = asked.open & np.isin(np.arange(people), drawn)[:, None] & np.isin(np.arange(people), drawn)[None, :]
        row = [auc(asked, ours, kept) - auc(asked, best["AUC"], kept)]
        for k, name in enumerate(MEASURES[1:]):
            row.append(float(np.nanmean(persons["ours"][drawn, k]) - np.nanmean(persons[name][drawn, k])))
        differences.append(row)
    return np.array(differences)


def lines(found: dict[str, Any]) -> Iterator[str]:
    """One table, the means of the sets; the best of each column in bold."""
    yield "| method | " + " | ".join(MEASURES) + " |\n|---|---:|---:|---:|---:|"
    top = np.max([np.round(each, 4) for each in found.values()], axis=0)
    for name, values in sorted(found.items(), key=lambda each: (each[0] != "entregent", -float(each[1][0]))):
        cells = [f"**{v:.4f}**" if round(float(v), 4) == t else f"{v:.4f}" for v, t in zip(values, top, strict=True)]
        yield f"| {name} | " + " | ".join(cells) + " |"


def evaluate(data: Path, draws: int) -> Iterator[str]:
    every: dict[str, list[Any]] = {}
    cross: dict[str, list[Any]] = {}
    asked_of, scores_of = {}, {}
    for name, (file, columns, when) in SETS.items():
        whole = read(data / file, columns, when)
        cut = int(KNOWN * len(whole.days))
        known = Contacts(whole.people, whole.pairs[:cut], whole.days[:cut])
        asked, scores = question(known, whole.pairs[cut:]), dict(ranked(known))
        everybody = np.arange(known.people)
        for method, score in scores.items():
            every.setdefault(method, []).append(measured(asked, score, asked.open, everybody))
            across = asked.open & asked.across
            cross.setdefault(method, []).append(measured(asked, score, across, everybody))
        asked_of[name], scores_of[name] = asked, scores
    means = {method: np.mean(values, axis=0) for method, values in every.items()}
    yield "\n## All new pairs, mean of the four sets\n"
    yield from lines(means)
    yield "\n## Pairs of two clans alone\n"
    yield from lines({method: np.mean(values, axis=0) for method, values in cross.items()})
    best = {m: max((n for n in means if n != "entregent"), key=lambda n: means[n][k]) for k, m in enumerate(MEASURES)}
    yield "\n## Ours less the best baseline of each measure\n"
    yield f"95 % intervals over people drawn again, {draws} times; the baseline is the best of its column above.\n"
    yield "| set | " + " | ".join(f"{m}: {best[m]}" for m in MEASURES) + " |\n|---|---:|---:|---:|---:|"
    drawn = []
    for name, asked in asked_of.items():
        chosen = {m: scores_of[name][best[m]] for m in MEASURES}
        drawn.append(intervals(asked, scores_of[name]["entregent"], chosen, draws))
        at = len(drawn) - 1
        middle = [every["entregent"][at][k] - every[best[m]][at][k] for k, m in enumerate(MEASURES)]
        yield interval_line(name, drawn[-1], np.array(middle))
    overall = np.array([means["entregent"][k] - means[best[m]][k] for k, m in enumerate(MEASURES)])
    yield interval_line("mean", np.mean(drawn, axis=0), overall)


def interval_line(name: str, drawn: Any, middle: Any) -> str:
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    cells = [f"{m:+.3f} ({a:+.3f} … {b:+.3f})" for m, a, b in zip(middle, low, high, strict=True)]
    return f"| {name} | " + " | ".join(cells) + " |"


INTRODUCTION = """# How good the advice on meetings is

Made by `python -m benchmarks.meetings DATA`; do not edit by hand. Four published sets of contacts: two conferences
of two or three days (sfhh, ht09), a symposium (ws16), an office over two weeks (invs15). The first 70 % of contacts are
known; all pairs who had not met are ranked; right are those who met in the last 30 %. The recipe of
`entregent.engine.meet` was chosen on the first 70 % alone (its own first 70 % and last 30 %), then run here once. In
brackets, the half-life of a baseline as a share of the time covered: each that fades was given two, and may win with
either.
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--draws", type=int, default=200)
    args = parser.parse_args()
    PAGE.write_text(INTRODUCTION + "\n".join(evaluate(args.data, args.draws)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
