"""Runs the layers of `make check`, `make test`, `make lint` or `make soak`, and says what each took of its budget."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "test-results"
PYTHON = sys.executable
BESIDE = Path(sys.executable).parent
PYTEST = (PYTHON, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal")


@dataclass(frozen=True)
class Layer:
    name: str
    budget: int
    commands: tuple[tuple[str, ...], ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    needs: str = ""


@dataclass
class Outcome:
    layer: Layer
    seconds: float = 0.0
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def holds(self) -> bool:
        """A skipped test proves nothing: what is not for a database is left out of its run, never skipped."""
        return not self.failed and not self.skipped


def suite(name: str, budget: int, *arguments: str, needs: str = "", **environment: str) -> Layer:
    report = f"--junitxml={RESULTS / name}.xml"
    return Layer(name, budget, ((*PYTEST, report, *arguments),), environment, needs)


LINT = Layer(
    "lint",
    40,
    (
        (PYTHON, "-m", "ruff", "check", "--quiet"),
        (PYTHON, "-m", "ruff", "format", "--check", "--quiet"),
        (PYTHON, "-m", "mypy"),
        (f"{BESIDE}/lint-imports",),
        (PYTHON, "tools/messages.py", "check"),
    ),
)
POSTGRES = {"ENTREGENT_TEST_DB": "postgres"}
SUITES: dict[str, tuple[Layer, ...]] = {
    "lint": (LINT,),
    "check": (LINT, suite("sqlite", 50)),
    "test": (
        LINT,
        suite("sqlite", 120, "--cov", "--cov-report=term:skip-covered"),
        suite("races, WAL", 60, "-m", "race", ENTREGENT_SQLITE_JOURNAL="wal"),
        suite("races, DELETE", 60, "-m", "race", ENTREGENT_SQLITE_JOURNAL="delete"),
        suite("postgres", 180, needs="tests.postgres", **POSTGRES),
        suite("browser", 400, "-m", "browser", needs="tests.browser.chromium"),
    ),
    "soak": (
        suite("soak, SQLite", 3600, "-n", "0", "-m", "soak"),
        suite("soak, PostgreSQL", 3600, "-n", "0", "-m", "soak", needs="tests.postgres", **POSTGRES),
    ),
}


def run(command: tuple[str, ...], environment: Mapping[str, str]) -> bool:
    data = {"ENTREGENT_DATA": str(RESULTS / "data")}
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **data, **environment}, check=False)
    return done.returncode == 0


def count(report: Path, outcome: Outcome) -> None:
    for part in ElementTree.parse(report).getroot().iter("testsuite"):
        numbers = {name: int(part.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
        failed = numbers["failures"] + numbers["errors"]
        outcome.failed += failed
        outcome.skipped += numbers["skipped"]
        outcome.passed += numbers["tests"] - failed - numbers["skipped"]


def carry_out(layer: Layer) -> Outcome:
    print(f"\n── {layer.name} " + "─" * (70 - len(layer.name)), flush=True)
    outcome = Outcome(layer)
    if layer.needs and not run((PYTHON, "-m", layer.needs), {}):
        outcome.failed = 1
        return outcome
    began = time.monotonic()
    report = RESULTS / f"{layer.name}.xml"
    report.unlink(missing_ok=True)
    for command in layer.commands:
        failed_before = outcome.failed
        held = run(command, layer.environment)
        if report.exists():
            count(report, outcome)
        else:
            outcome.passed += held
        if not held:
            outcome.failed = max(outcome.failed, failed_before + 1)
            print(f"✗ {' '.join(command[2:] if command[0] == PYTHON else command)}", flush=True)
    outcome.seconds = time.monotonic() - began
    return outcome


def show(outcomes: list[Outcome]) -> None:
    print("\nlayer              seconds  allowed   passed   failed  skipped")
    for each in outcomes:
        late = "  over its budget" if each.seconds > each.layer.budget else ""
        print(
            f"{each.layer.name:<18} {each.seconds:7.1f} {each.layer.budget:8d} "
            f"{each.passed:8d} {each.failed:8d} {each.skipped:8d}{late}"
        )
    took, allowed = sum(each.seconds for each in outcomes), sum(each.layer.budget for each in outcomes)
    print(f"{'all':<18} {took:7.1f} {allowed:8d}\n")
    passed, failed, skipped = (sum(getattr(each, n) for each in outcomes) for n in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)


def main() -> None:
    RESULTS.mkdir(exist_ok=True)
    outcomes = [carry_out(layer) for layer in SUITES[sys.argv[1]]]
    show(outcomes)
    sys.exit(0 if all(each.holds for each in outcomes) else 1)


if __name__ == "__main__":
    main()
