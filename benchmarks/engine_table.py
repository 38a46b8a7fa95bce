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
        cells = [
            "—"
            if of_line[name]["repeats"] is None
            else f"{of_line[name]['repeats']:g} ({of_line[name]['seconds']:.3g} s)"
            for name in solvers
        ]
        yield f"| {'-'.join(map(str, asked))}, {given:g} s | " + " | ".join(cells) + " |"


def page(found: dict[str, Any]) -> Iterator[str]:
    seeds = len(found["twelve_weeks"])
    yield "# Table plans measured against other solvers\n"
    yield f"Made by `{found['machine']['command']}`, then `python -m benchmarks.engine_table`; do not edit by hand.\n"
    yield (
        "Machine: "
        + ", ".join(f"{name} {value}" for name, value in found["machine"].items() if name != "command")
        + "."
    )
    yield f"Memory at most {found['memory_mib']} MiB. Repeats, median of {seeds} seeds (seconds spent).\n"
    yield from peers(found["peers"])
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
    yield f"\n`import entregent.engine` beyond numpy: {found['import']['seconds']} s. "
    answer = found["answer_of_130"]
    yield f"This week’s plan for a circle of 130: {answer['ms']} ms (worst {answer['worst_ms']})."


def main() -> None:
    found = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    PAGE.write_text("\n".join(page(found)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
