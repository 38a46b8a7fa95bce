"""The other solvers of the engine's benchmark, each given the same question and the same seconds.

CP-SAT and colette live in an environment of their own (requirements/bench.txt); good-enough-golfers is checked out
beside the project and run under Node. A peer that is not there is said to be absent, never skipped in silence.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import time
from itertools import combinations, pairwise
from math import exp
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GOLFERS = Path(os.environ.get("GOOD_ENOUGH_GOLFERS", ROOT.parent / "good-enough-golfers"))
ENVIRONMENT = ROOT / ".venv-bench" / "bin" / "python"
Rounds = list[list[list[int]]]
GRACE = 20.0  # for writing the question down, which for CP-SAT may take longer than answering

NODE = """
const fs = require('fs'), vm = require('vm'), path = process.argv[1];
const pick = name => { try { return require(path + '/node_modules/' + name) } catch { return null } };
const range = (a, b) => b === undefined ? range(0, a) : Array.from({length: b - a}, (_, i) => a + i);
const own = {
  range, shuffle: list => { const c = list.slice(); for (let i = c.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1)); [c[i], c[j]] = [c[j], c[i]] } return c },
  sortBy: (list, key) => list.map((v, i) => [key(v), i, v]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(x => x[2]),
};
const solver = fs.readFileSync(path + '/lib/geneticSolver.js', 'utf8');
const box = {_: pick('lodash') || own, Math, Infinity};
vm.createContext(box); vm.runInContext(solver, box);
const [groups, size, rounds, seconds] = process.argv.slice(2).map(Number);
const began = Date.now(); let best = null, least = Infinity;
const count = plan => { const met = new Map(); let extra = 0;
  for (const round of plan) for (const table of round)
   for (let i = 0; i < table.length; i++) for (let j = 0; j < i; j++) {
    const key = Math.min(table[i], table[j]) * 10000 + Math.max(table[i], table[j]);
    if (met.has(key)) extra++; met.set(key, 1) } return extra };
do { let last; box.geneticSolver(groups, size, rounds, false, [], [], found => { last = found.rounds });
  const now = count(last); if (now < least) { least = now; best = last.map(r => r.map(t => t.slice())) }
} while (least > 0 && Date.now() - began < seconds * 1000);
console.log(JSON.stringify(best));
"""


def golfers(tables: int, size: int, rounds: int, seconds: float, seed: int) -> Rounds | None:
    """Its genetic solver started again until the time is up, the best plan kept (it takes no seed)."""
    del seed
    if not (GOLFERS / "lib" / "geneticSolver.js").exists() or not shutil.which("node"):
        return None
    numbers = [str(each) for each in (tables, size, rounds, seconds)]
    done = subprocess.run(["node", "-e", NODE, str(GOLFERS), *numbers], capture_output=True, text=True, check=True)
    found: Rounds = json.loads(done.stdout)
    return found


def elsewhere(kind: str) -> Any:
    """A solver of the bench environment, run in a process of its own there."""

    def solve(tables: int, size: int, rounds: int, seconds: float, seed: int) -> Rounds | None:
        if not ENVIRONMENT.exists():
            return None
        numbers = [str(each) for each in (tables, size, rounds, seconds, seed)]
        command = [str(ENVIRONMENT), "-m", "benchmarks.engine_solvers", kind, *numbers]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=seconds + GRACE
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):  # late, or it gave up with an error
            return None
        found: Rounds | None = json.loads(done.stdout)
        return found

    return solve


def plain_annealing(tables: int, size: int, rounds: int, seconds: float, seed: int) -> Rounds:
    """The baseline: annealing as anybody writes it in an afternoon, in plain Python."""
    chance, people, began = random.Random(seed), tables * size, time.monotonic()
    plan = [chance.sample(range(people), people) for _ in range(rounds)]
    met = [[0] * people for _ in range(people)]
    for row in plan:
        for start in range(0, people, size):
            for a, b in combinations(row[start : start + size], 2):
                met[a][b] += 1
                met[b][a] += 1
    cost = sum(max(0, met[a][b] - 1) for a, b in combinations(range(people), 2))
    best, least = [row[:] for row in plan], cost
    while least and (share := (time.monotonic() - began) / seconds) < 1:
        heat = 0.6 * 0.2**share
        for _ in range(200):
            row = chance.choice(plan)
            i, j = chance.randrange(people), chance.randrange(people)
            if i // size != j // size:
                change = exchange(row, met, size, i, j)
                if change > 0 and chance.random() >= exp(-change / heat):
                    exchange(row, met, size, i, j)
                else:
                    cost += change
            if cost < least:
                best, least = [row[:] for row in plan], cost
    return [[row[a:b] for a, b in pairwise(range(0, people + 1, size))] for row in best]


def exchange(row: list[int], met: list[list[int]], size: int, i: int, j: int) -> int:
    change = 0
    for chair, other in ((i, j), (j, i)):
        start = chair - chair % size
        for place in range(start, start + size):
            if place != chair:
                leaves, comes, stays = row[chair], row[other], row[place]
                change += (met[comes][stays] > 0) - (met[leaves][stays] > 1)
                met[leaves][stays] -= 1
                met[stays][leaves] -= 1
                met[comes][stays] += 1
                met[stays][comes] += 1
    row[i], row[j] = row[j], row[i]
    return change


PEERS = {
    "good-enough-golfers": golfers,
    "OR-Tools CP-SAT": elsewhere("cpsat"),
    "colette": elsewhere("colette"),
    "annealing in plain Python": plain_annealing,
}
