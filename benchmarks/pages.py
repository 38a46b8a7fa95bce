"""Queries and time of the key pages on a circle of 10 000 members, in one process.

    make bench            or   .venv/bin/python -m benchmarks.pages [--people N] [--runs N] [--json FILE]

Times are whole distributions of the same request repeated, after one warm-up; the database is a fresh SQLite file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(path: str, client: Any, runs: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    queries, spent = len(seen), []
    for _ in range(runs):
        start = time.perf_counter()
        client.get(path)
        spent.append(1000 * (time.perf_counter() - start))
    return {
        "page": path,
        "status": answer.status_code,
        "queries": queries,
        "bytes": len(answer.content),
        "ms": {name: round(percentile(spent, share), 1) for name, share in (("p50", 0.5), ("p95", 0.95), ("max", 1.0))},
    }


def run(people: int, runs: int) -> list[dict[str, Any]]:
    from django.core.management import call_command
    from django.test import Client

    from benchmarks.population import Size, fill
    from entregent.core.clock import now

    call_command("migrate", verbosity=0)
    population = fill(Size(people=people, circles=min(200, people // 2)), now())
    client = Client(SERVER_NAME="localhost")
    client.force_login(population.people[0])
    slug, key = population.everybody.slug, population.upcoming[0].key
    pages = (
        "/today",
        "/circles",
        f"/c/{slug}",
        f"/c/{slug}/members",
        f"/c/{slug}/past",
        f"/c/{slug}/journal",
        f"/g/{key}",
    )
    return [measure(page, client, runs) for page in pages]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(ENTREGENT_DATA=folder, DJANGO_SETTINGS_MODULE="entregent.config.settings")
        import django

        django.setup()
        from django.conf import settings

        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        rows = run(options.people, options.runs)
        report = {
            "command": " ".join(sys.argv),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "people": options.people,
            "pages": rows,
        }
    if options.json:
        options.json.write_text(json.dumps(report, indent=1))
    print(f"{report['machine']}, Python {report['python']}, SQLite {report['sqlite']}, {options.people} members")
    for row in rows:
        print(
            f"{row['page'][:44]:46}{row['status']}{row['queries']:5} queries{row['bytes'] / 1024:8.1f} KiB   "
            + "  ".join(f"{name} {value} ms" for name, value in row["ms"].items())
        )


if __name__ == "__main__":
    main()
