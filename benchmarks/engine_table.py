"""The page of figures, from the JSON of a run: `python -m benchmarks.engine_table FILE`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "measures" / "benchmark.md"


def peers(rows: list[dict[str, Any]]) -> Iterator[str]:
    solvers = list(dict.fromkeys(row["solver"] for row in rows))
    yield "| tables-size-rounds, seconds given | " + " | ".join(solvers) + " |"
    yield "|---|" + "---:|" * len(solvers)
    for asked, given in dict.fromkeys((tuple(row["asked"]), row["seconds_given"]) for row in rows):
        of_line = {row["solver"]: row for row in rows if (tuple(row["asked"]), row["seconds_given"]) == (asked, given)}
        cells = [cell(of_line.get(name)) for name in solvers]
        yield f"| {'-'.join(map(str, asked))}, {given:g} s | " + " | ".join(cells) + " |"


def cell(row: dict[str, Any] | None) -> str:
    if row is None or row["repeats"] is None:
        return "—"
    times = [f"{row['seconds']:.3g} s", *([f"{row['cpu']:.3g}"] if "cpu" in row else [])]
    return f"{row['repeats']:g} ({', '.join(times)})"


def page(found: dict[str, Any]) -> Iterator[str]:
    seeds = len(found["twelve_weeks"])
    yield "# Table plans measured against other solvers\n"
    yield f"Made by `{found['machine']['command']}`, then `python -m benchmarks.engine_table`; do not edit by hand.\n"
    yield (
        "Machine: "
        + ", ".join(f"{name} {value}" for name, value in found["machine"].items() if name != "command")
        + "."
    )
    yield (
        f"Memory at most {found['memory_mib']} MiB. Repeats, median of {seeds} seeds (seconds on the clock, of "
        "processor). A dash: no answer in that time and twenty seconds more, or a question that solver does not take.\n"
    )
    yield from (f"{note}\n" for note in found.get("notes", []))
    yield from peers(found["peers"])
    yield (
        "\n`entregent` takes a construction where it has one; `entregent, search alone` is the same search without. "
        "good-enough-golfers takes no seed: it is started again until its time is up. colette makes pairs only."
    )
    yield "\n## 37 people, 12 weeks, 5 absent a week, tables of five and six\n"
    yield "| seed | repeats | no plan below | repeats, mixing too | mixing, of its bound |\n|---:|---:|---:|---:|---:|"
    for row in found["twelve_weeks"]:
        yield (
            f"| {row['seed']} | {row['repeats']} | {row['least']} | {row['repeats_mixed']} "
            f"| {row['mixing_of_its_bound']:.1%} |"
        )
    yield "\n## 120 people, 8 rounds, tables of six, seven trades\n"
    yield "| seed | repeats | mixing, of its bound |\n|---:|---:|---:|"
    yield from (f"| {row['seed']} | {row['repeats']} | {row['mixing_of_its_bound']:.1%} |" for row in found["mixing"])
    yield "\n## Growth: microseconds of one exchange of the search\n"
    yield "| grows | sizes | µs | exponent |\n|---|---|---|---:|"
    for what, row in found["growth"].items():
        yield f"| {what} | {row['sizes']} | {row['us']} | {row['exponent']} |"
    yield from answers(found)


def answers(found: dict[str, Any]) -> Iterator[str]:
    at_once, answer, attacked = found["a_hundred_and_twenty"], found["answer_of_130"], found["attacked"]
    yield "\n## Answers and secrets\n"
    yield "| what | measured | bar |\n|---|---|---|"
    yield (
        f"| 120 people × 8 rounds, tables of six | {at_once['repeats']:g} repeats in {at_once['seconds']:.3g} s "
        f"({at_once['cpu']:.3g} of processor) | 0 in 0.2 s |"
    )
    yield (
        f"| this week’s plan for 130, after warm-up | {answer['ms']} ms, worst {answer['worst_ms']} "
        f"({answer['cpu_ms']} of processor) | 50 ms |"
    )
    imported = found["import"]
    yield f"| `import entregent.engine` beyond numpy | {imported['seconds']} s, least {imported['least']} | 0.05 s |"
    yield from (
        f"| first answer of a process, loading included: {name} | {each['seconds']} s, worst {each['worst']} | 3 s |"
        for name, each in found.get("first_answers", {}).items()
    )
    yield (
        f"| somebody with every plan of a year accuses the pairs never seen together: right | "
        f"{attacked['with decoys']:.0%} (without decoys {attacked['without']:.0%}) | 20 % |"
    )


def main() -> None:
    found = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    PAGE.write_text("\n".join(page(found)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
