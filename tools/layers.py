"""Runs the layers of `make check`, `make test`, `make lint` or `make soak`, and says what each took of its budget."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
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
    abreast: bool = False  # its commands run two at a time, each says what it has to say when it ends


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
    20,
    (
        (PYTHON, "-m", "mypy", "--num-workers", "2"),
        (PYTHON, "-m", "ruff", "check", "--quiet"),
        (PYTHON, "-m", "ruff", "format", "--check", "--quiet"),
        (f"{BESIDE}/lint-imports",),
        (PYTHON, "tools/messages.py", "check"),
    ),
    abreast=True,
)
ELSEWHERE = "browser or soak or race or peers"
QUICK = ("-m", f"not ({ELSEWHERE} or whole)")
# Machine code is not traced: what runs as Python is measured first, and the rest of the suite adds to it.
COVERED_FIRST = ("--cov", "--cov-fail-under=0", "--cov-report=")
COVERED = ("--cov", "--cov-append", "--cov-report=term:skip-covered")
POSTGRES = {"ENTREGENT_TEST_DB": "postgres"}
RACES = ("tests/races", "-m", "race")
IN_CHROMIUM = ("tests/browser", "tests/web/test_gallery_in_browser.py")
ASKING = ("tests/engine", "tests/core", "tests/gatherings/test_dates.py", "-m", f"not ({ELSEWHERE} or whole)")
SUITES: dict[str, tuple[Layer, ...]] = {
    "lint": (LINT,),
    "check": (LINT, suite("sqlite", 70, *QUICK)),
    "test": (
        LINT,
        suite("engine, plain", 25, "tests/engine/test_battery.py", *COVERED_FIRST, NUMBA_DISABLE_JIT="1"),
        suite("sqlite", 150, *QUICK, *COVERED),
        suite("sqlite, whole", 105, "-m", f"whole and not ({ELSEWHERE})"),
        suite("races, WAL", 10, *RACES, ENTREGENT_SQLITE_JOURNAL="wal"),
        suite("races, DELETE", 10, *RACES, ENTREGENT_SQLITE_JOURNAL="delete"),
        suite("postgres", 165, needs="tests.postgres", **POSTGRES),
        suite("peers", 10, "-n", "0", "-m", "peers", "tests/external", needs="tests.peers"),
        suite("browser", 405, "-m", "browser", *IN_CHROMIUM, needs="tests.browser.chromium"),
    ),
    "soak": (
        suite("other questions", 900, *ASKING, ENTREGENT_TEST_OTHERS="1"),
        suite("soak, SQLite", 3600, "-n", "0", "-m", "soak"),
        suite("soak, PostgreSQL", 3600, "-n", "0", "-m", "soak", needs="tests.postgres", **POSTGRES),
    ),
}


def run(command: tuple[str, ...], environment: Mapping[str, str], *, in_one_go: bool = False) -> bool:
    """`in_one_go`: what it says appears when it has ended, whole beside what others say meanwhile."""
    ours = {"ENTREGENT_DATA": str(RESULTS / "data"), **environment}
    output = subprocess.PIPE if in_one_go else None
    done = subprocess.run(
        command, cwd=ROOT, env={**inherited(), **ours}, check=False, text=True, stdout=output, stderr=subprocess.STDOUT
    )
    print(done.stdout or "", end="", flush=True)
    return done.returncode == 0


def inherited() -> dict[str, str]:
    """Code is compiled once for all the processes of a run, whatever the machine thinks of files beside it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run_all(layer: Layer) -> list[bool]:
    if not layer.abreast:
        return [run(command, layer.environment) for command in layer.commands]
    with ThreadPoolExecutor(2) as two:
        return list(two.map(lambda command: run(command, layer.environment, in_one_go=True), layer.commands))


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
    held = run_all(layer)
    if report.exists():
        count(report, outcome)
    else:
        outcome.passed = sum(held)
    for command in (command for command, well in zip(layer.commands, held, strict=True) if not well):
        print(f"✗ {' '.join(command[2:] if command[0] == PYTHON else command)}", flush=True)
    outcome.failed = max(outcome.failed, held.count(False))
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
