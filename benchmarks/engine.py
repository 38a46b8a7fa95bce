"""Table plans against other solvers, on the same questions, in the same run, at the same number of seconds.

    python -m benchmarks.engine [--seconds 1] [--longest 10] [--seeds 5] [--json FILE]     or: make bench-engine

Repeats are counted by one function for everybody. docs/explanation/measures/benchmark.md is made from the JSON
by `python -m benchmarks.engine_table FILE`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.engine_peers import PEERS
from entregent.engine import tables
from entregent.engine.warming import warm_up

GOLFERS = [(5, 3, 7), (6, 4, 7), (7, 4, 9), (8, 4, 10), (9, 4, 11), (10, 4, 13), (10, 2, 19), (20, 6, 8)]
HARD = [(8, 4, 10), (10, 4, 13)]  # given the longer time too
GROWTH = {
    "people": [(each // 5, 5, 6) for each in (50, 100, 200, 400)],
    "tables": [(each, 8, 6) for each in (4, 8, 16, 32)],
    "rounds": [(12, 5, each) for each in (6, 12, 24, 48)],
}
EXCHANGES = 2_000_000
TIMED = (
    "import time; began = time.perf_counter(); import numpy, entregent.engine; {}; print(time.perf_counter() - began)"
)
FIRST = {  # what a process is asked first, everything it has to load included
    "a table plan, with history, mixing and a pair kept apart": (
        "from entregent.engine import tables as t; n = numpy; "
        "t.plan(34, 6, 2, rng=n.random.default_rng(1), met=n.eye(34, k=1) + n.eye(34, k=-1), apart=[(0, 8)], "
        "fields={'trade': [p % 5 for p in range(34)]})"
    ),
    "a network, its measures, clans, core, a chain, whom to meet": (
        "from entregent.engine import chains, clans, core, meet, network, shape; n = numpy; "
        "came = [(p, g) for g in range(30) for p in range(g % 7, 34, 7)]; built = network.build(34, attendances=came); "
        "shape.measure(built); clans.find(built, rng=n.random.default_rng(1)); core.find(built); "
        "chains.find(chains.prepare(built), 0, 1); meet.pairs(meet.past(34, attendances=came))"
    ),
}


def clock(seconds: float) -> tables.Pace:
    began = time.monotonic()
    return lambda progress: (time.monotonic() - began) / seconds


def ours(count: int, size: int, rounds: int, seconds: float, seed: int) -> list[list[list[int]]]:
    plan = tables.plan(count * size, size, rounds, rng=np.random.default_rng(seed), pace=clock(seconds))
    return [[list(table) for table in seated] for seated in plan.rounds]


def searched(count: int, size: int, rounds: int, seconds: float, seed: int) -> list[list[list[int]]]:
    """The same without constructions: somebody more, who never comes, is enough to rule them out."""
    present = np.ones((rounds, count * size + 1), dtype=bool)
    present[:, -1] = False
    rng = np.random.default_rng(seed)
    plan = tables.plan(count * size + 1, size, rounds, rng=rng, present=present, pace=clock(seconds))
    return [[list(table) for table in seated] for seated in plan.rounds]


def cpu() -> float:
    """Seconds of processor spent by this process and by those it waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measured(solve: Callable[..., Any], asked: tuple[int, int, int], seconds: float, seed: int) -> dict[str, Any]:
    began, work = time.perf_counter(), cpu()
    rounds = solve(*asked, seconds, seed)
    spent, worked = time.perf_counter() - began, cpu() - work
    repeats = None if rounds is None else tables.repeats(rounds, asked[0] * asked[1])
    return {"seed": seed, "repeats": repeats, "seconds": round(spent, 4), "cpu": round(worked, 4)}


