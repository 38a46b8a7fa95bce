"""Queries and time of the key pages at 130 and at 10 000 members, against the same server's barest page.

    make bench            or   .venv/bin/python -m benchmarks.pages [--people 130 10000] [--runs N] [--json FILE]

Each size is a fresh SQLite file in a process of its own. Requests are repeated in turns, page after page, so that a
slow moment of the machine falls on all of them; times are whole distributions after one warm-up, and each page's median
is also given as a ratio to "floor": signed in, the base layout, one query.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

FLOOR = "floor"
SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
Ask = Callable[[], Any]


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def distribution(spent: list[float]) -> dict[str, float]:
    return {name: round(percentile(spent, share), 2) for name, share in SHARES.items()}


def median_ratio(values: list[float], others: list[float]) -> float:
    return round(percentile(values, 0.5) / percentile(others, 0.5), 2)


def look(ask: Ask) -> dict[str, Any]:
    """What one request answers and how many queries that took, once warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    return {"status": answer.status_code, "queries": len(seen), "bytes": len(answer.content)}


@dataclass
class Spent:
    """Milliseconds of each request: what a person waits, and what the processor works."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def ask(self, ask: Ask) -> None:
        began, worked = time.perf_counter(), time.process_time()
        ask()
        self.cpu.append(1000 * (time.process_time() - worked))
        self.wall.append(1000 * (time.perf_counter() - began))


def take_turns(asks: dict[str, Ask], runs: int) -> dict[str, Spent]:
    spent = {name: Spent() for name in asks}
    for _run in range(runs):
        for name, ask in asks.items():
            spent[name].ask(ask)
    return spent


def pages_of(people: int) -> dict[str, Ask]:
    from django.test import Client

    from benchmarks.population import Size, fill
    from entregent.core.clock import now

    population = fill(Size(people=people, circles=min(200, people // 2)), now())
    client, voter = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")  # what the vote says stays with it
    client.force_login(population.people[0])
    voter.force_login(population.people[0])
    circle, gathering, poll = f"/c/{population.everybody.slug}", f"/g/{population.upcoming[0].key}", population.poll
    slots = [slot.pk for slot in poll.slots.all()]
    votes = {"slots": ",".join(map(str, slots))} | {f"slot-{slot}": "yes" for slot in slots}
    paths = {
        FLOOR: "/bench/floor",
        "Today": "/today",
        "circle": circle,
        "gathering": gathering,
        "poll": f"/p/{poll.key}",
        "members": f"{circle}/members",
        "past": f"{circle}/past",
        "journal": f"{circle}/journal",
    }
    asks: dict[str, Ask] = {name: partial(client.get, path) for name, path in paths.items()}
    asks["vote"] = partial(press, voter, f"/p/{poll.key}/answer", urlencode(votes))
    return asks


def press(client: Any, path: str, form: str) -> Any:
    """As a browser sends a form from a page it has just opened: what the last answer said has been read."""
    client.cookies.pop("said", None)
    return client.post(path, form, content_type="application/x-www-form-urlencoded")


def measure(people: int, runs: int) -> list[dict[str, Any]]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    asks = pages_of(people)
    seen = {name: look(ask) for name, ask in asks.items()}
    spent = take_turns(asks, runs)
    floor = spent[FLOOR]
    return [
        {
            "page": name,
            "people": people,
            **seen[name],
            "ms": distribution(spent[name].wall),
            "cpu_ms": distribution(spent[name].cpu),
            "ratio": median_ratio(spent[name].wall, floor.wall),
            "cpu_ratio": median_ratio(spent[name].cpu, floor.cpu),
        }
        for name in asks
    ]


def set_up(folder: str) -> None:
    os.environ.update(ENTREGENT_DATA=folder, DJANGO_SETTINGS_MODULE="entregent.config.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.urls"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def apart(people: int, runs: int) -> list[dict[str, Any]]:
    """One size in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pages", "--alone", str(people), "--runs", str(runs)]
    rows: list[dict[str, Any]] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return rows


def machine() -> dict[str, str]:
    return {
        "command": f"python -m benchmarks.{Path(sys.argv[0]).stem} {' '.join(sys.argv[1:])}".strip(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
    }


def show(report: dict[str, Any]) -> None:
    print(f"{report['machine']}, Python {report['python']}, SQLite {report['sqlite']}")
    for row in report["pages"]:
        times = "  ".join(f"{name} {value:7.2f}" for name, value in row["ms"].items())
        print(
            f"{row['people']:6} {row['page']:10} {row['status']} {row['queries']:3} queries "
            f"{row['bytes'] / 1024:6.1f} KiB   {times} ms  ×{row['ratio']:<5}  "
            f"cpu {row['cpu_ms']['p50']:6.2f} ms  ×{row['cpu_ratio']}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[130, 10_000])
    parser.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.alone:
        with tempfile.TemporaryDirectory() as folder:
            set_up(folder)
            print(json.dumps(measure(options.alone, options.runs)))
        return
    report = {**machine(), "pages": [row for people in options.people for row in apart(people, options.runs)]}
    if options.json:
        options.json.write_text(json.dumps(report, indent=1))
    show(report)


if __name__ == "__main__":
    main()
