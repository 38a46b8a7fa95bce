"""Published networks beside this repository, read as the engine wants them, and what overlap makes of them.

python -m benchmarks.real_networks ../shared/data     makes docs/explanation/measures/overlap.md
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from entregent.engine import network, shape

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "measures" / "overlap.md"
INTRODUCTION = """# Overlap on real networks, before and after the correction

Made by `python -m benchmarks.real_networks DATA`; do not edit by hand. Correlation of a tie's strength with its
overlap, by ranks, with ranks of the smaller and of the larger number of ties of its ends removed (and, in brackets, of
their sum). Granovetter's sign is +. The correction was fixed on *newman-condmat* and *davis*, then run once on the
others. They have no gatherings: there it changes nothing, by construction.

| network | people | ties | raw overlap | corrected |
|---|---:|---:|---:|---:|
"""


def numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text().splitlines()))[1:]


def attended(path: Path) -> network.Network:
    rows = rows_of(path)
    people, gatherings = numbered([row[0] for row in rows]), numbered([row[1] for row in rows])
    return network.build(len(people), attendances=[(people[row[0]], gatherings[row[1]]) for row in rows])


def contacts(path: Path, columns: tuple[int, int] = (0, 1)) -> network.Network:
    rows = [[row[at] for at in columns] for row in map(str.split, path.read_text().splitlines())]
    people = numbered([name for row in rows for name in row])
    return network.build(len(people), exchanges=[(people[a], people[b]) for a, b in rows if a != b])


def declared(path: Path, weight: int | None = None) -> network.Network:
    rows = rows_of(path)
    people = numbered([name for row in rows for name in row[:2]])
    ties: Counter[tuple[int, int]] = Counter()
    for row in rows:
        a, b = sorted((people[row[0]], people[row[1]]))
        if a != b:
            ties[a, b] += float(row[weight]) if weight else 1  # type: ignore[assignment]
    return network.of_ties(len(people), list(ties), list(ties.values()))


NETWORKS: dict[str, Callable[[Path], network.Network]] = {
    "newman-condmat": lambda data: attended(data / "newman-condmat" / "attendance.csv"),
    "davis": lambda data: attended(data / "davis" / "attendance.csv"),
    "invs15 (office)": lambda data: contacts(data / "invs15" / "tij_InVS15.txt"),
    "sfhh (conference)": lambda data: contacts(data / "sfhh" / "SFHH.txt"),
    "ht09 (conference)": lambda data: contacts(data / "ht09" / "ht09_contact.txt"),
    "ws16 (conference)": lambda data: contacts(data / "ws16" / "tij_WS16.dat", (1, 2)),
    "consulting, information": lambda data: declared(data / "consulting-cross-parker" / "info.csv", 2),
    "consulting, value": lambda data: declared(data / "consulting-cross-parker" / "value.csv", 2),
    "ukfaculty": lambda data: declared(data / "ukfaculty" / "ties.csv", 2),
    "lazega, advice": lambda data: declared(data / "lazega" / "advice.csv"),
    "lazega, co-work": lambda data: declared(data / "lazega" / "cowork.csv"),
    "lazega, friends": lambda data: declared(data / "lazega" / "friends.csv"),
    "krackhardt, advice": lambda data: declared(data / "krackhardt-hightech" / "advice.csv"),
    "krackhardt, friendship": lambda data: declared(data / "krackhardt-hightech" / "friendship.csv"),
    "karate (ties all equal)": lambda data: declared(data / "karate" / "ties.csv"),
}


def ranks(values: Any) -> Any:
    """Ranks, equal values sharing the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


def partial(one: Any, two: Any, removed: Sequence[Any]) -> float:
    """The correlation of ranks once the ranks of `removed` are explained away."""
    known = np.column_stack([np.ones(len(one)), *map(ranks, removed)])
    left = [each - known @ np.linalg.lstsq(known, each, rcond=None)[0] for each in (ranks(one), ranks(two))]
    spread = float(np.sqrt((left[0] ** 2).sum() * (left[1] ** 2).sum()))
    return float((left[0] * left[1]).sum() / spread) if spread > 1e-9 else float("nan")


def granovetter(built: network.Network) -> dict[str, tuple[float, float]]:
    """For raw and corrected overlap: with both degrees removed, with their sum removed."""
    found, degree = shape.measure(built), built.degree
    ends = (degree[built.a], degree[built.b])
    both, total = [np.minimum(*ends), np.maximum(*ends)], [ends[0] + ends[1]]
    return {
        name: (partial(built.strength, overlap, both), partial(built.strength, overlap, total))
        for name, overlap in (("raw", found.raw_overlap), ("corrected", found.overlap))
    }


def table(data: Path) -> Iterator[str]:
    for name, read in NETWORKS.items():
        built = read(data)
        found = granovetter(built)
        cells = " | ".join(f"{both:+.2f} ({total:+.2f})" for both, total in found.values())
        yield f"| {name} | {built.people} | {built.ties} | {cells} |".replace("+nan", "—")


def main() -> None:
    PAGE.write_text(INTRODUCTION + "\n".join(table(Path(sys.argv[1]))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