def against_peers(seconds: float, seeds: int, questions: list[tuple[int, int, int]]) -> list[dict[str, Any]]:
    found = []
    for asked in questions:
        for name, solve in {"entregent": ours, "entregent, search alone": searched, **PEERS}.items():
            runs = [measured(solve, asked, seconds, seed) for seed in range(seeds)]
            known = [run["repeats"] for run in runs if run["repeats"] is not None]
            found.append(
                {
                    "asked": asked,
                    "solver": name,
                    "seconds_given": seconds,
                    "runs": runs,
                    "repeats": statistics.median(known) if known else None,
                    "seconds": statistics.median(run["seconds"] for run in runs),
                    "cpu": statistics.median(run["cpu"] for run in runs),
                }
            )
            print(f"{asked} {seconds} s {name}: {found[-1]['repeats']} repeats, {found[-1]['seconds']} s", flush=True)
    return found


def twelve_weeks(seconds: float, seeds: int) -> list[dict[str, Any]]:
    """37 people, 12 weeks, 5 absent each week, tables of five and six; then mixing five trades too."""
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        present = np.zeros((12, 37), dtype=bool)
        for week in range(12):
            present[week, rng.permutation(37)[:32]] = True
        trades = {"trade": [int(each) for each in rng.integers(0, 5, 37)]}
        plain = tables.plan(37, 6, 12, rng=rng, present=present, pace=clock(seconds))
        mixed = tables.plan(37, 6, 12, rng=rng, present=present, fields=trades, pace=clock(seconds))
        share = (840 - mixed.alike) / (840 - mixed.least_alike)
        found.append(
            {
                "seed": seed,
                "repeats": plain.repeats,
                "least": plain.least_repeats,
                "repeats_mixed": mixed.repeats,
                "mixing_of_its_bound": round(share, 4),
            }
        )
        print(found[-1], flush=True)
    return found


def mixing(seconds: float, seeds: int) -> list[dict[str, Any]]:
    """120 people of seven unequal trades, eight rounds at tables of six: mixing as a share of its bound."""
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        trades = {"trade": [int(each) for each in rng.integers(0, 7, 120)]}
        plan = tables.plan(120, 6, 8, rng=rng, fields=trades, pace=clock(seconds))
        share = (2400 - plan.alike) / (2400 - plan.least_alike)
        found.append({"seed": seed, "repeats": plan.repeats, "mixing_of_its_bound": round(share, 4)})
    print(found, flush=True)
    return found


def exchanges(asked: tuple[int, int, int], seed: int) -> float:
    """Microseconds of processor of one exchange of the search, one person too many ruling constructions out."""
    tried: list[int] = []

    def pace(progress: tables.Progress) -> float:
        tried.append(progress.steps)
        return progress.steps / EXCHANGES

    count, size, rounds = asked
    people = count * size
    present = np.ones((rounds, people + 1), dtype=bool)
    present[:, -1] = False
    half = {"half": [person % 2 for person in range(people + 1)]}
    began = time.process_time()
    tables.plan(people + 1, size, rounds, rng=np.random.default_rng(seed), present=present, fields=half, pace=pace)
    return 1e6 * (time.process_time() - began) / max(1, max(tried, default=0))


def growth(seeds: int) -> dict[str, Any]:
    """What an exchange costs as one of people, tables and rounds grows; and the exponent of a power of it."""
    found: dict[str, Any] = {}
    for what, sizes in GROWTH.items():
        spent = [statistics.median(exchanges(asked, seed) for seed in range(seeds)) for asked in sizes]
        grown = [{"people": p * s, "tables": p, "rounds": r}[what] for p, s, r in sizes]
        exponent = float(np.polyfit(np.log(grown), np.log(spent), 1)[0])
        found[what] = {"sizes": grown, "us": [round(each, 3) for each in spent], "exponent": round(exponent, 2)}
        print(what, found[what], flush=True)
    return found


def imports(times: int = 7) -> dict[str, float]:
    """Seconds of `import entregent.engine` beyond `import numpy`, in fresh processes; its parts load when named."""
    code = "import time, numpy; b = time.perf_counter(); import entregent.engine; print(time.perf_counter() - b)"
    spent = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(times)
    ]
    print(f"import: {statistics.median(spent):.4f} s", flush=True)
    return {"seconds": round(statistics.median(spent), 4), "least": round(min(spent), 4)}


