"""A poll's page and a vote, beside Bitpoll's: five dates, thirty people's answers, SQLite, in turns in one run.

    .venv/bin/python -m benchmarks.polls [--rounds 5] [--runs 30] [--json FILE]

Bitpoll (https://github.com/fsinfuhh/Bitpoll) is looked for beside the project, in ../bitpoll or where BITPOLL says,
with its requirements in its own .venv. Both are asked in process, signed in, in production settings, once to warm up.
Steps from the mail to a vote are counted by hand. Entregent: open the link, choose, press: one page. Bitpoll: open the
link, press "Vote", choose, type one's name unless signed in, press: two pages. "road" is all of it: what the server
works between the mail and the vote, by the medians.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.pages import Spent, distribution, machine, median_ratio, pages_of, percentile, set_up, take_turns

WHAT = ("page", "form", "vote")
ROAD = {"Entregent": ("page", "vote"), "Bitpoll": WHAT}  # Bitpoll's form is a page of its own
PEER = Path(__file__).with_name("bitpoll_peer.py")


def ours(runs: int) -> dict[str, dict[str, list[float]]]:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    asks = pages_of(130)
    for ask in (asks["poll"], asks["vote"]):
        ask()
    spent = {what: take_turns({what: asks[page]}, runs)[what] for what, page in (("page", "poll"), ("vote", "vote"))}
    return {what: asdict(each) for what, each in spent.items()}


def theirs(folder: Path, runs: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BITPOLL_DB": str(Path(data, "bitpoll.sqlite3"))}
        command = [str(folder / ".venv" / "bin" / "python"), str(PEER), str(runs)]
        done = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE)
    spent: dict[str, Any] = json.loads(done.stdout)
    return spent


def alone(runs: int) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.polls", "--alone", "--runs", str(runs)]
    spent: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return spent


def compare(folder: Path, rounds: int, runs: int) -> dict[str, Any]:
    spent = {name: {what: Spent() for what in WHAT} for name in ("Entregent", "Bitpoll")}
    for _round in range(rounds):
        for name, once in (("Entregent", alone(runs)), ("Bitpoll", theirs(folder, runs))):
            for what in ROAD[name]:
                spent[name][what].wall += once[what]["wall"]
                spent[name][what].cpu += once[what]["cpu"]
    mine, other = spent["Entregent"], spent["Bitpoll"]
    both = ROAD["Entregent"]
    roads = {name: sum(percentile(spent[name][what].wall, 0.5) for what in road) for name, road in ROAD.items()}
    return {
        **machine(),
        "ms": {name: {what: distribution(each[what].wall) for what in ROAD[name]} for name, each in spent.items()},
        "cpu_ms": {name: {what: distribution(each[what].cpu) for what in ROAD[name]} for name, each in spent.items()},
        "times_as_fast": {what: median_ratio(other[what].wall, mine[what].wall) for what in both}
        | {"road": round(roads["Bitpoll"] / roads["Entregent"], 2)},
        "times_as_fast_by_cpu": {what: median_ratio(other[what].cpu, mine[what].cpu) for what in both},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--or-say-so", action="store_true", help="without Bitpoll, say so and go on")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.alone:
        with tempfile.TemporaryDirectory() as data:
            set_up(data)
            print(json.dumps(ours(options.runs)))
        return
    folder = Path(os.environ.get("BITPOLL", "../bitpoll")).resolve()
    if not (folder / "manage.py").exists():
        print("Bitpoll is not beside the project: its column stays empty. Check it out in ../bitpoll, or set BITPOLL.")
        sys.exit(0 if options.or_say_so else 1)
    report = compare(folder, options.rounds, options.runs)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1))
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