def first_answers(times: int = 5) -> dict[str, dict[str, float]]:
    """Seconds of a fresh process from its first line to its first answer."""
    found = {}
    for name, asked in FIRST.items():
        code = TIMED.format(asked)
        spent = [
            float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
            for _ in range(times)
        ]
        found[name] = {"seconds": round(statistics.median(spent), 3), "worst": round(max(spent), 3)}
    print("first answers", found, flush=True)
    return found


def answers(seeds: int) -> dict[str, float]:
    """Milliseconds of this week's plan for a circle of 130, with history and a field."""
    rng, spent = np.random.default_rng(1), []
    met, worked = np.zeros((130, 130), dtype=np.int64), []
    for _ in range(max(5, seeds)):
        began, work = time.perf_counter(), cpu()
        plan = tables.plan(130, 6, 1, rng=rng, met=met, fields={"trade": [p % 7 for p in range(130)]})
        spent.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (cpu() - work))
        met += tables.meetings(plan.rounds, 130)
    cpu_ms = statistics.median(worked)
    return {"ms": round(statistics.median(spent), 1), "worst_ms": round(max(spent), 1), "cpu_ms": round(cpu_ms, 1)}


def a_hundred_and_twenty(seeds: int) -> dict[str, float]:
    """120 people, eight rounds at tables of six, nothing else asked: repeats and seconds."""
    runs = [measured(ours, (20, 6, 8), 10.0, seed) for seed in range(max(5, seeds))]
    return {name: statistics.median(run[name] for run in runs) for name in ("repeats", "seconds", "cpu")}


def attacked(circles: int) -> dict[str, float]:
    """Who holds every plan of a year accuses each pair never seated together; and once without decoys, as a control."""
    found = {}
    for name, hides in (("with decoys", True), ("without", False)):
        right = accused = 0
        for circle in range(circles):
            real, suspects = year_of(circle, hides=hides)
            right, accused = right + len(real & suspects), accused + len(suspects)
        found[name] = round(right / max(1, accused), 4)
    print("attacker’s precision", found, flush=True)
    return found


def year_of(circle: int, *, hides: bool) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    rng, met = np.random.default_rng(circle), np.zeros((30, 30), dtype=np.int64)
    one, other, third, fourth = (int(p) for p in rng.permutation(30)[:4])
    apart = [(one, other), (third, fourth)]
    hidden: list[Any] = tables.decoys(apart, range(30), secret=rng.bytes(32))[0] if hides else []
    for _ in range(52):
        plan = tables.plan(30, 5, 1, rng=rng, met=met, apart=apart, decoys=hidden, pace=tables.steps(80_000))
        met += tables.meetings(plan.rounds, 30)
    never = {(a, b) for a in range(30) for b in range(a + 1, 30) if not met[a, b]}
    return {(min(pair), max(pair)) for pair in apart}, never


def machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "numba": version("numba"),
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "load": os.getloadavg()[0],
        "command": " ".join(["python -m benchmarks.engine", *sys.argv[1:]]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=1.0, help="given to each solver for each question")
    parser.add_argument("--longest", type=float, default=10.0, help="given for the hard questions, and to the weeks")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", type=Path, default=Path("bench-engine.json"))
    given = parser.parse_args()
    warm_up()
    found: dict[str, Any] = {"machine": machine(), "peers": []}
    parts: dict[str, Callable[[], Any]] = {
        "import": imports,
        "first_answers": first_answers,
        "answer_of_130": lambda: answers(given.seeds),
        "a_hundred_and_twenty": lambda: a_hundred_and_twenty(given.seeds),
        "attacked": lambda: attacked(given.seeds),
        "growth": lambda: growth(given.seeds),
        "mixing": lambda: mixing(given.seconds, given.seeds),
        "twelve_weeks": lambda: twelve_weeks(given.longest, given.seeds),
    }
    for name, part in parts.items():
        found[name] = part()
    found["memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    asked = [(given.seconds, each) for each in GOLFERS] + [(given.longest, each) for each in HARD]
    for seconds, question in asked:  # written after each, so that a run stopped half-way is not lost
        found["peers"] += against_peers(seconds, given.seeds, [question])
        given.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"Written: {given.json}. Now: python -m benchmarks.engine_table {given.json}")


if __name__ == "__main__":
    main()
